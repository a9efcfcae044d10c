"""A session as files: JSON from which it replays exactly, CSV with one row an answer."""

import csv
import io
import json
from collections.abc import Sequence

from elicitation.encoding import decode, encode
from elicitation.session import Event, replay

FORMAT = "tenfold-session-1"


def to_json(events: Sequence[Event]) -> str:
    """All events of a session, in order."""
    return json.dumps({"format": FORMAT, "events": [encode(e) for e in events]}, indent=1)


def from_json(text: str) -> tuple[Event, ...]:
    """The events that ``to_json`` wrote. Raises ValueError on anything else."""
    record = json.loads(text)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError(f"format: expected {FORMAT}")
    events = record.get("events")
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise ValueError("events: expected a list of JSON objects")
    return tuple(decode(event) for event in events)


def to_csv(events: Sequence[Event]) -> str:
    """The answers that count: step, items in the order shown, what was said, and of which."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["step", "shown", "choice", "items"])
    for answer in replay(events).answers:
        shown, named = ("|".join(items) for items in (answer.items, answer.choice.items))
        writer.writerow([answer.step, safe(shown), answer.choice.kind, safe(named)])
    return out.getvalue()


def safe(cell: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
