"""A session as files: JSON from which it replays exactly, CSV with one row an answer."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from elicitation.sessions.encoding import encode
from elicitation.sessions.events import Event
from elicitation.sessions.session import replay

FORMAT = "tenfold-session-1"


def to_json(events: Sequence[Event]) -> str:
    """All events of a session, in order."""
    return json.dumps({"format": FORMAT, "events": [encode(e) for e in events]}, indent=1)


def to_csv(events: Sequence[Event]) -> str:
    """The answers that count: step, items in the order shown, what was said, and of which.

    ``question`` is the kind of the screen; ``unseen`` are items not seen either, whatever was said.
    """
    rows = (
        [
            answer.step,
            "|".join(answer.items),
            answer.choice.kind,
            "|".join(answer.choice.items),
            answer.question,
            "|".join(answer.choice.unseen),
        ]
        for answer in replay(events).answers
    )
    return csv_of(["step", "shown", "choice", "items", "question", "unseen"], rows)


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: numbers to the last bit, true and false in small letters, None as nothing."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in head])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(value) if isinstance(value, str) else repr(value)


def safe(cell: str) -> str:
    """A spreadsheet takes a cell that begins with one of these for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
