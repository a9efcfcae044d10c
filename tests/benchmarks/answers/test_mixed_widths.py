"""Whoever is far out is found there, and whoever is not stays where one width puts them."""

import numpy as np

from benchmarks.answers.mixed_widths import mixed_posterior
from elicitation.inference.choice_model import Comparisons, compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior

PRIOR = Gaussian(np.zeros(4), 0.6 * np.eye(4))


def errors(distance: float, n_people: int = 40) -> tuple[float, float]:
    """Mean error of the coefficients with several widths, and with one."""
    found = []
    for person in range(n_people):
        rng = np.random.default_rng([person, 3])
        away = rng.standard_normal(4)
        w = PRIOR.sample(1, rng)[0] + distance * away / np.linalg.norm(away)
        rows = rng.standard_normal((30, 4)) * np.sqrt(2.0)
        chosen = (rng.random(30) < 1.0 / (1.0 + np.exp(-rows @ w))).astype(float)
        answers = compare_pairs(rows, np.zeros(30), chosen)
        beliefs = mixed_posterior(PRIOR, answers), laplace_posterior(PRIOR, answers)
        found.append([np.linalg.norm(belief.mean - w) for belief in beliefs])
    mixed, usual = np.mean(found, axis=0)
    return float(mixed), float(usual)


def test_people_far_out_are_found_and_others_lose_nothing() -> None:
    mixed, usual = errors(4.0)
    assert mixed < 0.8 * usual
    mixed, usual = errors(0.0)
    assert mixed < 1.08 * usual  # of coefficients; predictions hardly differ


def test_without_answers_everybody_may_be_far_out() -> None:
    nothing = Comparisons.none(4)
    belief = mixed_posterior(PRIOR, nothing)
    np.testing.assert_allclose(belief.mean, 0.0)
    assert (np.diag(belief.cov) > np.diag(PRIOR.cov)).all()
