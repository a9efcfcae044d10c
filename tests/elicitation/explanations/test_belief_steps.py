import numpy as np
import pytest
from scipy.special import expit

from elicitation.explanations.belief_steps import N_EXACT, belief_steps, divergence
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.sessions.events import SAME, Answered, Started, pick, unknown
from elicitation.sessions.session import Session, apply

STARTED = Started("s", 3, "a_optimal", 10, "toy", "toy")


@pytest.fixture
def basis():
    rewards = np.random.default_rng(2).standard_normal((30, 3))
    prior = Gaussian(np.zeros(3), np.diag([1.0, 2.0, 0.5]))
    keys = tuple(f"k{n}" for n in range(30))
    return RewardBasis(keys, rewards, np.zeros(30), ("a", "b", "c"), prior, "toy")


def answered(*choices):
    session = Session(STARTED)
    for n, choice in enumerate(choices):
        items = (f"k{2 * n}", f"k{2 * n + 1}")
        session = apply(session, Answered(session.step, items, choice(items)))
    return session


def first(items):
    return pick(items[0])


def test_lessons_begin_with_the_prior_and_many_answers_make_surer(basis):
    taught = belief_steps(Belief(basis, answered(*[first, lambda items: SAME] * 4)))
    assert len(taught) == 9
    assert taught[0].answer is None
    assert taught[0].log_det == pytest.approx(basis.prior.log_det)
    deviation = np.sqrt(np.diag(basis.prior.cov))
    np.testing.assert_allclose(taught[0].high, 1.645 * deviation, rtol=0.15)  # 1000 draws
    # a surprising answer may make less sure; eight together do not
    assert taught[8].log_det < taught[4].log_det < taught[0].log_det


def test_an_unseen_item_teaches_nothing_but_had_promised_something(basis):
    taught = belief_steps(Belief(basis, answered(first, lambda items: unknown(*items))))
    assert taught[2].realised == 0.0
    assert taught[2].expected > 0.0
    assert taught[2].log_det == taught[1].log_det


def test_answers_about_items_that_are_gone_are_passed_over(basis):
    session = apply(Session(STARTED), Answered(0, ("gone", "k1"), pick("gone")))
    taught = belief_steps(Belief(basis, session))
    assert taught[1].expected == taught[1].realised == 0.0


def test_divergence_is_that_of_the_formula_in_one_dimension():
    after, before = Gaussian([0.7], [[0.3]]), Gaussian([-0.2], [[1.4]])
    formula = 0.5 * (0.3 / 1.4 + 0.9**2 / 1.4 - 1.0 + np.log(1.4 / 0.3))
    assert divergence(after, before) == pytest.approx(formula)
    assert divergence(before, before) == 0.0


def test_what_is_promised_is_given_on_average(basis):
    """Mutual information is the expected divergence; Laplace's belief is exact enough here."""
    promised, given = [], []
    rng = np.random.default_rng(0)
    for _ in range(60):
        w = basis.prior.sample(1, rng)[0]
        a, b = rng.choice(30, 2, replace=False)
        wins = rng.random() < expit((basis.rewards[a] - basis.rewards[b]) @ w)
        items = (f"k{a}", f"k{b}")
        session = apply(Session(STARTED), Answered(0, items, pick(items[0 if wins else 1])))
        lesson = belief_steps(Belief(basis, session))[1]
        promised.append(lesson.expected)
        given.append(lesson.realised)
    error = np.std(given) / np.sqrt(len(given))
    assert abs(np.mean(given) - np.mean(promised)) < 4.0 * error + 0.02  # 0.02: Laplace's bias


def test_intervals_of_many_answers_are_close_to_those_of_draws(basis):
    rng = np.random.default_rng(5)
    session = Session(STARTED)
    for _ in range(N_EXACT + 5):
        first, second = (f"k{n}" for n in rng.choice(30, 2, replace=False))
        session = apply(session, Answered(session.step, (first, second), pick(first)))
    belief = Belief(basis, session)
    draws = belief.sample(20_000, 3)
    deviation = np.sqrt(np.diag(belief.posterior.cov))
    last = belief_steps(belief)[-1]
    for end, share in ((last.low, 0.05), (last.high, 0.95)):
        off = (end - np.quantile(draws, share, axis=0)) / deviation
        assert np.abs(off).max() < 0.35, "a sixth of the width of the band"
