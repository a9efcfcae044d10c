"""From a belief to a list: the crowd's scores, moved by what one person answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons, is_informative
from elicitation.inference.posterior import modes_without_each
from elicitation.sessions.session import Answered, AxisCorrected

MOST_ODDS = 50.0  # of the answers against the crowd: above this the crowd only breaks ties


@dataclass(frozen=True, eq=False)
class SharedPrior:
    """What everybody's histories say before any answer, and how answers move it.

    Raises ValueError if the shapes disagree or ``trust`` leaves [0, 1].
    """

    crowd: Floats  # (n_items,) log-probabilities
    shifts: Floats  # (n_items, n_bases) change of score per unit of (w - prior mean)
    trust: float  # fitted on validation people: 0 = the crowd, 1 = only my answers

    def __post_init__(self) -> None:
        crowd = frozen_floats(self.crowd, None, name="crowd")
        object.__setattr__(self, "crowd", crowd)
        object.__setattr__(
            self, "shifts", frozen_floats(self.shifts, len(crowd), None, name="shifts")
        )
        odds(self.trust)


@dataclass(frozen=True)
class Reason:
    """An answer that moves an item; ``drop`` is what the item's score loses without it."""

    answer: Answered
    drop: float


def odds(trust: float) -> float:
    """Weight of the answers against the crowd, trust / (1 - trust), at most 50."""
    if not 0.0 <= trust <= 1.0:
        raise ValueError(f"trust: expected 0 to 1, got {trust}")
    return trust / (1.0 - trust) if trust < MOST_ODDS / (1.0 + MOST_ODDS) else MOST_ODDS


def blend(shared: SharedPrior, prior_mean: Floats, belief: Gaussian, trust: float) -> Floats:
    """Scores of all items, (n_items,): crowd + odds(trust) * shifts @ (belief mean - prior mean).

    Without answers, and at trust 0, exactly the crowd's.
    """
    return shared.crowd + shared.shifts @ (odds(trust) * (belief.mean - prior_mean))


def recommend(scores: Floats, exclude: Integers, k: int) -> Integers:
    """Numbers of the ``k`` best items outside ``exclude``, best first; fewer if fewer are left.

    Ties are broken by a fixed permutation, not by item number, which would favour old items.
    """
    left = np.ones(len(scores), dtype=bool)
    left[exclude] = False
    items = np.flatnonzero(left)
    if k < len(items):
        values = scores[items]
        least = np.partition(values, len(items) - k)[len(items) - k] if k else np.inf
        items = items[values >= least]
    order = np.lexsort((_tie_break(len(scores))[items], -scores[items]))
    return items[order[:k]]


def movements(before: Sequence[int], after: Sequence[int]) -> tuple[int | None, ...]:
    """Places that each item of ``after`` has climbed since ``before`` (negative: fallen).

    None for an item that is new to the list.
    """
    ranks = {item: rank for rank, item in enumerate(before)}
    return tuple(ranks[item] - rank if item in ranks else None for rank, item in enumerate(after))


def explain(
    basis: RewardBasis,
    shared: SharedPrior,
    answers: Sequence[Answered],
    items: Sequence[int],
    trust: float,
    corrections: Sequence[AxisCorrected] = (),
) -> tuple[tuple[Reason, ...], ...]:
    """For each item, the answers that move it, the strongest lift first, the strongest fall last.

    Each informative answer is left out in turn and the belief inferred again: what the item's score
    loses without the answer is the answer's doing.
    """
    informative = [answer for answer in answers if is_informative(basis, answer)]
    rewards = shared.shifts[np.asarray(items, dtype=np.int64)]  # (n_picked, n_bases)
    whole, without = modes_without_each(basis.prior, comparisons(basis, informative, corrections))
    moved = odds(trust) * (whole - without[: len(informative)])  # corrections come last
    drops = rewards @ moved.T  # (n_picked, n_informative)
    return tuple(
        tuple(
            Reason(informative[column], float(row[column]))
            for column in np.argsort(-row, kind="stable")
            if row[column] != 0.0
        )
        for row in drops
    )


@lru_cache(maxsize=8)
def _tie_break(n_items: int) -> Integers:
    return np.random.default_rng(0).permutation(n_items)
