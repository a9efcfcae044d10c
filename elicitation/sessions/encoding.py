"""Events as JSON objects and back.

msgspec checks every value against the type of its field: a missing field without a default, another
type (true is no number, 1.0 no whole number) or a value out of range is refused. Programs of
neighbouring versions can share a database:

- a field that came later has its default in older events;
- a field that this version does not have is ignored;
- an event of a kind that it does not have becomes an ``UnrecognisedEvent``, which keeps its place
  in the session and its step, and is encoded as it came.

>>> from elicitation.sessions.session import Undone
>>> encode(Undone(step=3))
{'event': 'undone', 'step': 3}
>>> decode({'event': 'undone', 'step': 3})
Undone(step=3)
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TypeVar

import msgspec

from elicitation.json_text import read_json
from elicitation.sessions.events import (
    Answered,
    AxisCorrected,
    Compared,
    Event,
    Finished,
    Imported,
    Introduced,
    Marked,
    Revised,
    Started,
    Stated,
    Undone,
    UnrecognisedEvent,
)

KINDS: dict[str, type[Event]] = {  # as they are stored
    "started": Started,
    "answered": Answered,
    "undone": Undone,
    "revised": Revised,
    "finished": Finished,
    "leaned": AxisCorrected,
    "marked": Marked,
    "imported": Imported,
    "introduced": Introduced,
    "stated": Stated,
    "compared": Compared,
}
_NAMES = {event: kind for kind, event in KINDS.items()}
T = TypeVar("T")


def encode(event: Event) -> dict[str, object]:
    """A JSON object with the event's kind and its fields; tuples become lists when dumped."""
    if isinstance(event, UnrecognisedEvent):
        record: dict[str, object] = read_json(event.record)
        return record
    return {"event": _NAMES[type(event)], **asdict(event)}


def decode(record: Mapping[str, object]) -> Event:
    """The event that ``encode`` wrote, here or in another version of the program.

    Raises ValueError, which names the field, if the record is malformed.
    """
    kind = record.get("event")
    if not isinstance(kind, str) or not kind:
        raise ValueError(f"event: expected the kind of an event, got {kind!r}")
    if kind in KINDS:
        return convert(record, KINDS[kind], kind)
    kept = {key: record[key] for key in record if key == "step"} | {"record": json.dumps(record)}
    return convert(kept, UnrecognisedEvent, kind)


def convert(record: Mapping[str, object], to: type[T], name: str) -> T:
    """A ``to`` with the fields of ``record``; fields that it does not have are ignored.

    Raises ValueError, with the path to the value after ``name``, on a missing field, a value of
    another type than the field's, or one that ``to`` refuses.
    """
    try:
        return msgspec.convert(dict(record), to)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}".replace("`$", f"`{name}")) from None
