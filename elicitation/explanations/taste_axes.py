"""A person's position on each axis of taste, against the population, and the axis' ends."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief

N_ENDS = 3  # items that stand for an end
N_KNOWN = 400  # best known items: what hardly anybody knows stands for nothing
N_DRAWS = 1000
FALSE_SIGNS = 0.05  # expected share of the axes that name a taste with the wrong side
WITHIN_90 = 1.645  # standard deviations from the mean to the 5 and the 95 % quantile


@dataclass(frozen=True)
class Axis:
    """One base and a person's coefficient of it, in the prior's standard deviations from its mean.

    ``position`` is the posterior mean; ``low`` and ``high`` are the 5 and 95 % quantiles.
    """

    base: int
    first: tuple[int, ...]  # item numbers at the end that a positive coefficient likes
    second: tuple[int, ...]
    position: float
    low: float
    high: float
    leaning: int  # strength of the person's correction, > 0 toward ``first``, 0 = none

    @property
    def differs(self) -> bool:
        """Whether the person is known to differ from the average."""
        return self.low * self.high > 0.0


def telling_first(found: Sequence[Axis], most: int) -> tuple[tuple[Axis, ...], tuple[Axis, ...]]:
    """The axes on which the person is known to differ, furthest first, ``most`` of them; the rest.

    The rest stay in their order.
    """
    telling = sorted((axis for axis in found if axis.differs), key=lambda axis: -abs(axis.position))
    first = tuple(telling[:most])
    return first, tuple(axis for axis in found if axis not in first)


def clear(found: Sequence[Axis], most: int, rate: float = FALSE_SIGNS) -> tuple[Axis, ...]:
    """At most ``most`` axes on which the person's side is known, furthest first.

    As many of the surest ones as keep the expected share of those with the wrong side at ``rate``,
    by the posterior; the width of the interval stands for its standard deviation.
    """

    def wrong_side(axis: Axis) -> float:
        deviation = (axis.high - axis.low) / (2.0 * WITHIN_90)
        return float(ndtr(-abs(axis.position) / max(deviation, 1e-12)))

    surest = sorted(found, key=wrong_side)
    errors = np.cumsum([wrong_side(axis) for axis in surest]) / np.arange(1, len(surest) + 1)
    kept = [axis for axis, error in zip(surest, errors, strict=True) if error <= rate]
    return tuple(sorted(kept, key=lambda axis: -abs(axis.position))[:most])


def axes(belief: Belief, known: Floats) -> tuple[Axis, ...]:
    """All axes, in the order of the bases.

    ``known`` (n_items,) is the probability that a typical person knows an item, or any other number
    that grows with it.
    """
    basis, session = belief.basis, belief.session
    draws = belief.sample(N_DRAWS, session.started.seed)
    scaled = (draws - basis.prior.mean) / np.sqrt(np.diag(basis.prior.cov))
    low, high = np.quantile(scaled, [0.05, 0.95], axis=0)
    said = {
        (correction.toward, correction.away): correction.strength
        for correction in session.corrections
    }
    found = []
    for base, (first, second) in enumerate(ends(basis, known)):
        keys = tuple(tuple(basis.keys[item] for item in end) for end in (first, second))
        position = float(scaled[:, base].mean())
        leaning = said.get((keys[0], keys[1]), 0)
        found.append(
            Axis(base, first, second, position, float(low[base]), float(high[base]), leaning)
        )
    return tuple(found)


def ends(basis: RewardBasis, known: Floats) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Numbers of extreme, well known items of each base: (high end, low end), n_bases pairs.

    ``known`` (n_items,) as for ``axes``; at most N_ENDS items an end, among the N_KNOWN best known.
    """
    top = np.argsort(-known, kind="stable")[:N_KNOWN]
    weights = np.sqrt(np.maximum(known[top], 1e-12))
    values = basis.rewards[top] - np.average(basis.rewards[top], axis=0, weights=weights**2)
    order = np.argsort(-values * weights[:, None], axis=0, kind="stable")  # (n_top, n_bases)
    n = min(N_ENDS, len(top) // 2)
    pairs = []
    for column in order.T:
        first, second = top[column[:n]].tolist(), top[column[::-1][:n]].tolist()
        pairs.append((tuple(first), tuple(second)))
    return tuple(pairs)
