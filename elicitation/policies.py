"""What makes a question worth asking: one array function per policy, and the table POLICIES.

A question compares items a and b. With v = phi_a - phi_b and the belief N(mu, Sigma):
``mean`` is the expected utility difference, ``variance`` = v' Sigma v its variance and ``reach`` =
|Sigma v|^2 how far an answer can move the coefficients. All functions are elementwise over arrays,
do not change when a and b are swapped, and higher is asked first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from elicitation.arrays import Floats

Gain = Callable[[Floats, Floats, Floats], Floats]  # mean, variance, reach -> value
Ceiling = Callable[[Floats, Floats], Floats]  # variance, reach -> upper bound for every mean


@dataclass(frozen=True)
class QuestionPolicy:
    """A policy; ``gain`` None means that the pair is drawn by lot.

    ``ceiling`` bounds the gain for any mean. If ``grows_with`` is "variance", it grows with the
    variance and ignores the reach; if "reach", it grows with the reach along reach = c * variance
    and falls in the variance. ``screen`` is a cheap over-estimate of an expensive gain.
    """

    name: str
    gain: Gain | None
    ceiling: Ceiling | None
    grows_with: Literal["variance", "reach"] = "variance"
    screen: Gain | None = None


def _slope(mean: Floats) -> Floats:
    """sigma'(mean) = p (1 - p); even in the mean, without overflow."""
    e = np.exp(-np.abs(mean))
    slope: Floats = e / (1.0 + e) ** 2
    return slope


def pref_gain(mean: Floats, variance: Floats, reach: Floats) -> Floats:
    """Variance of the predicted probability to first order: the rule of PReF's code."""
    return _slope(mean) ** 2 * variance


def pref_ceiling(variance: Floats, reach: Floats) -> Floats:
    return variance / 16.0


def d_optimal_gain(mean: Floats, variance: Floats, reach: Floats) -> Floats:
    """Expected fall of the belief's entropy under Laplace's approximation, in nats."""
    return 0.5 * np.log1p(_slope(mean) * variance)


def d_optimal_ceiling(variance: Floats, reach: Floats) -> Floats:
    return 0.5 * np.log1p(variance / 4.0)


def a_optimal_gain(mean: Floats, variance: Floats, reach: Floats) -> Floats:
    """Fall of the summed variance of the coefficients, trace(Sigma), in squared coefficients."""
    slope = _slope(mean)
    gain: Floats = slope * reach / (1.0 + slope * variance)
    return gain


def a_optimal_ceiling(variance: Floats, reach: Floats) -> Floats:
    return reach / (4.0 + variance)


# Equally spaced nodes converge faster than Gauss-Hermite here once the logit's deviation passes 2
# (at 5: error 2e-6 against 1e-3 for 41 nodes), and are as good below.
_NODES = np.linspace(-6.0, 6.0, 41)
_WEIGHTS = np.exp(-0.5 * _NODES**2)
_WEIGHTS /= _WEIGHTS.sum()
_SAFE_SD = 5.0  # up to here the quadrature is right to 1e-5; beyond it only log 2 is a bound


def information_gain(mean: Floats, variance: Floats, reach: Floats) -> Floats:
    """Mutual information of the answer and the coefficients, in nats, at most log 2 (BALD)."""
    mean, variance = np.broadcast_arrays(np.asarray(mean, float), np.asarray(variance, float))
    deviation = np.sqrt(variance)
    chosen, doubt = np.zeros(mean.shape), np.zeros(mean.shape)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        logit = mean + node * deviation
        e = np.exp(-np.abs(logit))
        odds = e / (1.0 + e)  # probability of the less likely answer
        doubt += weight * (np.log1p(e) + np.abs(logit) * odds)
        chosen += weight * np.where(logit < 0.0, odds, 1.0 - odds)
    information: Floats = np.maximum(_entropy(chosen) - doubt, 0.0)
    return information


def information_ceiling(variance: Floats, reach: Floats) -> Floats:
    """Information at equal odds, over-estimated by at most 2e-5 nats up to a deviation of 5."""
    knots, table = _equal_odds_table()
    steps = np.minimum(np.sqrt(variance) * ((len(knots) - 1) / _SAFE_SD), len(knots) - 1)
    index = steps.astype(np.int64)
    low = table[index]
    between = low + (steps - index) * (table[index + 1] - low)
    return np.minimum(variance / 8.0, between)


def information_screen(mean: Floats, variance: Floats, reach: Floats) -> Floats:
    """At least the information gain: its value at the cell's least mean and greatest variance."""
    table, per_mean, per_deviation = _screen_table()
    row = np.minimum(np.abs(mean) * per_mean, len(table) - 1).astype(np.int64)
    column = np.minimum(np.sqrt(variance) * per_deviation, table.shape[1] - 1).astype(np.int64)
    over: Floats = table[row, column]
    return over


def _entropy(p: Floats) -> Floats:
    """Entropy of a coin, in nats; 0 at both ends."""
    p, q = np.clip(p, 1e-300, 1.0), np.clip(1.0 - p, 1e-300, 1.0)
    return -(p * np.log(p) + q * np.log(q))


@lru_cache(maxsize=1)
def _equal_odds_table() -> tuple[Floats, Floats]:
    knots = np.linspace(0.0, _SAFE_SD, 513)
    table = information_gain(np.zeros_like(knots), knots**2, knots) + 2e-5
    return knots, np.concatenate([table[:-1], [np.log(2.0)] * 2])


@lru_cache(maxsize=1)
def _screen_table() -> tuple[Floats, float, float]:
    """Cells (mean, deviation); the gain falls in |mean| and grows with the deviation."""
    per_mean, per_deviation = 16.0, 40.0
    means = np.arange(0.0, 12.0, 1.0 / per_mean)
    deviations = np.arange(1.0, _SAFE_SD * per_deviation + 1.0) / per_deviation  # upper ends
    cells = information_gain(means[:, None], deviations[None, :] ** 2, deviations[None, :])
    beyond = np.full((len(means), 1), np.log(2.0))
    return np.hstack([cells + 2e-5, beyond]), per_mean, per_deviation


POLICIES: dict[str, QuestionPolicy] = {
    policy.name: policy
    for policy in (
        QuestionPolicy("random", None, None),
        QuestionPolicy("pref", pref_gain, pref_ceiling),
        QuestionPolicy("d_optimal", d_optimal_gain, d_optimal_ceiling),
        QuestionPolicy("a_optimal", a_optimal_gain, a_optimal_ceiling, grows_with="reach"),
        QuestionPolicy(
            "information_gain", information_gain, information_ceiling, screen=information_screen
        ),
    )
}
