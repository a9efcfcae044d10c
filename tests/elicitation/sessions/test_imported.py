"""A history from elsewhere: one event, undone like any other, forgotten with the session."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import MAX_IMPORTED, Answered, Imported, Started, Undone, pick
from elicitation.sessions.session import History, Session, apply, replay

STARTED = Started("s", 1, "a_optimal", 10, "toy", "f")
keys = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@st.composite
def imported(draw: st.DrawFn) -> Imported:
    items, cuts = draw(keys), sorted(draw(st.tuples(st.integers(0, 8), st.integers(0, 8))))
    return Imported(
        0, "x", *map(tuple, (items[: cuts[0]], items[cuts[0] : cuts[1]], items[cuts[1] :]))
    )


def after(*events) -> Session:
    session = Session(STARTED)
    for event in events:
        session = apply(session, type(event)(**{**vars(event), "step": session.step}))
    return session


def test_histories_add_up_and_the_latest_verdict_counts() -> None:
    session = after(
        Imported(0, "one", ("a", "b"), ("c",)), Imported(0, "two", ("c",), (), ("b", "d"))
    )
    assert session.history == History(("a", "c"), (), ("b", "d"))
    assert session.history.items == ("a", "c", "b", "d")


def test_a_history_without_items_takes_all_back_once() -> None:
    session = after(Imported(0, "one", ("a",)), Imported(0))
    assert session.history == History() and session.step == 2
    assert after(Imported(0)) == Session(STARTED), "there is nothing to take back"
    assert apply(session, Undone(2)).history == History(("a",))


def test_an_undo_takes_back_what_came_last() -> None:
    answer = Answered(0, ("x", "y"), pick("x"))
    session = after(answer, Imported(0, "one", ("a",)), answer, Undone(0))
    assert len(session.answers) == 1 and session.history.liked == ("a",)
    session = apply(session, Undone(session.step))
    assert len(session.answers) == 1 and not session.imports
    session = apply(session, Undone(session.step))
    assert not session.answers and not session.shown and not session.can_undo


def test_a_stale_history_changes_nothing() -> None:
    session = after(Imported(0, "one", ("a",)))
    assert apply(session, Imported(0, "two", ("b",))) is session


@given(st.lists(imported(), max_size=5))
def test_every_history_survives_the_way_through_json(histories) -> None:
    events = [STARTED]
    for history in histories:
        step = replay(events).step
        events.append(Imported(step, history.source, history.liked, history.disliked, history.seen))
        assert decode(json.loads(json.dumps(encode(events[-1])))) == events[-1]
    found = replay(events).history
    assert len(set(found.items)) == len(found.items)


@pytest.mark.parametrize(
    "lists",
    [
        {"liked": ["a", "a"]},
        {"liked": ["a"], "seen": ["a"]},
        {"liked": [str(n) for n in range(MAX_IMPORTED + 1)]},
        {"liked": "abc"},
        {"seen": [1]},
        {"source": 3},
    ],
)
def test_an_impossible_history_is_refused(lists) -> None:
    with pytest.raises(ValueError, match="imported"):
        decode({"event": "imported", "step": 0, **lists})
