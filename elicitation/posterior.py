"""What one person's comparisons say about their coefficients: a Gaussian, or exact samples.

P(first chosen over second) = sigma(offset + difference @ w), "about the same" counts as half a
choice each way, w ~ prior. The log posterior is strictly concave, so there is one mode and the
order of the answers cannot matter; rows are sorted first so that it does not matter to the last
bit either.
"""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, frozen_floats
from elicitation.gaussian import Gaussian
from elicitation.logistic import expit, log_expit, slope
from elicitation.slicing import slice_moves


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Pairs of items that a person compared, each as first minus second.

    Raises ValueError if the lengths disagree, a value is not finite or an outcome is not 0, 0.5, 1.
    """

    differences: Floats  # (n_answers, n_bases) rewards of the first item minus the second
    offsets: Floats  # (n_answers,) offset of the first item minus the second, log-odds
    outcomes: Floats  # (n_answers,) 1 = first chosen, 0 = second, 0.5 = about the same

    def __post_init__(self) -> None:
        differences = frozen_floats(self.differences, None, None, name="differences")
        n_answers = len(differences)
        outcomes = frozen_floats(self.outcomes, n_answers, name="outcomes")
        if not ((outcomes == 0.0) | (outcomes == 0.5) | (outcomes == 1.0)).all():
            raise ValueError(
                f"outcomes: expected 0, 0.5 or 1, got {sorted(set(outcomes.tolist()))}"
            )
        object.__setattr__(self, "differences", differences)
        object.__setattr__(self, "offsets", frozen_floats(self.offsets, n_answers, name="offsets"))
        object.__setattr__(self, "outcomes", outcomes)

    @classmethod
    def none(cls, n_bases: int) -> "Comparisons":
        """No answer yet."""
        return cls(np.empty((0, n_bases)), np.empty(0), np.empty(0))

    def __len__(self) -> int:
        return len(self.outcomes)


def infer(prior: Gaussian, answers: Comparisons) -> Gaussian:
    """Laplace's approximation: the mode, and the inverse of the curvature there as covariance.

    Without answers the prior itself is returned. Good enough to choose questions and to rank; its
    intervals are too narrow after confident answers, so show those from ``sample_posterior``.
    """
    if not len(answers):
        return prior
    design, start, outcomes = _whitened(prior, answers)
    z = _mode(design, start, outcomes)
    curvature = _curvature(design, start + design @ z)
    # L curvature^-1 L' as one matrix times itself: symmetric and positive definite
    half = np.linalg.solve(np.linalg.cholesky(curvature), prior.factor.T)
    return Gaussian(prior.mean + prior.factor @ z, half.T @ half)


def sample_posterior(
    prior: Gaussian, answers: Comparisons, n: int, rng: np.random.Generator, steps: int = 20
) -> Floats:
    """``n`` independent draws of w from the exact posterior, (n, n_bases).

    Each is the end of a chain of its own: elliptical slice sampling around Laplace's approximation
    with twice its covariance, wide enough for the tails. Around the prior, 30 steps would still
    miss the mean by a quarter of a standard deviation after forty telling answers.
    """
    if not len(answers):
        return prior.sample(n, rng)
    belief = infer(prior, answers)
    spread = 2.0**0.5 * belief.factor  # w = belief.mean + spread @ x
    design = answers.differences @ spread
    start = answers.offsets + answers.differences @ belief.mean
    to_prior = np.linalg.inv(prior.factor)  # whitens what lies around the prior's mean
    shift, turn = to_prior @ (belief.mean - prior.mean), to_prior @ spread

    def log_ratio(x: Floats) -> Floats:
        around_prior = ((shift + x @ turn.T) ** 2).sum(axis=1)
        ratio: Floats = ((x**2).sum(axis=1) - around_prior) / 2.0
        ratio += _log_likelihood(start + x @ design.T, answers.outcomes)
        return ratio

    x = slice_moves(log_ratio, rng.standard_normal((n, len(prior.mean))), steps, rng)
    draws: Floats = belief.mean + x @ spread.T
    return draws


def _whitened(prior: Gaussian, answers: Comparisons) -> tuple[Floats, Floats, Floats]:
    """Design (n_answers, n_bases), log-odds at z = 0 and outcomes, with w = mean + factor @ z.

    Rows are turned so that their first non-zero entry is positive and then sorted: the result
    depends neither on the order of the answers nor on the side an item was shown on.
    """
    rows = np.column_stack([answers.differences, answers.offsets])
    leading = np.take_along_axis(rows, (rows != 0.0).argmax(axis=1)[:, None], axis=1)[:, 0]
    flip = leading < 0.0
    rows[flip] *= -1.0
    outcomes = np.where(flip, 1.0 - answers.outcomes, answers.outcomes)
    order = np.lexsort((outcomes, *rows.T))
    rows, outcomes = rows[order], outcomes[order]
    differences = np.ascontiguousarray(rows[:, :-1])
    return differences @ prior.factor, rows[:, -1] + differences @ prior.mean, outcomes


def _mode(design: Floats, start: Floats, outcomes: Floats) -> Floats:
    """Minimiser of |z|^2 / 2 - log likelihood by Newton's method with backtracking."""
    z, logits = np.zeros(design.shape[1]), start
    value = -float(_log_likelihood(start, outcomes))
    for _ in range(100):
        gradient = z + design.T @ (expit(logits) - outcomes)
        step = np.linalg.solve(_curvature(design, logits), gradient)
        decrement = float(gradient @ step)
        if decrement <= 1e-14 * (1.0 + float(z @ z)):
            return z - step  # convergence is quadratic: what is left is rounding
        length = 1.0
        while True:
            proposal = z - length * step
            logits = start + design @ proposal
            lower = 0.5 * float(proposal @ proposal) - float(_log_likelihood(logits, outcomes))
            # a decrease below rounding cannot be seen; there the full step is right
            if lower <= value - 1e-4 * length * decrement or decrement < 1e-9 * (1.0 + abs(value)):
                break
            length /= 2.0
        z, value = proposal, lower
    return z


def _curvature(design: Floats, logits: Floats) -> Floats:
    """Second derivative of |z|^2 / 2 - log likelihood, (n_bases, n_bases)."""
    curvature = (design.T * slope(logits)) @ design
    curvature.flat[:: len(curvature) + 1] += 1.0
    return curvature


def _log_likelihood(logits: Floats, outcomes: Floats) -> Floats:
    """Sum over the last axis of the log-probability of the outcomes; no clamp at either end."""
    # log sigma(-x) = log sigma(x) - x
    return np.asarray((log_expit(logits) - (1.0 - outcomes) * logits).sum(axis=-1))
