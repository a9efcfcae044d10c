"""What a screen is worth for the list: how much error it takes from items that may be on it.

Utilities of the items a screen may show are offsets + rows @ x with x ~ N(m, Sigma). The error that
matters is trace(Sigma M): M weighs directions by how the items that may enter the list differ along
them. An answer of logistic curvature l about a row u takes l u' Sigma M Sigma u / (1 + l u' Sigma
u) from it, a choice among k items the same with the k x k covariance of the choice for l.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import expit, ndtr, softmax

from elicitation.arrays import Floats
from elicitation.inference.gaussian import Gaussian

LIST_LENGTH = 100  # items of the list that is aimed at
CONTENDERS = 1500  # items, by mean utility, that may enter it


class Screening(NamedTuple):
    """Candidates of a screen under one belief."""

    means: Floats  # (m,) of what is answered, in log-odds
    spread: Floats  # G = U Sigma U', (m, m)
    worth: Floats  # H = U Sigma M Sigma U', (m, m)


def list_metric(
    rows: Floats,  # (n_items, n_coefficients) du/dx
    offsets: Floats,  # (n_items,)
    belief: Gaussian,
    length: int = LIST_LENGTH,
) -> Floats:
    """M (n_coefficients, n_coefficients): how the items that may be on the list differ.

    An item counts by its probability to be better than what stands at the end of the list.
    """
    n = min(CONTENDERS, len(offsets))
    best = np.sort(np.argpartition(-offsets, n - 1)[:n])
    rows, means = rows[best], offsets[best] + rows[best] @ belief.mean
    deviations = np.sqrt(np.maximum(((rows @ belief.factor) ** 2).sum(axis=1), 1e-300))
    last = np.partition(means, -min(length, len(means)))[-min(length, len(means))]
    weights = ndtr((means - last) / deviations)
    weights /= weights.sum()
    centred = rows - weights @ rows
    return np.asarray((centred.T * weights) @ centred)


def screening(belief: Gaussian, rows: Floats, offsets: Floats, metric: Floats) -> Screening:
    """Candidates with rows (m, n_coefficients) of what an answer to each depends on."""
    moved = rows @ belief.cov
    return Screening(offsets + rows @ belief.mean, moved @ rows.T, moved @ metric @ moved.T)


def grow_taps(candidates: Screening, size: int, weights: Floats | None = None) -> list[int]:
    """Positions of ``size`` items to tap, grown one at a time by what each adds.

    ``weights`` (m,) multiply the gain of each, such as the probability that it is known. Fewer
    positions where there are fewer candidates.
    """
    means, spread, worth = candidates
    variance, gain = np.diag(spread).copy(), np.diag(worth).copy()
    curvature = _curvature(means, variance)
    weights = np.ones(len(means)) if weights is None else weights
    left = np.ones(len(means), dtype=bool)
    chosen: list[int] = []
    corrections: list[tuple[Floats, Floats, float, float]] = []
    for _ in range(min(size, len(means))):
        worths = np.where(left, weights * curvature * gain / (1.0 + curvature * variance), -np.inf)
        item = int(np.argmax(worths))
        chosen.append(item)
        left[item] = False
        # the column of G and H after what was chosen before
        g, h = spread[:, item].copy(), worth[:, item].copy()
        for earlier_g, earlier_h, c, own in corrections:
            at_g, at_h = earlier_g[item], earlier_h[item]
            g -= c * at_g * earlier_g
            h -= c * (at_h * earlier_g + at_g * earlier_h) - c * c * own * at_g * earlier_g
        c = curvature[item] / (1.0 + curvature[item] * g[item])
        own = float(h[item])
        corrections.append((g, h, c, own))
        variance -= c * g * g
        gain -= 2.0 * c * g * h - c * c * own * g * g
    return chosen


def taps_gain(candidates: Screening, chosen: list[int]) -> float:
    """What a screen of these items to tap takes from the error, all answers together."""
    at = np.ix_(chosen, chosen)
    means, variance = candidates.means[chosen], np.diag(candidates.spread)[chosen]
    information = np.diag(_curvature(means, variance))
    return _gain(information, candidates.spread[at], candidates.worth[at])


def choice_gain(candidates: Screening, chosen: list[int]) -> float:
    """What the pick of one of these items takes from the error."""
    at = np.ix_(chosen, chosen)
    spread = candidates.spread[at]
    information = _choice_information(candidates.means[chosen], spread)
    return _gain(information, spread, candidates.worth[at])


def taps_information(candidates: Screening, chosen: list[int]) -> float:
    """Mutual information of the taps and the coefficients in nats, by Laplace's approximation."""
    at = np.ix_(chosen, chosen)
    means, variance = candidates.means[chosen], np.diag(candidates.spread)[chosen]
    return _nats(np.diag(_curvature(means, variance)), candidates.spread[at])


def choice_information(candidates: Screening, chosen: list[int]) -> float:
    """Mutual information of a pick among these items and the coefficients, likewise in nats."""
    spread = candidates.spread[np.ix_(chosen, chosen)]
    return _nats(_choice_information(candidates.means[chosen], spread), spread)


def best_pair(candidates: Screening, weights: Floats) -> tuple[int, int]:
    """The pair whose pick takes most from the error, of all pairs.

    ``weights`` (m,) multiply the gain: the probability that each item can be judged.
    """
    means, spread, worth = candidates
    own, own_worth = np.diag(spread), np.diag(worth)
    variance = np.maximum(own[:, None] + own - 2.0 * spread, 0.0)
    gap = np.maximum(own_worth[:, None] + own_worth - 2.0 * worth, 0.0)
    curvature = _curvature(means[:, None] - means, variance)
    gains = curvature * gap / (1.0 + curvature * variance) * weights[:, None] * weights
    np.fill_diagonal(gains, -np.inf)
    first, second = np.unravel_index(int(np.argmax(gains)), gains.shape)
    return int(first), int(second)


def grow_choice(
    candidates: Screening, size: int, weights: Floats, start: tuple[int, ...] = ()
) -> list[int]:
    """Positions of ``size`` items to choose the best of, grown from ``start`` or the best pair."""
    chosen = list(start) if len(start) > 1 else list(best_pair(candidates, weights))
    means, spread, worth = candidates
    while len(chosen) < min(size, len(means)):
        left = np.setdiff1d(np.arange(len(means)), chosen)
        sets = np.column_stack([np.tile(chosen, (len(left), 1)), left])
        at = sets[:, :, None], sets[:, None, :]
        information = _choice_information(means[sets], spread[at])
        inside = np.eye(sets.shape[1]) + spread[at] @ information
        taken = information @ np.linalg.solve(inside, worth[at])
        gains = np.trace(taken, axis1=1, axis2=2)
        chosen.append(int(left[np.argmax(gains * weights[left])]))
    return chosen


def _gain(information: Floats, spread: Floats, worth: Floats) -> float:
    """trace(L (I + G L)^-1 H)."""
    inside = np.eye(len(spread)) + spread @ information
    return float(np.trace(information @ np.linalg.solve(inside, worth)))


def _nats(information: Floats, spread: Floats) -> float:
    """Half the log-determinant of I + G L."""
    return float(np.linalg.slogdet(np.eye(len(spread)) + spread @ information)[1]) / 2.0


def _choice_information(means: Floats, spread: Floats) -> Floats:
    """Covariance of the choice (..., k, k) at its marginal probabilities.

    Those are the softmax of the means, shrunk as MacKay does for two by the variance of a
    difference, here the mean over the pairs of the set.
    """
    k = means.shape[-1]
    own = np.trace(spread, axis1=-2, axis2=-1)
    variance = 2.0 * (k * own - spread.sum(axis=(-2, -1))) / (k * (k - 1))
    p = softmax(means / np.sqrt(1.0 + np.pi * variance / 8.0)[..., None], axis=-1)
    return np.asarray(p[..., :, None] * np.eye(k) - p[..., :, None] * p[..., None, :])


def _curvature(means: Floats, variances: Floats) -> Floats:
    """p (1 - p) at the probability that the belief gives the answer, by MacKay's approximation."""
    p = expit(means / np.sqrt(1.0 + np.pi * variances / 8.0))
    return np.asarray(p * (1.0 - p))
