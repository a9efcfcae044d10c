"""An answer said anew: it replays, counts instead of the first one, and can be taken back."""

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import (
    SAME,
    Answered,
    Choice,
    Event,
    Revised,
    Started,
    Undone,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply, replay

STARTED = Started("s", 3, "a_optimal", 10, "toy", "")
ANSWERS = [
    Answered(0, ("a", "b"), pick("a")),
    Answered(1, ("c", "d"), Choice("both"), question="pair"),
    Answered(2, ("e", "f", "g"), Choice("best_worst", ("e", "g")), question="best_worst"),
    Answered(3, ("h", "i", "j"), Choice("taps", ("h",), ("i",)), question="taps"),
    Answered(4, ("k",), Choice("named", ("k",)), question="named"),
]
AGAIN = [  # of every kind of question: another choice
    pick("b"),
    Choice("neither"),
    Choice("best_worst", ("g", "f")),
    Choice("taps", ("j",)),
    Choice("named", ("l", "m")),
]


def folded(*more: Event) -> Session:
    return replay([STARTED, *ANSWERS, *more])


@pytest.mark.parametrize("n", range(len(ANSWERS)), ids=[own.question for own in ANSWERS])
def test_an_answer_of_any_kind_is_said_anew_and_taken_back(n: int) -> None:
    before = folded()
    event = Revised(before.step, n, AGAIN[n])
    after = apply(before, decode(encode(event)))
    assert after.answers[n].choice == AGAIN[n] and after.step == before.step + 1
    assert [own.step for own in after.answers] == [own.step for own in before.answers]
    assert (
        after.answers[:n] == before.answers[:n]
        and after.answers[n + 1 :] == before.answers[n + 1 :]
    )
    back = apply(after, Undone(after.step))
    assert back.answers == before.answers and back.shown == before.shown
    assert back.revisions == ()


def test_what_says_nothing_new_changes_nothing() -> None:
    session = folded()
    for answer, choice in (
        (0, pick("a")),  # the same again
        (0, pick("z")),  # an item that was not shown
        (0, Choice("both")),  # no answer to that question
        (9, SAME),  # no such answer
    ):
        assert apply(session, Revised(session.step, answer, choice)) is session
    assert apply(session, Revised(session.step - 1, 0, SAME)) is session  # late


def test_undo_goes_back_through_revisions_of_one_answer() -> None:
    first = folded(Revised(5, 0, SAME), Revised(6, 0, unknown("b")))
    assert first.answers[0].choice == unknown("b")
    second = apply(first, Undone(7))
    assert second.answers[0].choice == SAME
    assert apply(second, Undone(8)).answers == folded().answers


def test_an_answer_that_is_undone_takes_its_revisions_along() -> None:
    session = folded(Undone(5), Undone(6), Undone(7), Undone(8))
    changed = apply(session, Revised(9, 0, pick("b")))
    more = apply(changed, Answered(10, ("x", "y"), pick("x")))
    assert apply(more, Undone(11)).answers == changed.answers
    emptied = apply(apply(more, Undone(11)), Undone(12))
    assert emptied.answers == session.answers
    empty = apply(emptied, Undone(13))
    assert (empty.answers, empty.revisions, empty.can_undo) == ((), (), False)


def test_the_belief_is_that_of_the_new_answer() -> None:
    """As if it had been given at once: the posterior knows no order."""
    keys = tuple("abcd")
    prior = Gaussian(np.zeros(2), np.eye(2))
    rewards = np.arange(8.0).reshape(4, 2) % 3
    basis = RewardBasis(keys, rewards, np.zeros(4), ("one", "two"), prior, "")
    given = Answered(0, ("a", "b"), pick("a"))
    changed = replay([STARTED, given, Revised(1, 0, pick("b"))])
    at_once = replay([STARTED, Answered(0, ("a", "b"), pick("b"))])
    first, second = (Belief(basis, own).posterior.mean for own in (changed, at_once))
    assert (first == second).all()
