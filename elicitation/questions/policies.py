"""Acquisition functions of pairs, one per policy, and the table POLICIES.

A question compares items a and b. With v = phi_a - phi_b and the belief N(mu, Sigma), ``mean`` is
the expected utility difference in log-odds, ``variance`` = v' Sigma v its variance, and ``extra``
is what else the policy needs: ``shift_norm`` = |Sigma v|^2, how far an answer can move the
coefficients, or ``shortfall`` >= 0 in log-odds, by how much the better of the two is expected to
fall short of the best candidate. All functions are elementwise over arrays and symmetric in a and
b; the pair of the highest value is asked. sigma' is the slope of the logistic function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import ndtr

from elicitation.arrays import Floats
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import slope

Acquisition = Callable[[Floats, Floats, Floats], Floats]  # mean, variance, extra -> value
Extra = Literal["none", "shift_norm", "shortfall"]


class Bound(NamedTuple):
    """No acquisition exceeds ``ceiling(|metric' v|^2)``, whatever the mean; the ceiling grows."""

    metric: Floats  # (n_bases, n_bases)
    ceiling: Callable[[Floats], Floats]


@dataclass(frozen=True)
class QuestionPolicy:
    """A policy; ``acquisition`` None means that the pair is drawn at random.

    ``bound(belief, level)`` holds for all pairs whose acquisition exceeds ``level``. ``screen`` is
    a cheap over-estimate of an expensive acquisition. ``extra`` names the third argument, which is
    computed only for policies that use it. A policy that is not adaptive asks everybody the same
    questions, whatever they answer.
    """

    name: str
    acquisition: Acquisition | None
    bound: Callable[[Gaussian, float], Bound] | None
    screen: Acquisition | None = None
    extra: Extra = "none"
    adaptive: bool = True


def pref_gain(mean: Floats, variance: Floats, extra: Floats) -> Floats:
    """sigma'(mean)^2 * variance: variance of the predicted probability to first order.

    The rule in the code of PReF [Shenfeld2025].
    """
    return slope(mean) ** 2 * variance


def pref_bound(belief: Gaussian, level: float) -> Bound:
    return Bound(belief.factor, lambda variance: variance / 16.0)


def d_optimal_gain(mean: Floats, variance: Floats, extra: Floats) -> Floats:
    """log(1 + sigma'(mean) * variance) / 2: D-optimality [Chaloner1995].

    The expected fall of the belief's entropy under Laplace's approximation, in nats.
    """
    return 0.5 * np.log1p(slope(mean) * variance)


def d_optimal_bound(belief: Gaussian, level: float) -> Bound:
    return Bound(belief.factor, lambda variance: 0.5 * np.log1p(variance / 4.0))


def a_optimal_gain(mean: Floats, variance: Floats, shift_norm: Floats) -> Floats:
    """sigma' * shift_norm / (1 + sigma' * variance): A-optimality [Chaloner1995].

    The fall of trace(Sigma), the summed variance of the coefficients, in squared coefficients.
    """
    p = slope(mean)
    acquisition: Floats = p * shift_norm / (1.0 + p * variance)
    return acquisition


def a_optimal_bound(belief: Gaussian, level: float) -> Bound:
    """Of pairs above ``level``. At equal odds, the best case, g = shift_norm / (4 + variance).

    Where g > level, s = shift_norm - level * variance > 4 level, and |metric' v|^2 >= s, as
    directions of less variance than ``level`` only lower s. As also shift_norm <= top * variance,
    top the greatest eigenvalue, g <= top * s / (4 (top - level) + s).
    """
    values, vectors = np.linalg.eigh(belief.cov)
    room = values - level
    metric = vectors * np.sqrt(np.maximum(values * room, 0.0))
    top, slack = float(values[-1]), 4.0 * max(float(room[-1]), 1e-300)
    return Bound(metric, lambda squared: top * squared / (slack + squared))


# Equally spaced nodes beat as many of Gauss-Hermite's once the logit's deviation passes 2, and are
# as good below: the error falls as exp(-2 pi^2 / (spacing * deviation)), at 16 it is 4e-6.
_NODES = np.linspace(-6.0, 6.0, 121)
_WEIGHTS = np.exp(-0.5 * _NODES**2)
_WEIGHTS /= _WEIGHTS.sum()


def information_gain(mean: Floats, variance: Floats, extra: Floats) -> Floats:
    """Mutual information of answer and coefficients in nats, at most log 2 (BALD) [Houlsby2011].

    H(E sigma(u)) - E H(sigma(u)) with u ~ N(mean, variance), by quadrature.
    """
    mean, variance = np.broadcast_arrays(np.asarray(mean, float), np.asarray(variance, float))
    means, deviations = mean.ravel(), np.sqrt(variance.ravel())
    gains = np.empty(len(means))
    for start in range(0, len(means), 256):  # keeps the temporaries in the cache
        part = slice(start, start + 256)
        logits = means[part, None] + deviations[part, None] * _NODES  # (256, n_nodes)
        sizes = np.abs(logits)
        e = np.exp(-sizes)
        rarer = e / (1.0 + e)  # probability of the less likely answer
        correction = np.copysign(0.5 - rarer, logits) @ _WEIGHTS
        doubt = (np.log1p(e) + sizes * rarer) @ _WEIGHTS
        gains[part] = _entropy(0.5 + correction) - doubt
    information: Floats = np.maximum(gains, 0.0).reshape(mean.shape)
    return information


def information_bound(belief: Gaussian, level: float) -> Bound:
    return Bound(
        belief.factor, lambda variance: information_screen(np.zeros(()), variance, variance)
    )


def information_screen(mean: Floats, variance: Floats, extra: Floats) -> Floats:
    """An upper bound of the information gain, a few per cent above it, at a tenth of the cost.

    To second order the gain is slope(mean) * variance / 2; the exact gain as a multiple of that
    changes slowly, so the greatest multiple in a cell of a table bounds it.
    """
    table, per_mean, per_deviation = _multiples()
    n_rows, n_columns = table.shape
    # the gain falls as the odds get longer: its value at the table's end bounds what lies beyond
    size = np.minimum(np.abs(mean), (n_rows - 0.5) / per_mean)
    row = (size * per_mean).astype(np.int64)
    column = np.minimum(np.sqrt(variance) * per_deviation, n_columns - 1).astype(np.int64)
    over = table.take(row * n_columns + column) * slope(size) * variance
    bound: Floats = np.minimum(over, np.log(2.0))
    return bound


def expected_best_gain(mean: Floats, variance: Floats, shortfall: Floats) -> Floats:
    """E max(u_a, u_b) minus the expected utility of the best candidate, in log-odds, >= 0.

    The expected utility of the best option (EUBO) [Lin2022, Astudillo2023]; optimal for the last
    question before one item is taken.
    """
    deviation = np.sqrt(variance)
    odds = np.abs(mean) / np.maximum(deviation, 1e-300)
    density = np.exp(-0.5 * np.minimum(odds, 40.0) ** 2) / np.sqrt(2.0 * np.pi)
    acquisition: Floats = deviation * density - np.abs(mean) * ndtr(-odds) - shortfall
    return np.maximum(acquisition, 0.0)


def expected_best_bound(belief: Gaussian, level: float) -> Bound:
    return Bound(belief.factor, lambda variance: np.sqrt(variance / (2.0 * np.pi)))


def _entropy(p: Floats) -> Floats:
    """Entropy of a coin, in nats; 0 at both ends."""
    p, q = np.clip(p, 1e-300, 1.0), np.clip(1.0 - p, 1e-300, 1.0)
    return -(p * np.log(p) + q * np.log(q))


@lru_cache(maxsize=1)
def _multiples() -> tuple[Floats, float, float]:
    """Greatest acquisition / (slope * variance) in each cell of |mean| and deviation."""
    per_mean, per_deviation = 16.0, 16.0
    means = np.arange(12.0 * per_mean + 1.0) / per_mean
    deviations = np.maximum(np.arange(16.0 * per_deviation + 1.0) / per_deviation, 0.02)
    size, variance = means[:, None], deviations**2
    at_corners = information_gain(size, variance, variance) / (slope(size) * variance)
    cells = np.maximum(at_corners[:-1], at_corners[1:])
    cells = np.maximum(cells[:, :-1], cells[:, 1:]) * 1.002  # for a maximum between the corners
    beyond = np.full((len(cells), 1), 1e300)  # the quadrature is not trusted: only log 2 bounds
    return np.hstack([cells, beyond]), per_mean, per_deviation


POLICIES: dict[str, QuestionPolicy] = {
    policy.name: policy
    for policy in (
        QuestionPolicy("random", None, None),
        QuestionPolicy("pref", pref_gain, pref_bound),
        QuestionPolicy("d_optimal", d_optimal_gain, d_optimal_bound),
        QuestionPolicy("a_optimal", a_optimal_gain, a_optimal_bound, extra="shift_norm"),
        QuestionPolicy("information_gain", information_gain, information_bound, information_screen),
        QuestionPolicy("expected_best", expected_best_gain, expected_best_bound, extra="shortfall"),
        QuestionPolicy(
            "fixed_list", a_optimal_gain, a_optimal_bound, extra="shift_norm", adaptive=False
        ),
    )
}
