"""What one person's answers say about their coefficients: a Gaussian, or exact samples.

The log-likelihood of an answer is log((1 - lapse) p + lapse * chance), p the multinomial logit of
``comparisons``, and w ~ prior. Without lapses the log posterior is strictly concave. Answers are
sorted first, and the search for the mode starts from the prior, so that neither the order of the
answers nor the side an item was shown on matters, to the last bit.
"""

from typing import NamedTuple

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.choice_model import Comparisons
from elicitation.inference.elliptical_slice import slice_moves
from elicitation.inference.gaussian import Gaussian


def infer(prior: Gaussian, answers: Comparisons) -> Gaussian:
    """Laplace's approximation: the mode, and the inverse of the curvature there as covariance.

    Without answers the prior itself is returned. Good enough to choose questions and to rank; its
    intervals are too narrow after confident answers, so show those from ``sample_posterior``.
    """
    if not len(answers):
        return prior
    seen = _seen_from(prior.mean, prior.factor, answers)
    z, at = _mode(seen)
    curvature = _curvature(seen, at)
    # L curvature^-1 L' as one matrix times itself: symmetric and positive definite
    half = np.linalg.solve(np.linalg.cholesky(curvature), prior.factor.T)
    return Gaussian(prior.mean + prior.factor @ z, half.T @ half)


def sample_posterior(
    prior: Gaussian, answers: Comparisons, n: int, rng: np.random.Generator, steps: int = 2
) -> Floats:
    """``n`` draws of w from the exact posterior, (n, n_bases).

    Laplace's approximation with twice its covariance, wide enough for the tails, is drawn from and
    resampled by importance (Rubin 1988); then each draw takes ``steps`` of elliptical slice
    sampling, which part those that were drawn twice and leave the posterior as it is.
    """
    if not len(answers):
        return prior.sample(n, rng)
    belief = infer(prior, answers)
    spread = 2.0**0.5 * belief.factor  # w = belief.mean + spread @ x
    seen = _seen_from(belief.mean, spread, answers)
    to_prior = np.linalg.inv(prior.factor)  # whitens what lies around the prior's mean
    shift, turn = to_prior @ (belief.mean - prior.mean), to_prior @ spread

    def log_ratio(x: Floats) -> Floats:
        around_prior = ((shift + x @ turn.T) ** 2).sum(axis=1)
        ratio: Floats = ((x**2).sum(axis=1) - around_prior) / 2.0
        ratio += _log_likelihood(seen, x)
        return ratio

    pool = rng.standard_normal((max(POOL, 4 * n), len(prior.mean)))
    x = slice_moves(log_ratio, _resampled(pool, log_ratio(pool), n, rng), steps, rng)
    draws: Floats = belief.mean + x @ spread.T
    return draws


def _resampled(pool: Floats, log_weights: Floats, n: int, rng: np.random.Generator) -> Floats:
    """``n`` of the pool in proportion to their weights, in random order (systematic resampling)."""
    weights = np.exp(log_weights - log_weights.max()).cumsum()
    at = np.searchsorted(weights / weights[-1], (np.arange(n) + rng.random()) / n)
    drawn: Floats = pool[rng.permutation(np.minimum(at, len(pool) - 1))]
    return drawn


def modes_without_each(prior: Gaussian, answers: Comparisons) -> tuple[Floats, Floats]:
    """The mode (n_bases,), and the modes (n_answers, n_bases) with one answer left out in turn."""
    without = np.zeros((len(answers), len(prior.mean)))
    if not len(answers):
        return prior.mean, without
    seen = _seen_from(prior.mean, prior.factor, answers)
    z, _ = _mode(seen)
    all_rows = np.arange(len(answers))
    for row, answer in enumerate(seen.order if len(answers) > 1 else ()):
        kept = all_rows != row
        rows = seen.rows.reshape(*seen.leads.shape, -1)[kept].reshape(-1, len(z))
        fewer = _Seen(rows, seen.leads[kept], seen.chances[kept], seen.lapse, seen.order[kept])
        at, _, found = _newton(fewer, z)  # an answer less moves the mode little
        without[answer] = at if found else _mode(fewer)[0]
    return prior.mean + prior.factor @ z, prior.mean + without @ prior.factor.T


POOL = 1000  # draws at least to resample from
MOST_STEPS = 50  # of Newton's method; ten are many


class _Seen(NamedTuple):
    """Answers as functions of x, where w = mean + factor @ x."""

    rows: Floats  # (n_answers * n_alternatives, n_bases) change of each lead with x
    leads: Floats  # (n_answers, n_alternatives) at x = 0
    chances: Floats  # (n_answers,)
    lapse: float
    order: Integers  # (n_answers,) which answer it is


class _Point(NamedTuple):
    """What the answers say at one x."""

    log_likelihood: float  # up to a constant
    pulls: Floats  # (n_answers, n_bases) slope of log p
    real: Floats  # (n_answers,) probability that the answer was no lapse
    shares: Floats  # (n_answers, n_alternatives) probability of each alternative


def _seen_from(mean: Floats, factor: Floats, answers: Comparisons) -> _Seen:
    """Alternatives sorted within each answer, then the answers."""
    n_answers, n_alternatives, n_bases = answers.differences.shape
    rows = np.empty((n_answers * n_alternatives, n_bases + 1))
    rows[:, :-1] = answers.differences.reshape(-1, n_bases)
    rows[:, -1] = answers.leads.ravel()
    rows += 0.0  # -0.0 becomes 0.0, which sorts the same but is another bit
    answer = np.repeat(np.arange(n_answers), n_alternatives)
    rows = rows[np.lexsort((*rows.T, answer))].reshape(n_answers, -1)
    order = np.lexsort((answers.chances, *rows.T))
    rows = rows[order].reshape(-1, n_bases + 1)
    differences = np.ascontiguousarray(rows[:, :-1])
    leads = (rows[:, -1] + differences @ mean).reshape(n_answers, n_alternatives)
    return _Seen(differences @ factor, leads, answers.chances[order], answers.lapse, order)


def _mode(seen: _Seen) -> tuple[Floats, _Point]:
    """Minimiser of |z|^2 / 2 - log likelihood.

    Answers of very great weight make it all kinks, where Newton's method creeps. Then it goes by
    way of the same answers at a small weight, which doubles: every search begins near its end.
    """
    z, at, found = _newton(seen, np.zeros(seen.rows.shape[1]))
    if found:
        return z, at
    z = np.zeros_like(z)
    for weight in 2.0 ** np.arange(-16.0, 1.0):
        lighter = seen._replace(rows=weight * seen.rows, leads=weight * seen.leads)
        z, at, _ = _newton(lighter, z)
    return z, at


def _newton(seen: _Seen, z: Floats) -> tuple[Floats, _Point, bool]:
    """Newton's method with backtracking from ``z``, and whether it arrived."""
    at = _point(seen, z)
    value = 0.5 * float(z @ z) - at.log_likelihood
    for _ in range(MOST_STEPS):
        gradient = z - at.real @ at.pulls
        step = np.linalg.solve(_curvature(seen, at), gradient)
        decrement = float(gradient @ step)
        if decrement <= 1e-14 * (1.0 + float(z @ z)):
            z = z - step  # convergence is quadratic: what is left is rounding
            return z, _point(seen, z), True
        length = 1.0
        while True:
            proposal = z - length * step
            at = _point(seen, proposal)
            lower = 0.5 * float(proposal @ proposal) - at.log_likelihood
            # a decrease below rounding cannot be seen; there the full step is right
            if lower <= value - 1e-4 * length * decrement or decrement < 1e-9 * (1.0 + abs(value)):
                break
            length /= 2.0
        z, value = proposal, lower
    return z, at, False


def _point(seen: _Seen, x: Floats) -> _Point:
    log_p, shares = _log_p(seen, x)
    by_alternative = shares.reshape(-1, 1) * seen.rows
    pulls = by_alternative.reshape(*shares.shape, -1).sum(axis=1)
    if not seen.lapse:
        return _Point(float(log_p.sum()), pulls, np.ones(len(shares)), shares)
    log_whole = _with_lapses(seen, log_p)
    # a tie (chance 0) is never a lapse
    real = np.exp(np.log1p(-seen.lapse) + log_p - log_whole)
    real[seen.chances == 0.0] = 1.0
    return _Point(float(log_whole.sum()), pulls, real, shares)


def _curvature(seen: _Seen, at: _Point) -> Floats:
    """Second derivative of |z|^2 / 2 - log likelihood, (n_bases, n_bases).

    Where lapses make it indefinite, which is never so at a mode, their part is left out.
    """
    weights = (at.real[:, None] * at.shares).ravel()
    curvature: Floats = (seen.rows.T * weights) @ seen.rows - (at.pulls.T * at.real) @ at.pulls
    curvature.flat[:: len(curvature) + 1] += 1.0
    if seen.lapse:
        whole = curvature - (at.pulls.T * (at.real * (1.0 - at.real))) @ at.pulls
        if np.linalg.eigvalsh(whole)[0] > 1e-3:
            return whole
    return curvature


def _log_likelihood(seen: _Seen, x: Floats) -> Floats:
    """Log-probability of the answers at x (n_points, n_bases), up to a constant."""
    return np.asarray(_with_lapses(seen, _log_p(seen, x)[0]).sum(axis=-1))


def _log_p(seen: _Seen, x: Floats) -> tuple[Floats, Floats]:
    """log p of every answer at x (..., n_bases), and each alternative's share; no clamp."""
    shape = (*x.shape[:-1], *seen.leads.shape)
    leads = seen.leads + (x @ seen.rows.T).reshape(shape)
    least = leads.min(axis=-1, keepdims=True)
    shares = np.exp(least - leads)
    total = shares.sum(axis=-1, keepdims=True)
    return (least - np.log(total))[..., 0], shares / total


def _with_lapses(seen: _Seen, log_p: Floats) -> Floats:
    if not seen.lapse:
        return log_p
    guess = np.log(np.maximum(seen.lapse * seen.chances, 1e-300))
    whole: Floats = np.logaddexp(np.log1p(-seen.lapse) + log_p, guess)
    return whole
