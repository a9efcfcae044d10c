"""All that is stored of a session as files: JSON from which it replays exactly, and CSV.

Both have a line for each event and each link, in the order in which they were written.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from elicitation.csv_text import csv_of, safe_json
from elicitation.sessions.encoding import encode
from elicitation.sessions.events import Answered, AxisCorrected, Event, Marked
from elicitation.sessions.exporting.dictionary import DICTIONARY, Line
from elicitation.sessions.links import Link
from elicitation.sessions.session import replay

FORMAT = "tenfold-session-2"
Log = Sequence[tuple[float, Event]]  # seconds since 1970, event


def to_json(log: Log, links: Sequence[Link] = ()) -> str:
    """Events and links with their times, and what each column of the CSV means."""
    found = {
        "format": FORMAT,
        "dictionary": [asdict(column) for column in DICTIONARY],
        "events": [{**encode(event), "at": _time(created)} for created, event in log],
        "links": [
            {"kind": link.kind, "code": link.code, "at": _time(link.created)} for link in links
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def to_csv(log: Log, links: Sequence[Link] = ()) -> str:
    """The same as a table, see ``DICTIONARY``."""
    lines = sorted([*_events(log), *_links(links)], key=lambda line: line["at"])
    return csv_of([column.name for column in DICTIONARY], (list(line.values()) for line in lines))


def dictionary_csv() -> str:
    """The data dictionary alone."""
    rows = ([column.name, column.type, column.meaning] for column in DICTIONARY)
    return csv_of(["column", "type", "meaning"], rows)


def _events(log: Log) -> Iterator[Line]:
    counting = set(map(id, replay([event for _, event in log]).answers)) if log else set()
    for created, event in log:
        record = encode(event)
        line = _empty(_time(created), str(record["event"]))
        step = record.get("step")
        line["step"] = step if isinstance(step, int) else None
        line["record"] = safe_json(json.dumps(record, ensure_ascii=False))
        if isinstance(event, Answered):
            line["counts"] = id(event) in counting
            line["shown"] = "|".join(event.items)
            line["choice"], line["items"] = event.choice.kind, "|".join(event.choice.items)
            line["question"], line["unseen"] = event.question, "|".join(event.choice.unseen)
            line["response_ms"] = event.response_ms
        elif isinstance(event, Marked):
            line["items"], line["mark"], line["verdict"] = event.item, event.mark, event.verdict
        elif isinstance(event, AxisCorrected):
            line["items"], line["strength"] = "|".join(event.toward), event.strength
        yield line


def _links(links: Sequence[Link]) -> Iterator[Line]:
    for link in links:
        line = _empty(_time(link.created), "link")
        line["kind"], line["code"] = link.kind, link.code
        yield line


def _empty(at: str, what: str) -> Line:
    return Line(  # the columns in order
        at=at,
        what=what,
        step=None,
        counts=None,
        shown=None,
        choice=None,
        items=None,
        question=None,
        unseen=None,
        response_ms=None,
        mark=None,
        verdict=None,
        strength=None,
        kind=None,
        code=None,
        record=None,
    )


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
