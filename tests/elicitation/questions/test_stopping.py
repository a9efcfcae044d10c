import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import sample_posterior
from elicitation.questions.next_question import Question
from elicitation.questions.stopping import (
    LEAST_INFORMATION,
    STABLE_SHARE,
    STOPPING,
    Progress,
    should_stop,
)
from elicitation.recommendations.personal_list import ranking
from elicitation.recommendations.scores import SharedPrior
from elicitation.recommendations.stability import certainty
from elicitation.sessions.session import Answered, Session, Started, apply, pick

N_ITEMS, N_BASES, K = 60, 2, 10


@pytest.fixture(scope="module")
def basis():
    rewards = np.random.default_rng(5).standard_normal((N_ITEMS, N_BASES))
    keys = tuple(f"k{n}" for n in range(N_ITEMS))
    prior = Gaussian(np.zeros(N_BASES), np.eye(N_BASES))
    return RewardBasis(keys, rewards, np.zeros(N_ITEMS), ("one", "two"), prior, "toy")


@pytest.fixture(scope="module")
def shared(basis):
    return SharedPrior(np.linspace(0.0, -3.0, N_ITEMS), basis.rewards, 0.5)


def answered(basis, n, seed=3):
    """Somebody who likes the first base alone, and says so n times."""
    session = Session(Started("s", seed, "a_optimal", 10, "toy", "toy"))
    for one in range(0, 2 * n, 2):
        better = max((one, one + 1), key=lambda item: basis.rewards[item, 0])
        items = (f"k{one}", f"k{one + 1}")
        session = apply(session, Answered(session.step, items, pick(f"k{better}")))
    return session


def test_a_list_that_answers_cannot_move_is_certain(basis, shared):
    assert certainty(basis, shared, answered(basis, 0), 0.0, K) == 1.0


def test_certainty_is_the_expected_overlap_of_lists(basis, shared):
    session = answered(basis, 4)
    shown = set(ranking(basis, shared, session, 0.5, K))
    draws = sample_posterior(
        basis.prior, comparisons(basis, session.answers), 4000, np.random.default_rng(9), steps=10
    )
    overlaps = []
    for draw in draws:
        scores = shared.crowd + basis.rewards @ draw
        scores[:8] = -np.inf  # what was compared
        overlaps.append(len(shown & set(np.argsort(-scores)[:K].tolist())) / K)
    found = [certainty(basis, shared, answered(basis, 4, seed), 0.5, K) for seed in range(8)]
    assert np.mean(found) == pytest.approx(np.mean(overlaps), abs=0.02)


def test_answers_make_lists_surer(basis, shared):
    before, after = (
        np.mean([certainty(basis, shared, answered(basis, n, seed), 0.7, K) for seed in range(5)])
        for n in (0, 20)
    )
    assert after > before + 0.05


@pytest.mark.parametrize(
    ("rule", "stops", "goes_on"),
    [
        ("fixed", Progress(10, 10, 1.0, float), Progress(9, 10, 0.0, lambda: 1.0)),
        (
            "information",
            Progress(3, 10, LEAST_INFORMATION / 2, float),
            Progress(12, 10, 0.5, lambda: 1.0),
        ),
        (
            "stable",
            Progress(3, 10, 1.0, lambda: STABLE_SHARE),
            Progress(12, 10, 0.0, lambda: STABLE_SHARE - 0.1),
        ),
    ],
)
def test_each_rule_looks_at_its_own_sign(rule, stops, goes_on):
    assert STOPPING[rule](stops)
    assert not STOPPING[rule](goes_on)
    assert len(STOPPING) == 3


def test_it_is_enough_when_the_plan_is_done_and_nothing_much_is_left_to_learn(basis):
    dull, telling = (Question(0, (0, 1), nats, 1.0) for nats in (LEAST_INFORMATION / 2, 0.5))
    short, done = answered(basis, 4), answered(basis, 10)
    assert should_stop(done, dull, lambda: 0.0)
    assert should_stop(done, None, lambda: 0.0)
    assert should_stop(done, telling, lambda: 1.0)
    assert not should_stop(done, telling, lambda: 0.0)
    assert not should_stop(short, dull, lambda: 1.0)
