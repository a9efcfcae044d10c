"""A study as files: one row an event, each column explained, and every session replays from them.

CSV and JSON are written here; whoever has pyarrow makes Parquet of the same rows. A session's id
opens it and a study's secret opens all, so neither is in a file: sessions are told apart by their
participants.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.export import csv_of
from elicitation.sessions.session import Answered, Event, Started
from elicitation.studies.encoding import encode_study
from elicitation.studies.forecasts import Forecast
from elicitation.studies.study import Study

FORMAT = "tenfold-study-1"
Value = str | int | float | bool | None
Log = Sequence[tuple[float, Event]]  # seconds since 1970, event


@dataclass(frozen=True)
class Column:
    """One line of the data dictionary."""

    name: str
    type: Literal["text", "whole number", "number", "yes or no"]
    meaning: str


DICTIONARY = (
    Column("study", "text", "The study's code, as in its links."),
    Column("participant", "text", "As the link named them."),
    Column("policy", "text", "The rule that chose their questions, assigned by lot."),
    Column("position", "whole number", "Number of the event in the session, from 0."),
    Column("at", "text", "When the server wrote the event, in UTC (ISO 8601)."),
    Column(
        "event",
        "text",
        "started (after consent), answered, undone (the answer before is taken back), finished "
        "(stopped early), leaned (an axis of taste corrected), marked (a pick put aside).",
    ),
    Column(
        "kind",
        "text",
        "Of an answer: asked (chosen by the policy), repeated (the first pick again, its sides "
        "changed), held out (the same for everybody, never used to learn).",
    ),
    Column("counts", "yes or no", "Of an answer: false if it was taken back later."),
    Column("shown", "text", "Keys of the items shown, from the left, with | between."),
    Column(
        "choice",
        "text",
        "pick (one item), same (about the same), unknown (haven't seen those that are named).",
    ),
    Column("named", "text", "Key of the item picked, or of those not seen, with | between."),
    Column(
        "response_ms",
        "whole number",
        "Milliseconds from the question's appearance to the answer, by the browser's clock; empty "
        "where the browser did not tell.",
    ),
    Column(
        "first_chance",
        "number",
        "Predicted probability that the first item shown is picked: from the answers before this "
        "one; of a held out question, from all answers of the session that are not held out.",
    ),
    Column("record", "text", "The whole event as JSON: a session replays from these, in order."),
)


def rows(
    study: Study, logs: Iterable[tuple[Log, Iterable[Forecast]]]
) -> Iterator[dict[str, Value]]:
    """A row for each event of each session and its forecasts, with the columns of DICTIONARY.

    Raises ValueError if a session does not begin with Started.
    """
    for log, made in logs:
        predicted = {f.answer.step: f for f in made}
        started = log[0][1] if log else None
        if not isinstance(started, Started):
            raise ValueError("a session must begin with Started")
        for position, (created, event) in enumerate(log):
            row: dict[str, Value] = {column.name: None for column in DICTIONARY}
            public = _public(event)
            row |= {
                "study": study.code,
                "participant": started.participant,
                "policy": started.policy,
                "position": position,
                "at": datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds"),
                "event": str(public["event"]),
                "record": json.dumps(public, ensure_ascii=False),
            }
            if isinstance(event, Answered):
                forecast = predicted.get(event.step)
                row |= {
                    "kind": forecast.kind if forecast else None,
                    "counts": bool(forecast and forecast.counts),
                    "shown": "|".join(event.items),
                    "choice": event.choice.kind,
                    "named": "|".join(event.choice.items),
                    "response_ms": event.response_ms,
                    "first_chance": forecast.probability if forecast else None,
                }
            yield row


def to_csv(table: Iterable[Mapping[str, Value]]) -> str:
    """The rows with a header; true and false in small letters, nothing where there is nothing."""
    names = [column.name for column in DICTIONARY]
    return csv_of(names, ([row[name] for name in names] for row in table))


def to_json(study: Study, table: Iterable[Mapping[str, Value]]) -> str:
    """The study without its secret, the data dictionary, and the rows."""
    record = {
        "format": FORMAT,
        "study": encode_study(replace(study, secret="")),
        "dictionary": [asdict(column) for column in DICTIONARY],
        "rows": list(table),
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def dictionary_csv() -> str:
    """The data dictionary alone."""
    rows = ([column.name, column.type, column.meaning] for column in DICTIONARY)
    return csv_of(["column", "type", "meaning"], rows)


def sessions(table: Iterable[Mapping[str, object]]) -> dict[str, tuple[Event, ...]]:
    """Participant -> events, from the rows of any of the files; replay them to go on.

    Raises ValueError if a record was not written by this version or an older one.
    """
    found: dict[str, list[tuple[int, Event]]] = {}
    for row in table:
        record = json.loads(str(row["record"]))
        if not isinstance(record, dict):
            raise ValueError(f"record: expected a JSON object, got {row['record']!r}")
        participant = str(row["participant"]).removeprefix("'")  # which a spreadsheet needs
        found.setdefault(participant, []).append((int(str(row["position"])), decode(record)))
    return {
        participant: tuple(event for _, event in sorted(numbered, key=lambda pair: pair[0]))
        for participant, numbered in found.items()
    }


def _public(event: Event) -> dict[str, object]:
    """The event as JSON; the session is called by its participant."""
    if isinstance(event, Started):
        return encode(replace(event, session_id=event.participant))
    return encode(event)
