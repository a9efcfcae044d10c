"""A session as files: JSON from which it replays exactly, CSV with one row an answer."""

import json
from collections.abc import Sequence

from elicitation.csv_text import csv_of
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
