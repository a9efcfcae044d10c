"""Posterior of one person's coefficients: Laplace's approximation, and exact samples.

The log-likelihood of an answer is log((1 - lapse) p + lapse * lapse_probability), p the multinomial
logit of its margins, and w ~ prior. Without lapses the log posterior is strictly concave. Answers
are sorted first, and the search for the mode starts from the prior, so that the result does not
depend on the order of the answers or the side an item was shown on, to the last bit.
"""

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.choice_model import Comparisons
from elicitation.inference.elliptical_slice import elliptical_slice_steps
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.whitened import (
    Likelihood,
    curvature_at,
    find_mode,
    likelihood_from,
    log_likelihood_at,
    newton,
)


def laplace_posterior(
    prior: Gaussian, answers: Comparisons, near: Floats | None = None
) -> Gaussian:
    """Laplace's approximation [MacKay1992]: the mode as mean, the inverse curvature as covariance.

    The search for the mode starts from the prior's mean, or ``near`` a known one, (n_bases,).
    Without answers the prior itself is returned. Good enough to choose questions and to rank; its
    intervals are too narrow after confident answers, so show those of ``sample_posterior``. Raises
    ValueError if the covariance is numerically not positive definite.
    """
    if not len(answers):
        return prior
    likelihood = likelihood_from(prior.mean, prior.factor, answers)
    start: Floats | None = None
    if near is not None:
        start = np.asarray(np.linalg.solve(prior.factor, near - prior.mean), dtype=np.float64)
    z, at = find_mode(likelihood, start)
    curvature = curvature_at(likelihood, at)
    # L curvature^-1 L' as one matrix times itself: symmetric and positive definite
    half = np.linalg.solve(np.linalg.cholesky(curvature), prior.factor.T)
    return Gaussian(prior.mean + prior.factor @ z, half.T @ half)


def sample_posterior(
    prior: Gaussian,
    answers: Comparisons,
    n: int,
    rng: np.random.Generator,
    steps: int = 2,
    at: Gaussian | None = None,
) -> Floats:
    """``n`` draws (n, n_bases) of w from the exact posterior.

    Sampling importance resampling [Gelman2013, 10.4] from Laplace's approximation with twice its
    covariance, which covers the tails; then ``steps`` of elliptical slice sampling [Murray2010] for
    each draw, which separate repeated draws and leave the posterior invariant. ``at`` is
    ``laplace_posterior(prior, answers)`` where it is known already.
    """
    if not len(answers):
        return prior.sample(n, rng)
    belief = laplace_posterior(prior, answers) if at is None else at
    spread = 2.0**0.5 * belief.factor  # w = belief.mean + spread @ x
    likelihood = likelihood_from(belief.mean, spread, answers)
    to_prior = np.linalg.inv(prior.factor)  # whitens what lies around the prior's mean
    shift, turn = to_prior @ (belief.mean - prior.mean), to_prior @ spread

    def log_ratio(x: Floats) -> Floats:
        around_prior = ((shift + x @ turn.T) ** 2).sum(axis=1)
        ratio: Floats = ((x**2).sum(axis=1) - around_prior) / 2.0
        ratio += log_likelihood_at(likelihood, x)
        return ratio

    pool = rng.standard_normal((max(POOL, 4 * n), len(prior.mean)))
    x = elliptical_slice_steps(log_ratio, _resampled(pool, log_ratio(pool), n, rng), steps, rng)
    draws: Floats = belief.mean + x @ spread.T
    return draws


def _resampled(pool: Floats, log_weights: Floats, n: int, rng: np.random.Generator) -> Floats:
    """``n`` of the pool in proportion to their weights, in random order (systematic resampling)."""
    weights = np.exp(log_weights - log_weights.max()).cumsum()
    at = np.searchsorted(weights / weights[-1], (np.arange(n) + rng.random()) / n)
    drawn: Floats = pool[rng.permutation(np.minimum(at, len(pool) - 1))]
    return drawn


def modes_without_each(
    prior: Gaussian, answers: Comparisons, mode: Floats, of: Integers | None = None
) -> Floats:
    """The posterior modes (n_answers, n_bases) with one answer left out in turn.

    ``mode`` (n_bases,) is that of all answers, from which each search starts. ``of`` (n_rows,)
    numbers the answer that each row of ``answers`` belongs to, by default every row is one; rows of
    negative number are never left out.
    """
    of = np.arange(len(answers)) if of is None else of
    without = np.zeros((int(of.max(initial=-1)) + 1, len(prior.mean)))
    if not len(answers):
        return without
    likelihood = likelihood_from(prior.mean, prior.factor, answers)
    z: Floats = np.asarray(np.linalg.solve(prior.factor, mode - prior.mean), dtype=np.float64)
    by_row = of[likelihood.order]
    for answer in range(len(without)):
        kept = by_row != answer
        if not kept.any():
            continue  # nothing is left: the prior's mean
        rows = likelihood.rows.reshape(*likelihood.margins.shape, -1)[kept].reshape(-1, len(z))
        fewer = Likelihood(
            rows,
            likelihood.margins[kept],
            likelihood.lapse_probabilities[kept],
            likelihood.lapse,
            likelihood.order[kept],
            likelihood.apart,
        )
        at, _, found = newton(fewer, z)  # an answer less moves the mode little
        without[answer] = at if found else find_mode(fewer)[0]
    return np.asarray(prior.mean + without @ prior.factor.T)


POOL = 1000  # draws at least to resample from
