"""What the lab makes of simulations, against worlds in which the answer is known."""

import math

import numpy as np
import pytest
from scipy import stats

from models.simulation.analysis import curves, participants, questions_needed

POLICIES = ("random", "quick", "useless")


def world(n_people: int = 400, noise: float = 0.1) -> np.ndarray:
    """Regret 1 / (1 + shown), twice as fast for the second policy, and none learned by the third.

    People differ much, but each alike in all policies.
    """
    rng, shown = np.random.default_rng(4), np.arange(21)
    mean = np.stack([1.0 / (1.0 + shown), 1.0 / (1.0 + 2.0 * shown), np.ones(21)])
    return mean[:, None] + noise * rng.standard_normal(n_people)[None, :, None]


def test_curves_are_means_with_intervals_around_them() -> None:
    values = world()
    found = curves(values, np.random.default_rng(0))
    np.testing.assert_allclose(found.mean, values.mean(axis=1))
    assert (found.low < found.mean).all() and (found.mean < found.high).all()
    width = 2 * 1.96 * 0.1 / math.sqrt(400)
    np.testing.assert_allclose(found.high - found.low, width, rtol=0.15)
    for too_few in (0, 1):
        with pytest.raises(ValueError, match=f"two people at least, got {too_few}"):
            curves(values[:, :too_few], np.random.default_rng(0))


@pytest.mark.statistical
def test_intervals_hold_the_truth_19_times_of_20() -> None:
    rng, held, n = np.random.default_rng(1), 0, 300
    for _ in range(n):
        found = curves(rng.standard_normal((1, 60, 1)), rng)
        held += int(found.low[0, 0] <= 0.0 <= found.high[0, 0])
    assert abs(held / n - 0.95) < 3.5 * math.sqrt(0.95 * 0.05 / n)


@pytest.mark.parametrize("falling", [True, False])
def test_twice_as_fast_needs_half_the_questions(falling: bool) -> None:
    values = world() if falling else -world()
    for after in (10, 20):
        rng = np.random.default_rng(0)
        same, quick, useless = questions_needed(values, POLICIES, "random", after, falling, rng)
        assert (same.questions, quick.questions) == (after, after / 2)
        assert quick.low == quick.questions == quick.high  # paired: people's differences cancel
        assert useless.questions == useless.low == useless.high == math.inf
    with pytest.raises(ValueError, match="not simulated for 30"):
        questions_needed(values, POLICIES, "random", 30, falling, np.random.default_rng(0))
    with pytest.raises(ValueError, match="pref was not"):
        questions_needed(values, POLICIES, "pref", 10, falling, np.random.default_rng(0))


@pytest.mark.statistical
def test_a_study_of_the_planned_size_finds_the_difference_8_times_of_10() -> None:
    rng = np.random.default_rng(2)
    person = rng.standard_normal(4000)
    first, second = (shift + 0.8 * person + 0.6 * rng.standard_normal(4000) for shift in (0.4, 0.0))
    plan = participants(first, second)
    assert plan.per_arm is not None and 70 < plan.per_arm < 140
    arms = rng.standard_normal((2, 8000, plan.per_arm)) * plan.deviation
    arms[0] += plan.difference
    found = stats.ttest_ind(arms[0], arms[1], axis=1).pvalue < 0.05
    assert abs(found.mean() - 0.8) < 0.03


@pytest.mark.statistical
def test_equal_policies_cannot_be_told_apart() -> None:
    rng = np.random.default_rng(3)
    person = rng.standard_normal(300)
    assert participants(person, person).per_arm is None
    told = [
        participants(*(person + rng.standard_normal(300) for _ in range(2))).per_arm is not None
        for _ in range(400)
    ]
    assert np.mean(told) < 0.05 + 3.5 * math.sqrt(0.05 * 0.95 / 400)


def test_few_people_are_refused() -> None:
    with pytest.raises(ValueError, match="two at least"):
        participants(np.zeros(1), np.zeros(1))
