"""A study as files: one row an event, each column explained, and every session replays from them.

CSV and JSON are written here; whoever has pyarrow makes Parquet of the same rows. A session's id
opens it and a study's secret opens all, so neither is in a file: sessions are told apart by
pseudonyms of their participants.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime

from elicitation.csv_text import csv_of, safe_json
from elicitation.json_text import read_json
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Answered, Compared, Event, Started, Stated
from elicitation.sessions.exporting.files import Log
from elicitation.studies.dictionary import DICTIONARY, Export, Row, json_schema
from elicitation.studies.forecasts import Forecast
from elicitation.studies.study import Study


def rows(
    study: Study, logs: Iterable[tuple[Log, Iterable[Forecast]]], named: bool = False
) -> Iterator[Row]:
    """A row for each event of each session and its forecasts.

    Participants have pseudonyms unless they are to be ``named`` as their links named them. Raises
    ValueError if a session does not begin with Started.
    """
    for log, made in logs:
        predicted = {f.answer.step: f for f in made}
        started = log[0][1] if log else None
        if not isinstance(started, Started):
            raise ValueError("a session must begin with Started")
        called = started.participant if named else study.pseudonym(started.participant)
        for position, (created, event) in enumerate(log):
            public = _public(event, called)
            answer = event if isinstance(event, Answered) else None
            forecast = predicted.get(answer.step) if answer else None
            yield {
                "study": study.code,
                "participant": called,
                "policy": started.policy,
                "position": position,
                "at": datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds"),
                "event": str(public["event"]),
                "kind": forecast.kind if forecast else None,
                "counts": bool(forecast and forecast.counts) if answer else None,
                "shown": "|".join(answer.items) if answer else None,
                "choice": answer.choice.kind if answer else None,
                "named": "|".join(answer.choice.items) if answer else None,
                "question": answer.question if answer else None,
                "unseen": "|".join(answer.choice.unseen) if answer else None,
                "response_ms": answer.response_ms if answer else None,
                "first_chance": forecast.probability if forecast else None,
                "statement": event.statement if isinstance(event, Stated) else None,
                "value": event.value if isinstance(event, Stated) else None,
                "arms": "|".join(event.arms) if isinstance(event, Compared) else None,
                "preferred": event.preferred if isinstance(event, Compared) else None,
                "liked": "|".join(event.liked) if isinstance(event, Compared) else None,
                "record": safe_json(json.dumps(public, ensure_ascii=False)),
            }


def to_csv(table: Iterable[Row]) -> str:
    """The rows with a header; true and false in small letters, nothing where there is nothing."""
    return csv_of([column.name for column in DICTIONARY], (list(row.values()) for row in table))


def to_json(study: Study, table: Iterable[Row]) -> str:
    """The study without its secret, the data dictionary, the file's JSON Schema, and the rows."""
    export: Export = {
        "format": "tenfold-study-1",
        "study": replace(study, secret=""),
        "dictionary": list(DICTIONARY),
        "schema": json_schema(),
        "rows": list(table),
    }
    return json.dumps(export, ensure_ascii=False, indent=1, default=asdict)


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
        record = read_json(str(row["record"]))
        if not isinstance(record, dict):
            raise ValueError(f"record: expected a JSON object, got {row['record']!r}")
        participant = str(row["participant"]).removeprefix("'")  # which a spreadsheet needs
        found.setdefault(participant, []).append((int(str(row["position"])), decode(record)))
    return {
        participant: tuple(event for _, event in sorted(numbered, key=lambda pair: pair[0]))
        for participant, numbered in found.items()
    }


def _public(event: Event, called: str) -> dict[str, object]:
    """The event as JSON; the session, too, is ``called`` by its participant."""
    if isinstance(event, Started):
        return encode(replace(event, session_id=called, participant=called))
    return encode(event)
