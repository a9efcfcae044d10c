"""How alike the tastes of two people are, as far as their answers tell."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief

N_ITEMS = 200  # best known items: about others two people hardly have to agree
N_PAIRS = 1000
N_STRANGERS = 1000  # pairs of people drawn
TELLS = 0.95  # probability from which one may say that two are more alike than strangers, or less


@dataclass(frozen=True)
class Likeness:
    """Share of pairs of well-known items of which both prefer the same one.

    ``agreement`` is its mean over draws of both tastes, in 90 of 100 cases it is between ``low``
    and ``high``; ``strangers`` is the mean share of two people drawn from the population, who agree
    about what nearly everybody prefers. ``closer`` is the probability that these two agree more
    often than two such strangers do on average.
    """

    agreement: float
    low: float
    high: float
    strangers: float
    closer: float


def likeness(one: Belief, other: Belief, known: Floats) -> Likeness:
    """``known`` (n_items,) grows with how many people know an item. Both have one basis.

    Draws of two sessions are independent; those of a session and itself are the same, so that
    everybody agrees with themselves about everything.
    """
    basis = one.basis
    best = np.argsort(-known, kind="stable")[:N_ITEMS]
    pairs = _pairs(best)
    told = _agreements(basis, pairs, one.draws, other.draws)
    rng = np.random.default_rng(0)
    drawn = [basis.prior.sample(N_STRANGERS, rng) for _person in range(2)]
    strangers = float(_agreements(basis, pairs, *drawn).mean())
    low, high = np.quantile(told, [0.05, 0.95]).tolist()
    return Likeness(float(told.mean()), low, high, strangers, float((told > strangers).mean()))


def _pairs(items: Integers) -> Integers:
    """Random pairs of different items, the same for everybody, (N_PAIRS, 2)."""
    rng = np.random.default_rng(0)
    first = rng.integers(len(items), size=N_PAIRS)
    shift = 1 + rng.integers(max(1, len(items) - 1), size=N_PAIRS)
    return items[np.column_stack([first, (first + shift) % len(items)])]


def _agreements(basis: RewardBasis, pairs: Integers, one: Floats, other: Floats) -> Floats:
    """Share of the pairs about which each two draws agree, (n_draws,)."""
    rewards = basis.rewards[pairs[:, 0]] - basis.rewards[pairs[:, 1]]
    offsets = basis.offsets[pairs[:, 0]] - basis.offsets[pairs[:, 1]]
    first, second = (offsets + draws @ rewards.T > 0.0 for draws in (one, other))
    return np.asarray((first == second).mean(axis=1), dtype=np.float64)
