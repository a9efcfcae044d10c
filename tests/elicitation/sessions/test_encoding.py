import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.encoding import KINDS, decode, encode
from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Finished,
    Marked,
    Started,
    Undone,
    UnrecognisedEvent,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply

texts = st.text(max_size=12)
counts = st.integers(min_value=0, max_value=2**62)


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    items = tuple(draw(st.lists(texts, min_size=2, max_size=4, unique=True)))
    named = draw(st.lists(st.sampled_from(items), min_size=1, unique=True))
    choice = draw(st.sampled_from([SAME, pick(named[0]), unknown(*named)]))
    return Answered(draw(counts), items, choice, draw(st.none() | counts))


events = st.one_of(
    answered(),
    st.builds(Undone, counts),
    st.builds(Finished, counts),
    st.builds(Marked, counts, texts, st.sampled_from(["saved", "seen", "hidden", ""])),
    st.builds(AxisCorrected, counts, st.just(("a", "b")), st.just(("c",)), st.integers(-3, 3)),
    st.builds(Started, texts, counts, texts, counts, texts, texts, counts, counts),
    st.builds(
        Started,
        texts,
        counts,
        texts,
        counts,
        texts,
        texts,
        counts,
        counts,
        texts,
        texts,
        texts,
        st.just((("a", "b"), ("c", "d", "e"))),
    ),
)


@given(events)
def test_every_event_survives_the_way_through_json(event):
    assert decode(json.loads(json.dumps(encode(event)))) == event


# what JSON can hold, but for what no program writes: nan, and keys that are no text
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
fields = {field for kind in KINDS.values() for field in kind.__dataclass_fields__} | {"event"}


@given(events, st.dictionaries(texts.filter(lambda name: name not in fields), anything))
def test_fields_that_this_version_does_not_have_are_ignored(event, later):
    assert decode(json.loads(json.dumps(encode(event) | later))) == event


@given(
    texts.filter(lambda kind: kind and kind not in KINDS),
    counts,
    st.dictionaries(texts.filter(lambda name: name not in ("event", "step")), anything),
)
def test_a_kind_of_event_that_this_version_does_not_have_is_kept_as_it_came(kind, step, rest):
    record = {"event": kind, "step": step, **rest}
    event = decode(record)
    assert isinstance(event, UnrecognisedEvent) and event.step == step
    assert encode(event) == record
    before = Session(Started("s", 1, "pref", 10, "films", "f"), step=3)
    after = apply(before, event)
    assert after == (replace(before, step=4) if step == 3 else before)


@given(events, st.data())
def test_a_value_of_another_type_is_refused_by_name(event, data):
    record = json.loads(json.dumps(encode(event)))
    field = data.draw(st.sampled_from([name for name in record if name != "event"]))
    value = data.draw(anything)
    is_time = field == "response_ms" and (value is None or type(value) is int)
    if is_time or type(value) is type(record[field]):
        return
    with pytest.raises(ValueError, match=field):
        decode(record | {field: value})


@given(st.dictionaries(st.sampled_from(["event", "step", "items", "choice"]), anything))
def test_garbage_is_refused_as_a_value_error_and_nothing_else(record):
    with contextlib.suppress(ValueError):
        assert encode(decode(record)) == record


def test_what_was_written_before_a_field_came_has_its_default():
    started = Started("s", 1, "pref", 10, "films", "f")
    later = {"repeat_after", "study", "participant", "consent", "holdouts"}
    old = {key: value for key, value in encode(started).items() if key not in later}
    assert decode(old) == started
    answer = Answered(0, ("a", "b"), SAME)
    old = {key: value for key, value in encode(answer).items() if key != "response_ms"}
    assert decode(old) == answer


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        ({"event": ["undone"], "step": 1}, "event: expected the kind"),
        ({"event": "", "step": 1}, "event: expected the kind"),
        ({"step": 1}, "event: expected the kind"),
        ({"event": "exploded"}, "exploded: .*required field `step`"),
        ({"event": "exploded", "step": -1}, "exploded.step"),
        ({"event": "undone"}, "undone: .*required field `step`"),
        ({"event": "undone", "step": 1.0}, "undone.step"),
        ({"event": "undone", "step": "1"}, "undone.step"),
        ({"event": "undone", "step": True}, "undone.step"),
        ({"event": "undone", "step": -1}, "undone.step"),
        (encode(Answered(0, ("a", "b"), SAME)) | {"response_ms": -1}, "answered.response_ms"),
        (encode(Answered(0, ("a", "b"), SAME)) | {"response_ms": 1.5}, "answered.response_ms"),
        (encode(Started("s", 1, "x", 1, "d", "f")) | {"holdouts": "ab"}, "started.holdouts"),
        (encode(Started("s", 1, "x", 1, "d", "f")) | {"holdouts": ["ab"]}, "started.holdouts"),
        ({"event": "marked", "step": 1, "item": "a", "mark": "burnt"}, "burnt.*marked.mark"),
        (
            {"event": "leaned", "step": 1, "toward": ["a"], "away": ["b"], "strength": 4},
            "strength",
        ),
        (
            {"event": "leaned", "step": 1, "toward": ["a"], "away": ["a"], "strength": 1},
            "two different ends",
        ),
        ({"event": "answered", "step": 0, "items": "ab", "choice": {}}, "answered.items"),
        ({"event": "answered", "step": 0, "items": ["a", "b"], "choice": "a"}, "answered.choice"),
        (
            {
                "event": "answered",
                "step": 0,
                "items": ["a", "b"],
                "choice": {"kind": "pick", "items": ["c"]},
            },
            "not among",
        ),
        (
            {
                "event": "answered",
                "step": 0,
                "items": ["a", "b"],
                "choice": {"kind": "shrug", "items": []},
            },
            "shrug",
        ),
    ],
)
def test_what_encode_never_wrote_is_refused_by_name(record, complaint):
    with pytest.raises(ValueError, match=complaint):
        decode(record)
