"""How sure a group's first is, whose answer is missing, and that one more settles something."""

from dataclasses import replace

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.settling import differences, settling_question
from elicitation.recommendations.group import group_picks
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.tonight import most_divided, tonight
from elicitation.sessions.events import Answered, Introduced, Started, pick
from elicitation.sessions.session import Session, apply

N, K = 120, 4
RNG = np.random.default_rng(5)
KEYS = tuple(f"k{n}" for n in range(N))
REWARDS = RNG.standard_normal((N, K))
BASIS = RewardBasis(KEYS, REWARDS, np.zeros(N), tuple("abcd"), Gaussian(np.zeros(K), np.eye(K)), "")
RANKER = Ranker(SharedPrior(np.zeros(N), REWARDS, 0.5), 0.5)
RULE = "average"


def answered(session: Session, taste: np.ndarray, items: tuple[str, ...]) -> Session:
    best = max(items, key=lambda key: REWARDS[BASIS.numbers[key]] @ taste)
    return apply(session, Answered(session.step, items, pick(best)))


def person(seed: int, n_answers: int) -> Session:
    session = Session(Started(f"s{seed}", seed, "a_optimal", 10, "toy", ""))
    rng = np.random.default_rng(seed)
    taste = rng.standard_normal(K)
    for pair in rng.permutation(60)[: 2 * n_answers].reshape(-1, 2):
        session = answered(session, taste, tuple(KEYS[n] for n in pair))
    return session


def look(*sessions: Session):
    beliefs = [Belief(BASIS, session) for session in sessions]
    rankers = [RANKER] * len(sessions)
    picks = group_picks(beliefs, rankers, 10, RULE)
    return beliefs, picks, tonight(beliefs, rankers, picks, RULE)


def test_chances_are_a_distribution_and_the_silent_one_is_asked():
    _beliefs, picks, found = look(person(1, 25), person(2, 0))
    assert len(found.chances) == len(picks) == 10
    assert sum(found.chances) == pytest.approx(1.0)
    assert found.asks == 1
    assert all(doubt > 0.0 for doubt in found.doubts)


def test_the_first_is_surer_the_more_is_known():
    little = np.mean([max(look(person(n, 2), person(n + 50, 2))[2].chances) for n in range(4)])
    much = np.mean([max(look(person(n, 28), person(n + 50, 28))[2].chances) for n in range(4)])
    assert much > little


def test_the_pair_asked_takes_more_from_what_is_open_than_a_pair_by_lot():
    """Of the variance of the contenders' differences, by the belief after the answer."""
    taken = {"asked": [], "lot": []}
    for seed in range(8):
        rng = np.random.default_rng(seed)
        session, taste = person(seed, 3), rng.standard_normal(K)
        (mine, _other), picks, found = look(session, person(seed + 50, 20))
        items = [own.item for own in picks]
        metric = differences(REWARDS[items], np.array(found.chances))
        before = np.trace(mine.posterior.cov @ metric)
        question = settling_question(mine, items, found.chances)
        assert question is not None and not set(question.items) & set(items)
        assert not {KEYS[n] for n in question.items} & set(session.shown)
        free = [n for n in range(N) if n not in items and KEYS[n] not in session.shown]
        for name, asked in (("asked", question.items), ("lot", rng.choice(free, 2, False))):
            after = answered(session, taste, tuple(KEYS[n] for n in asked))
            left = np.trace(Belief(BASIS, after).posterior.cov @ metric)
            taken[name].append(1.0 - left / before)
    assert np.mean(taken["asked"]) > np.mean(taken["lot"]) + 0.05


def test_nothing_to_ask_about_is_no_question():
    session = replace(person(1, 0), shown=KEYS[1:])
    assert settling_question(Belief(BASIS, session), [0], [1.0]) is None


def test_a_disagreement_needs_two():
    assert most_divided(look(person(1, 5))[1]) is None
    _beliefs, picks, _found = look(person(1, 20), person(2, 20))
    gaps = [abs(own.matches[0] - own.matches[1]) for own in picks]
    assert most_divided(picks) == picks[int(np.argmax(gaps))]


def test_a_name_is_an_event_that_can_be_taken_back():
    session = person(1, 1)
    called = apply(session, Introduced(session.step, "Ada"))
    assert (called.name, called.step, called.answers) == ("Ada", 2, session.answers)
    assert apply(called, Introduced(called.step, "Ada")) is called
    assert apply(called, Introduced(called.step, "")).name == ""
    for wrong in ("x" * 25, "a\nb", "a\u202eb"):
        with pytest.raises(ValueError, match="letters"):
            Introduced(0, wrong)
