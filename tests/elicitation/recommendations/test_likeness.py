"""The score of likeness against people whose tastes are known: oneself, a twin, strangers."""

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.likeness import Likeness, likeness
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.session import Session, apply

N, K = 150, 4
RNG = np.random.default_rng(3)
KEYS = tuple(f"k{n}" for n in range(N))
REWARDS = RNG.standard_normal((N, K))
OFFSETS = 0.5 * RNG.standard_normal(N)
BASIS = RewardBasis(KEYS, REWARDS, OFFSETS, tuple("abcd"), Gaussian(np.zeros(K), np.eye(K)), "")
KNOWN = np.linspace(1.0, 0.1, N)


def belief(taste: np.ndarray, seed: int, n_answers: int) -> Belief:
    """Somebody of this taste, who answers by the choice model."""
    session = Session(Started(f"s{seed}", seed, "a_optimal", 10, "toy", ""))
    rng = np.random.default_rng(seed)
    for a, b in rng.permutation(N)[: 2 * n_answers].reshape(-1, 2):
        lead = OFFSETS[a] - OFFSETS[b] + (REWARDS[a] - REWARDS[b]) @ taste
        first = rng.random() < 1.0 / (1.0 + np.exp(-lead))
        items = (KEYS[a], KEYS[b])
        answer = Answered(session.step, items, pick(items[0 if first else 1]))
        session = apply(session, answer)
    return Belief(BASIS, session)


def truth(one: np.ndarray, other: np.ndarray) -> float:
    """Share of all pairs of items about which two tastes agree."""
    a, b = np.triu_indices(N, 1)
    leads = [(OFFSETS + REWARDS @ w)[a] > (OFFSETS + REWARDS @ w)[b] for w in (one, other)]
    return float((leads[0] == leads[1]).mean())


def found(one: np.ndarray, other: np.ndarray, seed: int, n_answers: int = 30) -> Likeness:
    first, second = belief(one, seed, n_answers), belief(other, seed + 5000, n_answers)
    return likeness(first, second, KNOWN)


def test_everybody_agrees_with_themselves():
    own = belief(RNG.standard_normal(K), 1, 5)
    assert likeness(own, own, KNOWN) == Likeness(1.0, 1.0, 1.0, pytest.approx(0.6, abs=0.1), 1.0)


def test_twins_are_closer_than_strangers_and_opposites_less():
    rng = np.random.default_rng(9)
    tastes = [2.0 * rng.standard_normal(K) for _person in range(4)]
    twins = [found(own, own, n) for n, own in enumerate(tastes)]
    opposites = [found(own, -own, n) for n, own in enumerate(tastes)]
    assert all(own.closer > 0.9 for own in twins)
    assert all(own.closer < 0.1 for own in opposites)
    assert np.mean([own.agreement for own in twins]) > twins[0].strangers + 0.1


def test_without_answers_nobody_is_closer_than_strangers():
    nobody = [found(np.zeros(K), np.zeros(K), seed, n_answers=0) for seed in range(5)]
    usual = nobody[0].strangers
    assert np.mean([own.agreement for own in nobody]) == pytest.approx(usual, abs=0.02)
    assert all(own.low < usual < own.high for own in nobody)
    assert all(0.2 < own.closer < 0.8 for own in nobody)


@pytest.mark.statistical
def test_the_interval_holds_the_truth_nine_times_of_ten():
    rng, held = np.random.default_rng(7), []
    for n in range(60):
        one, other = rng.standard_normal((2, K))
        own = found(one, other, 10 + n, n_answers=12)
        held.append(own.low <= truth(one, other) <= own.high)
    error = np.sqrt(0.9 * 0.1 / len(held))
    assert abs(np.mean(held) - 0.9) < 3.0 * error
