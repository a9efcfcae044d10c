"""What is in a person's own file: a line for each event and each link, every column explained.

The dictionary of columns comes from the types of ``Line``, so the two cannot disagree.
"""

from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Literal, TypedDict, get_args, get_type_hints

from msgspec import Meta

ValueType = Literal["text", "whole number", "number", "yes or no"]


@dataclass(frozen=True)
class Column:
    """One line of a data dictionary."""

    name: str
    type: ValueType
    meaning: str


# columns that a study's files have, too
Counts = Annotated[bool | None, Meta(description="Of an answer: false if it was taken back later.")]
Shown = Annotated[
    str | None, Meta(description="Keys of the items shown, from the left, with | between.")
]
Unseen = Annotated[
    str | None, Meta(description="Keys of items shown that were not seen either, with | between.")
]


class Line(TypedDict):
    """One event or link of one session. None where the column says nothing about such a line."""

    at: Annotated[str, Meta(description="When the server wrote it, in UTC (ISO 8601).")]
    what: Annotated[
        str,
        Meta(
            description="started, answered, undone (the answer before is taken back), finished "
            "(stopped early), leaned (an axis of taste corrected), marked (a recommendation put "
            "aside), imported (a history brought along), or link."
        ),
    ]
    step: Annotated[
        int | None, Meta(description="Of an event: how many events with an effect came before.")
    ]
    counts: Counts
    shown: Shown
    choice: Annotated[
        str | None,
        Meta(
            description="pick (one item), same (about the same), both or neither (of a pair), "
            "best_worst (the best, then the worst), taps (any number, none too), named (typed), "
            "unknown (haven't seen those named)."
        ),
    ]
    items: Annotated[
        str | None,
        Meta(
            description="Keys of the items picked, tapped, typed or not seen; of the item put "
            "aside; of those that a correction goes toward; with | between."
        ),
    ]
    question: Annotated[
        str | None, Meta(description="What was asked: best, pair, best_worst, taps or named.")
    ]
    unseen: Unseen
    response_ms: Annotated[
        int | None, Meta(description="Milliseconds to the answer, by the browser's clock.")
    ]
    mark: Annotated[
        str | None,
        Meta(description="Of what was put aside: saved, seen, hidden; empty = taken back."),
    ]
    verdict: Annotated[
        str | None, Meta(description="What putting it aside says about taste, empty = nothing.")
    ]
    strength: Annotated[
        int | None,
        Meta(description="Of a correction: as so many answers; below zero the other way."),
    ]
    kind: Annotated[
        str | None,
        Meta(
            description="Of a link: share (a list to look at), group, member (let in by a group), "
            "round (of a room), took part (in a study), move (a code for another device), owner "
            "(a browser that may answer)."
        ),
    ]
    code: Annotated[
        str | None,
        Meta(description="Of a link: its code; of an owner the hash of the browser's key."),
    ]
    record: Annotated[
        str | None,
        Meta(description="Of an event: all of it as JSON; the session replays from these."),
    ]


_TYPES: dict[type, ValueType] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
}


def columns_of(row: type) -> tuple[Column, ...]:
    """The dictionary of a TypedDict whose every field has a description."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(name, hint) for name, hint in hints.items())


def _column(name: str, hint: object) -> Column:
    value, meta = get_args(hint)
    (value,) = [part for part in get_args(value) or (value,) if part is not NoneType]
    return Column(name, _TYPES[value], meta.description)


DICTIONARY = columns_of(Line)
