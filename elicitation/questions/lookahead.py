"""Two questions at once: what a pair is worth together with the best pair after its answer."""

import numpy as np
from scipy.optimize import brentq

from elicitation.arrays import Floats
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit, slope
from elicitation.questions.policies import QuestionPolicy


def gains_of(policy: QuestionPolicy, belief: Gaussian, rows: Floats, offsets: Floats) -> Floats:
    """The policy's gain of each pair, (m,), for policies without a gap.

    Pairs are given as first minus second: ``rows`` (m, n_bases) and ``offsets`` (m,).
    """
    if policy.acquisition is None or policy.extra == "shortfall":
        raise ValueError(f"policy {policy.name!r} has no gain of a pair alone")
    mean, variance = belief.project(rows)
    shift_norm = (
        ((rows @ belief.cov) ** 2).sum(axis=1) if policy.extra == "shift_norm" else variance
    )
    return policy.acquisition(mean + offsets, variance, shift_norm)


def two_step_gains(
    policy: QuestionPolicy, belief: Gaussian, rows: Floats, offsets: Floats, n_best: int = 20
) -> Floats:
    """Gain of a pair plus the expected gain of the best pair after its answer, (m,).

    Only for the ``n_best`` pairs that gain most at once; the others keep -inf.
    """
    now = gains_of(policy, belief, rows, offsets)
    best = np.argsort(-now, kind="stable")[:n_best]
    total = np.full(len(rows), -np.inf)
    mean, _ = belief.project(rows[best])
    chances = expit(mean + offsets[best])
    for pair, chance in zip(best, chances, strict=True):
        later = 0.0
        for outcome, p in ((1.0, chance), (0.0, 1.0 - chance)):
            after = answered(belief, rows[pair], float(offsets[pair]), outcome)
            later += float(p * gains_of(policy, after, rows, offsets).max())
        total[pair] = now[pair] + later
    return total


def answered(belief: Gaussian, row: Floats, offset: float, outcome: float) -> Gaussian:
    """The belief after one more answer: mode along the pair's own direction, curvature there.

    The mode moves along cov @ row alone, so it is the root of one increasing function of the pair's
    utility difference d: d - mean = variance * (outcome - sigma(d)).
    """
    shift_norm = belief.cov @ row
    mean, variance = float(row @ belief.mean) + offset, float(row @ shift_norm)
    # no answer moves d by more than the variance
    d = brentq(
        lambda d: d - mean - variance * (outcome - float(expit(np.asarray(d)))),
        mean - variance,
        mean + variance,
        xtol=1e-12,
    )
    curve = float(slope(np.asarray(d)))
    moved = belief.mean + shift_norm * (d - mean) / max(variance, 1e-300)
    cov = belief.cov - np.outer(shift_norm, shift_norm) * curve / (1.0 + curve * variance)
    return Gaussian(moved, (cov + cov.T) / 2.0)
