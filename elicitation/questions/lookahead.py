"""Two-step lookahead: the gain of a pair plus that of the best pair after its answer."""

import numpy as np
from scipy.optimize import brentq

from elicitation.arrays import Floats
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit, slope
from elicitation.questions.policies import QuestionPolicy


def gains_of(policy: QuestionPolicy, belief: Gaussian, rows: Floats, offsets: Floats) -> Floats:
    """The policy's acquisition value of each pair, (m,).

    Pairs are given as first minus second: ``rows`` (m, n_bases) of rewards and ``offsets`` (m,) in
    log-odds. Raises ValueError for policies that draw pairs or need the shortfall.
    """
    if policy.acquisition is None or policy.extra == "shortfall":
        raise ValueError(f"policy {policy.name!r} has no acquisition value of a pair alone")
    mean, variance = belief.project(rows)
    shift_norm = (
        ((rows @ belief.cov) ** 2).sum(axis=1) if policy.extra == "shift_norm" else variance
    )
    return policy.acquisition(mean + offsets, variance, shift_norm)


def two_step_gains(
    policy: QuestionPolicy, belief: Gaussian, rows: Floats, offsets: Floats, n_best: int = 20
) -> Floats:
    """Acquisition value of each pair plus the expected one of the best pair after its answer, (m,).

    ``rows`` (m, n_bases) and ``offsets`` (m,) as in ``gains_of``, which raises the errors. Only for
    the ``n_best`` pairs of the highest value at once; the others get -inf.
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
    """Laplace's approximation after one more answer to a pair, from a Gaussian belief.

    ``row`` (n_bases,) and ``offset``, log-odds, are the first item's minus the second's;
    ``outcome`` is 1 if the first was picked, else 0. The mode moves along cov @ row only, so it is
    the root of one increasing function of the utility difference d:
    d - mean = variance * (outcome - sigma(d)).
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
