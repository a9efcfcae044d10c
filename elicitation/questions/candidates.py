"""Candidate items of a question: not shown before, and likely enough to be known."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.basis import RewardBasis

ALWAYS_KEPT = 20  # best known items that stay in, however little the person has seen


@dataclass(frozen=True, eq=False)
class Candidates:
    """Items that a question may show; position k of every array belongs to the same item.

    Raises ValueError if the lengths disagree or ``answerable`` leaves [0, 1].
    """

    items: Integers  # (m,) item numbers, ascending
    rewards: Floats  # (m, n_bases)
    offsets: Floats  # (m,) log-odds
    answerable: Floats  # (m,) probability that the person can say something about the item
    prior_coordinates: (
        Floats  # (m, n_bases) squared distance = prior variance of the utility difference
    )

    def __post_init__(self) -> None:
        items = np.array(self.items, dtype=np.int64)
        items.setflags(write=False)
        m = len(items)
        rewards = frozen_floats(self.rewards, m, None, name="rewards")
        answerable = frozen_floats(self.answerable, m, name="answerable")
        if m and not 0.0 <= answerable.min() <= answerable.max() <= 1.0:
            raise ValueError(
                f"answerable: expected probabilities, got {answerable.min()} to {answerable.max()}"
            )
        object.__setattr__(self, "items", items)
        object.__setattr__(self, "rewards", rewards)
        object.__setattr__(self, "offsets", frozen_floats(self.offsets, m, name="offsets"))
        object.__setattr__(self, "answerable", answerable)
        object.__setattr__(
            self, "prior_coordinates", frozen_floats(self.prior_coordinates, m, rewards.shape[1])
        )

    def __len__(self) -> int:
        return len(self.items)


def candidates_for(
    basis: RewardBasis,
    known: Floats,
    shown: Integers,
    floor: float = 0.1,
    limit: int | None = None,
) -> Candidates:
    """Items not in ``shown`` that the person knows with probability ``floor`` or more.

    ``known`` (n_items,) are probabilities, ``shown`` item numbers. The ALWAYS_KEPT best known items
    left stay in even below the floor, so that people who know few items are asked too; ``limit``
    keeps only that many of the best known. Ties go to the lower item number.
    """
    left = np.ones(basis.n_items, dtype=bool)
    left[shown] = False
    items = np.flatnonzero(left)
    recognisable = known[items] >= floor
    n_recognisable = int(recognisable.sum())
    n_kept = max(n_recognisable, min(ALWAYS_KEPT, len(items)))
    n_kept = n_kept if limit is None else min(n_kept, limit)
    if n_kept == n_recognisable:  # the usual case, without a sort
        items = items[recognisable]
    else:
        items = np.sort(items[np.argsort(-known[items], kind="stable")[:n_kept]])
    rewards = basis.rewards[items]
    return Candidates(
        items, rewards, basis.offsets[items], known[items], rewards @ basis.prior.factor
    )


def one_edition_each(
    works: Integers,
    known: Floats,
    shown: Integers,
    kept: Integers,
) -> tuple[Floats, Integers]:
    """Probabilities of knowing works, and the items to leave out: what was ``shown``, and editions.

    ``works`` (n_items,) are the numbers of each item's work. Whoever knows one edition (``known``,
    (n_items,) probabilities) knows the work. Of each work the first edition is left, none where one
    was shown. Items that are ``kept`` stay in, and so no other edition of them does.
    """
    best = np.zeros(int(works.max()) + 1)
    np.maximum.at(best, works, known)
    first = np.zeros(len(works), dtype=bool)
    first[np.unique(works, return_index=True)[1]] = True
    away = ~first | np.isin(works, works[np.concatenate([shown, kept])])
    away[kept] = False
    return best[works], np.flatnonzero(away)
