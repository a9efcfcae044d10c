"""Scores of items: a shared prior of all histories, moved by the belief about one person."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import modes_without_each
from elicitation.recommendations.new_to_you import NewToYou
from elicitation.sessions.events import Answered
from elicitation.sessions.session import Judgement

MOST_ODDS = 50.0  # of the answers against the crowd: above this the crowd only breaks ties
N_FAVOURITES = 100  # of the crowd: their mean score is what an item is compared with


@dataclass(frozen=True, eq=False)
class SharedPrior:
    """Scores learned from all histories, and their change with one person's coefficients.

    Raises ValueError if the shapes disagree or ``trust`` leaves [0, 1].
    """

    crowd: Floats  # (n_items,) log-probabilities
    shifts: Floats  # (n_items, n_bases) change of score per unit of (w - prior mean)
    trust: float  # fitted on validation people, in [0, 1]; see ``odds``

    def __post_init__(self) -> None:
        crowd = frozen_floats(self.crowd, None, name="crowd")
        object.__setattr__(self, "crowd", crowd)
        object.__setattr__(
            self, "shifts", frozen_floats(self.shifts, len(crowd), None, name="shifts")
        )
        odds(self.trust)

    def trusted(self, trust: float) -> "SharedPrior":
        """The same prior with another ``trust``; arrays are shared, not copied.

        Raises ValueError if ``trust`` leaves [0, 1].
        """
        odds(trust)
        other = copy(self)
        object.__setattr__(other, "trust", trust)
        other.__dict__.pop("against_favourites", None)
        return other

    @cached_property
    def against_favourites(self) -> "SharedPrior":
        """The same order of items, with scores as log-odds against a typical favourite.

        Scores are log-probabilities up to a constant, and an answer can move all popular items
        alike; a reason must say why this item rather than those.
        """
        n_typical = min(N_FAVOURITES, max(1, len(self.crowd) // 5))
        typical = list(favourites(self, n_typical))
        return SharedPrior(
            self.crowd - self.crowd[typical].mean(),
            self.shifts - self.shifts[typical].mean(axis=0),
            self.trust,
        )


@dataclass(frozen=True, eq=False)
class Ranker:
    """How a belief becomes scores; both know the same imported history.

    Raises ValueError if ``trust`` leaves [0, 1]."""

    shared: SharedPrior
    trust: float  # 0 = the crowd's order, 1 = the answers' alone
    aim: NewToYou | None = None  # of the list; None = by utility alone, known or not

    def __post_init__(self) -> None:
        odds(self.trust)

    @classmethod
    def fitted(cls, shared: SharedPrior) -> "Ranker":
        """With the trust that was fitted on validation people."""
        return cls(shared, shared.trust)

    @property
    def odds(self) -> float:
        """Weight of the answers against the crowd, see ``odds``."""
        return odds(self.trust)

    @property
    def against_favourites(self) -> "Ranker":
        """Of ``SharedPrior.against_favourites``: scores are log-odds."""
        return Ranker(self.shared.against_favourites, self.trust, self.aim)

    def scores(self, belief: Belief) -> Floats:
        """Scores (n_items,) at the posterior's mode, see ``blend``; higher is better."""
        return blend(self.shared, belief.prior.mean, belief.posterior, self.trust)

    def allowance(self, belief: Belief) -> Floats:
        """What the list's aim adds to each score, (n_items,), see ``NewToYou.allowance``."""
        if self.aim is None:
            return np.zeros(len(self.shared.crowd))
        return self.aim.allowance(belief, self.scores(belief))


@dataclass(frozen=True)
class Reason:
    """Leave-one-out contribution of an answer, or of a mark, to an item's score."""

    answer: Answered | Judgement
    drop: float  # log-odds that the score loses without the answer; negative: it gains


def odds(trust: float) -> float:
    """Weight of the answers against the crowd, trust / (1 - trust), at most MOST_ODDS.

    Raises ValueError if ``trust`` leaves [0, 1].
    """
    if not 0.0 <= trust <= 1.0:
        raise ValueError(f"trust: expected 0 to 1, got {trust}")
    return trust / (1.0 - trust) if trust < MOST_ODDS / (1.0 + MOST_ODDS) else MOST_ODDS


def blend(shared: SharedPrior, prior_mean: Floats, belief: Gaussian, trust: float) -> Floats:
    """Scores (n_items,): crowd + odds(trust) * shifts @ (belief.mean - prior_mean).

    ``prior_mean`` is (n_bases,). Without answers, and at trust 0, exactly the crowd's scores.
    Raises ValueError if ``trust`` leaves [0, 1].
    """
    return shared.crowd + shared.shifts @ (odds(trust) * (belief.mean - prior_mean))


def recommend(scores: Floats, exclude: Integers, k: int) -> Integers:
    """Numbers of the ``k`` items of the highest scores outside ``exclude``, best first.

    ``scores`` (n_items,), ``exclude`` item numbers; fewer than ``k`` if fewer are left. Ties are
    broken by a fixed permutation, because item numbers would favour old items.
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


def favourites(shared: SharedPrior, k: int) -> tuple[int, ...]:
    """Numbers of the ``k`` items of highest crowd score, best first: a new user's list."""
    return tuple(recommend(shared.crowd, np.array([], dtype=np.int64), k).tolist())


def movements(before: Sequence[int], after: Sequence[int]) -> tuple[int | None, ...]:
    """Places that each item of ``after`` has climbed since ``before`` (negative: fallen).

    None for an item that is new to the list.
    """
    ranks = {item: rank for rank, item in enumerate(before)}
    return tuple(ranks[item] - rank if item in ranks else None for rank, item in enumerate(after))


def explain(belief: Belief, ranker: Ranker, items: Sequence[int]) -> tuple[tuple[Reason, ...], ...]:
    """For each item, the answers and marks that move it, in descending order of contribution.

    The contribution of an informative answer is what the item's score loses when the mode is found
    anew without that answer. A mark is no reason for the item that it was set on.
    """
    session, n_bases = belief.session, belief.basis.n_bases
    said = (*session.answers, *session.verdicts)
    rows = belief.source_of_row
    numbers = np.unique(rows[rows >= 0])
    informative = [said[number] for number in numbers]
    shifts = ranker.shared.shifts[np.asarray(items, dtype=np.int64)]  # (n_listed, n_bases)
    mode = belief.extended.mean
    without = modes_without_each(belief.prior_in_use, belief.observations, mode, rows)[numbers]
    moved = ranker.odds * (mode - without)[:, :n_bases]
    drops = shifts @ moved.T  # (n_listed, n_informative)
    keys = [belief.basis.keys[item] for item in items]
    return tuple(
        tuple(
            Reason(informative[column], float(row[column]))
            for column in np.argsort(-row, kind="stable")
            if row[column] != 0.0 and own != _marked(informative[column])
        )
        for own, row in zip(keys, drops, strict=True)
    )


def _marked(cause: Answered | Judgement) -> str | None:
    """Key of the item that was marked, None of an answer."""
    return cause.item if isinstance(cause, Judgement) else None


@lru_cache(maxsize=8)
def _tie_break(n_items: int) -> Integers:
    return np.random.default_rng(0).permutation(n_items)
