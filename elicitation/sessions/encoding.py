"""Events as JSON objects and back, strictly: what was not written by `encode` is refused.

>>> from elicitation.sessions.session import Undone
>>> encode(Undone(step=3))
{'event': 'undone', 'step': 3}
>>> decode({'event': 'undone', 'step': 3})
Undone(step=3)
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from elicitation.sessions.session import (
    Answered,
    AxisCorrected,
    Choice,
    Event,
    Finished,
    Marked,
    Started,
    Undone,
)
from elicitation.studies.study import Study


def encode(event: Event) -> dict[str, object]:
    """A JSON object with the event's name and its fields; tuples become lists when dumped."""
    return {"event": _NAMES[type(event)], **asdict(event)}


def decode(record: Mapping[str, object]) -> Event:
    """The event that ``encode`` wrote.

    A field that came later has its default in events written before it. Raises ValueError on an
    unknown event, a missing or additional field, or a value of another type than the field's.
    """
    name = record.get("event")
    if not isinstance(name, str) or name not in _EVENTS:
        raise ValueError(f"event: expected one of {', '.join(_EVENTS)}, got {name!r}")
    event, readers = _EVENTS[name]
    found = {key: record[key] for key in record if key != "event"}
    later = {key: default for key, default in _LATER.get(name, {}).items() if key not in found}
    return event(**_fields(found | later, readers, name))


def encode_study(study: Study) -> dict[str, object]:
    """A JSON object of a study's fields."""
    return asdict(study)


def decode_study(record: Mapping[str, object]) -> Study:
    """The study that ``encode_study`` wrote. Raises ValueError as ``decode`` and ``Study`` do."""
    return Study(**_fields(record, _STUDY, "study"))  # type: ignore[arg-type]


Reader = Callable[[object, str], object]


def _fields(
    record: Mapping[str, object], readers: Mapping[str, Reader], where: str
) -> dict[str, object]:
    if record.keys() != readers.keys():
        expected, got = sorted(readers), sorted(map(str, record))
        raise ValueError(f"{where}: expected the fields {expected}, got {got}")
    return {key: read(record[key], f"{where}.{key}") for key, read in readers.items()}


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{where}: expected text, got {value!r}")
    return value


def _count(value: object, where: str) -> int:
    # a bool is an int in Python, but not in anything that encode wrote
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{where}: expected a whole number from 0, got {value!r}")
    return value


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{where}: expected a whole number, got {value!r}")
    return value


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{where}: expected true or false, got {value!r}")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}: expected a list of texts, got {value!r}")
    return tuple(_text(item, where) for item in value)


def _count_or_none(value: object, where: str) -> int | None:
    return None if value is None else _count(value, where)


def _item_sets(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}: expected a list of lists of texts, got {value!r}")
    return tuple(_texts(items, where) for items in value)


def _choice(value: object, where: str) -> Choice:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: expected a choice, got {value!r}")
    return Choice(**_fields(value, {"kind": _text, "items": _texts}, where))  # type: ignore[arg-type]


_EVENTS: dict[str, tuple[Callable[..., Event], dict[str, Reader]]] = {
    "started": (
        Started,
        {
            "session_id": _text,
            "seed": _count,
            "policy": _text,
            "n_questions": _count,
            "dataset": _text,
            "fingerprint": _text,
            "question_size": _count,
            "repeat_after": _count,
            "study": _text,
            "participant": _text,
            "consent": _text,
            "holdouts": _item_sets,
        },
    ),
    "answered": (
        Answered,
        {"step": _count, "items": _texts, "choice": _choice, "response_ms": _count_or_none},
    ),
    "undone": (Undone, {"step": _count}),
    "finished": (Finished, {"step": _count}),
    "leaned": (
        AxisCorrected,
        {"step": _count, "toward": _texts, "away": _texts, "strength": _whole},
    ),
    "marked": (Marked, {"step": _count, "item": _text, "mark": _text}),
}
_STUDY: dict[str, Reader] = {
    "code": _text,
    "name": _text,
    "policies": _texts,
    "n_questions": _count,
    "question_size": _count,
    "dataset": _text,
    "fingerprint": _text,
    "holdouts": _item_sets,
    "repeat_after": _count,
    "consent": _text,
    "consent_version": _text,
    "completion_code": _text,
    "completion_url": _text,
    "secret": _text,
    "closed": _flag,
}
_LATER: dict[str, dict[str, object]] = {
    "started": {"repeat_after": 0, "study": "", "participant": "", "consent": "", "holdouts": ()},
    "answered": {"response_ms": None},
}
_NAMES = {event: name for name, (event, _) in _EVENTS.items()}
