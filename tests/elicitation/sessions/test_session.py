import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Choice,
    Finished,
    Marked,
    Started,
    Undone,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply, replay

STARTED = Started("s1", 7, "a_optimal", 10, "toy", "f1")


@st.composite
def answers(draw, step=st.integers(0, 12)):
    items = tuple(draw(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=2, unique=True)))
    choice = draw(
        st.sampled_from([pick(items[0]), pick(items[1]), SAME, unknown(items[0]), unknown(*items)])
    )
    return Answered(draw(step), items, choice)


steps = st.integers(0, 12)
marks = st.builds(Marked, steps, st.sampled_from("abc"), st.sampled_from(["saved", "hidden", ""]))
corrections = st.builds(AxisCorrected, steps, st.just(("a",)), st.just(("b",)), st.integers(-3, 3))
events = st.one_of(
    answers(), st.builds(Undone, steps), st.builds(Finished, steps), marks, corrections
)
histories = st.lists(events, max_size=25)


def test_an_answer_is_kept_and_its_items_were_shown():
    session = apply(Session(STARTED), Answered(0, ("a", "b"), pick("b")))
    assert session.answers == (Answered(0, ("a", "b"), pick("b")),)
    assert (session.step, session.shown, session.finished) == (1, ("a", "b"), False)


@given(histories, answers())
def test_undo_inverts_an_answer(history, answer):
    before = replay([STARTED, *history])
    answered = apply(before, Answered(before.step, answer.items, answer.choice))
    after = apply(answered, Undone(answered.step))
    assert (after.answers, after.shown) == (before.answers, before.shown)
    assert not after.finished


@given(histories, events)
def test_a_late_or_doubled_event_changes_nothing(history, event):
    session = replay([STARTED, *history])
    if event.step != session.step:
        assert apply(session, event) is session
    once = apply(session, Answered(session.step, ("a", "b"), SAME))
    assert apply(once, Answered(session.step, ("a", "b"), SAME)) is once
    assert apply(session, Started("other", 1, "pref", 5, "toy", "f2")) is session


@given(histories)
def test_any_history_that_begins_with_started_replays(history):
    session = replay([STARTED, *history])
    assert session.started == STARTED
    assert 0 <= len(session.answers) <= session.step <= len(history)
    assert set(session.shown) == {item for answer in session.answers for item in answer.items}
    assert len(set(session.shown)) == len(session.shown)
    assert 0 <= session.n_informative <= len(session.answers)


@settings(max_examples=50)
@given(histories, st.integers(0, 25))
def test_replaying_in_two_parts_is_replaying_at_once(history, cut):
    session = replay([STARTED, *history[:cut]])
    for event in history[cut:]:
        session = apply(session, event)
    assert session == replay([STARTED, *history])


def test_finishing_happens_once_and_an_answer_or_undo_reopens():
    answered = apply(Session(STARTED), Answered(0, ("a", "b"), SAME))
    finished = apply(answered, Finished(1))
    assert finished.finished and finished.step == 2
    assert apply(finished, Finished(2)) is finished
    assert not apply(finished, Answered(2, ("c", "d"), SAME)).finished
    reopened = apply(finished, Undone(2))
    assert not reopened.finished and reopened.answers == ()


def test_an_undo_of_nothing_changes_nothing():
    session = Session(STARTED)
    assert apply(session, Undone(0)) is session


def test_only_picks_and_ties_inform():
    session = Session(STARTED)
    for choice in (pick("a"), SAME, unknown("a"), unknown("a", "b")):
        session = apply(session, Answered(session.step, ("a", "b"), choice))
    assert session.n_informative == 2


@pytest.mark.parametrize("history", [[], [Finished(0)], [Answered(0, ("a", "b"), SAME), STARTED]])
def test_a_history_must_begin_with_started(history):
    with pytest.raises(ValueError, match="begin with Started"):
        replay(history)


@pytest.mark.parametrize(
    ("kind", "items"),
    [("pick", ()), ("pick", ("a", "b")), ("same", ("a",)), ("unknown", ()), ("x", ())],
)
def test_a_choice_that_says_nothing_clear_is_refused(kind, items):
    with pytest.raises(ValueError, match="cannot name"):
        Choice(kind, items)


def test_an_answer_must_be_about_the_items_shown():
    with pytest.raises(ValueError, match="not among"):
        Answered(0, ("a", "b"), pick("c"))
    with pytest.raises(ValueError, match="different items"):
        Answered(0, ("a", "a"), SAME)
