"""Tails that let a few people care for one label alone, and leave everybody else as they were."""

import numpy as np
import pytest
from scipy import stats

from elicitation.inference.choice_model import Comparisons, compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.heavy_tails import widened
from elicitation.inference.posterior import laplace_posterior

PRIOR = Gaussian(np.zeros(3), np.diag([1.0, 0.09, 0.09]))
HEAVY = np.array([False, True, True])


def answers_of(leaning: float, n: int = 30) -> Comparisons:
    """Pairs that differ in the second coefficient; the share ``leaning`` is picked for it."""
    rows = np.tile([0.0, 1.0, 0.0], (n, 1)) + 0.05 * np.random.default_rng(0).standard_normal(
        (n, 3)
    )
    picked = (np.arange(n) < leaning * n).astype(float)
    return compare_pairs(rows, np.zeros(n), picked)


def test_a_fan_is_believed_further_out_than_a_gaussian_lets_them_be() -> None:
    answers = answers_of(1.0)
    narrow, found = laplace_posterior(PRIOR, answers), widened(PRIOR, answers, HEAVY)
    assert found.posterior.mean[1] > 1.5 * narrow.mean[1]
    assert found.prior.cov[1, 1] > 2.0 * PRIOR.cov[1, 1]
    # what the answers did not concern has not become wider
    np.testing.assert_allclose(found.prior.cov[0, 0], PRIOR.cov[0, 0])
    assert found.prior.cov[2, 2] < 1.2 * PRIOR.cov[2, 2]


def test_the_mode_comes_near_that_of_a_cauchy_population() -> None:
    """On a grid of one coefficient, everything else fixed by the prior."""
    prior, heavy = Gaussian(np.zeros(1), np.array([[0.09]])), np.array([True])
    n = 30
    answers = compare_pairs(np.ones((n, 1)), np.zeros(n), (np.arange(n) < 27).astype(float))
    grid = np.linspace(-1.0, 5.0, 6001)
    log_density = stats.cauchy(scale=0.3).logpdf(grid)
    log_density += 27 * -np.log1p(np.exp(-grid)) + 3 * -np.log1p(np.exp(grid))
    weights = np.exp(log_density - log_density.max())
    mean = float((weights / weights.sum()) @ grid)
    narrow = float(laplace_posterior(prior, answers).mean[0])
    found = float(widened(prior, answers, heavy).posterior.mean[0])
    assert abs(found - mean) < 0.35 * abs(narrow - mean)


def test_who_says_nothing_unusual_stays_where_a_gaussian_puts_them() -> None:
    answers = answers_of(0.55)
    narrow, found = laplace_posterior(PRIOR, answers), widened(PRIOR, answers, HEAVY)
    np.testing.assert_allclose(found.posterior.mean, narrow.mean, atol=0.05)


@pytest.mark.parametrize("heavy", [None, np.zeros(3, dtype=bool)])
def test_without_heavy_tails_it_is_the_laplace_posterior_to_the_bit(heavy: np.ndarray) -> None:
    answers = answers_of(0.8)
    found, plain = widened(PRIOR, answers, heavy), laplace_posterior(PRIOR, answers)
    assert found.prior is PRIOR
    np.testing.assert_array_equal(found.posterior.mean, plain.mean)
    np.testing.assert_array_equal(found.posterior.cov, plain.cov)


def test_nobody_asked_is_the_prior_and_the_order_of_answers_does_not_matter() -> None:
    assert widened(PRIOR, Comparisons.none(3), HEAVY).posterior is PRIOR
    answers = answers_of(0.8)
    turned = Comparisons(
        answers.differences[::-1],
        answers.margins[::-1],
        answers.lapse_probabilities[::-1],
        answers.lapse,
    )
    first, second = (widened(PRIOR, own, HEAVY).posterior for own in (answers, turned))
    np.testing.assert_array_equal(first.mean, second.mean)
    np.testing.assert_array_equal(first.cov, second.cov)


def test_further_coefficients_than_those_named_have_no_heavy_tails() -> None:
    answers = answers_of(1.0)
    found = widened(PRIOR, answers, np.array([True]))
    np.testing.assert_allclose(found.prior.cov[1:, 1:], PRIOR.cov[1:, 1:])
