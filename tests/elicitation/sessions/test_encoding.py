import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.session import (
    SAME,
    Answered,
    AxisCorrected,
    Finished,
    Marked,
    Started,
    Undone,
    pick,
    unknown,
)

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
        ({"event": "exploded", "step": 1}, "event: expected one of"),
        ({"event": ["undone"], "step": 1}, "event: expected one of"),
        ({"step": 1}, "event: expected one of"),
        ({"event": "undone"}, "fields"),
        ({"event": "undone", "step": 1, "also": 2}, "fields"),
        ({"event": "undone", "step": "1"}, "undone.step"),
        ({"event": "undone", "step": True}, "undone.step"),
        ({"event": "undone", "step": -1}, "undone.step"),
        (encode(Answered(0, ("a", "b"), SAME)) | {"response_ms": -1}, "answered.response_ms"),
        (encode(Answered(0, ("a", "b"), SAME)) | {"response_ms": 1.5}, "answered.response_ms"),
        (encode(Started("s", 1, "x", 1, "d", "f")) | {"holdouts": "ab"}, "started.holdouts"),
        (encode(Started("s", 1, "x", 1, "d", "f")) | {"holdouts": ["ab"]}, "started.holdouts"),
        ({"event": "marked", "step": 1, "item": "a", "mark": "burnt"}, "mark: expected"),
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
