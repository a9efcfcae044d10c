"""Made-up people: the conditional mean by simulation, and answers that follow from it."""

import numpy as np
import pytest
from scipy.special import expit

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.sessions.events import pick, unknown
from elicitation.simulation.archetypes import FAR, N_KNOWN, archetype, respondent

N = 600
RNG = np.random.default_rng(5)
HALF = RNG.standard_normal((3, 3))
PRIOR = Gaussian(np.array([0.4, -0.1, 0.2]), HALF @ HALF.T + 0.2 * np.eye(3))
KEYS = tuple(f"k{n}" for n in range(N))
BASIS = RewardBasis(
    KEYS, RNG.standard_normal((N, 3)), RNG.standard_normal(N), ("a", "b", "c"), PRIOR, ""
)
LIKES, DISLIKES = np.arange(5), np.arange(5, 15)
KNOWN = np.linspace(1.0, 0.0, N)


def test_a_character_is_the_populations_mean_given_the_preference() -> None:
    w = archetype(BASIS, LIKES, DISLIKES)
    difference = BASIS.rewards[LIKES].mean(axis=0) - BASIS.rewards[DISLIKES].mean(axis=0)
    value = difference @ w
    spread = np.sqrt(difference @ PRIOR.cov @ difference)
    assert value - difference @ PRIOR.mean == pytest.approx(FAR * spread)
    # the posterior of a linear model with an observation that is almost exact
    weight = 1e9 / spread**2
    precision = np.linalg.inv(PRIOR.cov) + weight * np.outer(difference, difference)
    told = np.linalg.inv(PRIOR.cov) @ PRIOR.mean + weight * value * difference
    assert w == pytest.approx(np.linalg.solve(precision, told), abs=1e-6)


@pytest.mark.statistical
def test_and_by_regression_on_drawn_people() -> None:
    people = PRIOR.sample(400_000, np.random.default_rng(0))
    difference = BASIS.rewards[LIKES].mean(axis=0) - BASIS.rewards[DISLIKES].mean(axis=0)
    value = people @ difference
    slope = np.cov(people.T, value)[:3, 3] / value.var()
    expected = people.mean(axis=0) + slope * FAR * value.std()
    # standard errors of slope and mean are below 0.002 of the spread; FAR makes it 0.006
    w = archetype(BASIS, LIKES, DISLIKES)
    assert np.abs(w - expected).max() < 0.03 * np.sqrt(np.diag(PRIOR.cov)).max()


def test_swapped_sides_make_the_opposite_person() -> None:
    one, other = archetype(BASIS, LIKES, DISLIKES), archetype(BASIS, DISLIKES, LIKES)
    assert (one + other) / 2.0 == pytest.approx(PRIOR.mean)


def test_what_cannot_be_told_apart_is_refused() -> None:
    none = np.zeros(0, dtype=np.int64)
    for likes, dislikes in ((none, DISLIKES), (LIKES, none), (LIKES, LIKES)):
        with pytest.raises(ValueError):
            archetype(BASIS, likes, dislikes)


@pytest.mark.statistical
def test_a_performer_answers_by_the_likelihood_and_knows_what_is_well_known() -> None:
    w = archetype(BASIS, LIKES, DISLIKES)
    person = respondent(BASIS, KNOWN, w)
    items = (KEYS[0], KEYS[9])
    said = [person(items, np.random.default_rng([1, n])) for n in range(4000)]
    odds = BASIS.offsets[0] - BASIS.offsets[9] + (BASIS.rewards[0] - BASIS.rewards[9]) @ w
    share = sum(choice == pick(items[0]) for choice in said) / len(said)
    assert abs(share - expit(odds)) < 4.0 * 0.5 / np.sqrt(len(said))
    rng = np.random.default_rng(0)
    assert person((KEYS[N_KNOWN - 1], KEYS[N_KNOWN]), rng) == unknown(KEYS[N_KNOWN])
