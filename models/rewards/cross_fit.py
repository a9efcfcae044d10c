"""Scores of everybody by models that did not see them.

A model that saw a person's history remembers it; its scores of that person are too sure, and
components of such scores describe memory and not taste. So the people are dealt into folds, and
each fold is scored by a model fitted on the others.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.engines import each
from models.recommenders.ease import EasePath
from models.rewards.score_rows import ScoreRows, score_rows

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CrossFitted:
    """Histories of all people, and for each fold of them the model that scores it."""

    histories: sparse.csr_matrix  # (n_people, n_items)
    folds: tuple[tuple[Integers, EasePath], ...]  # people of the fold, model of the others

    @property
    def n_people(self) -> int:
        return int(self.histories.shape[0])

    @property
    def n_items(self) -> int:
        return int(self.histories.shape[1])

    def rows(self) -> list[ScoreRows]:
        """Scores of the people of each fold, in its order, at unit norm."""
        return [
            score_rows(model, self.histories[people]).at_unit_norm() for people, model in self.folds
        ]


def cross_fit(
    histories: sparse.csr_matrix,  # (n_people, n_items)
    fit: Callable[[sparse.csr_matrix], EasePath],
    fold_of: Integers,  # (n_people,) number of each person's fold
) -> CrossFitted:
    """One model a fold. Raises ValueError unless there are two folds or more with people."""
    numbers = np.unique(fold_of)
    if len(fold_of) != histories.shape[0] or len(numbers) < 2:
        raise ValueError(
            f"expected two folds or more of {histories.shape[0]} people, got {len(numbers)} of "
            f"{len(fold_of)}"
        )
    models = each(fit, (histories[fold_of != number] for number in numbers))
    people = [np.flatnonzero(fold_of == number) for number in numbers]
    return CrossFitted(histories.tocsr(), tuple(zip(people, models, strict=True)))


def deal(n_people: int, n_folds: int, seed: int) -> Integers:
    """A fold for each person, (n_people,), at random and as equal in size as can be."""
    fold_of: Integers = np.random.default_rng([seed, 7]).permutation(n_people) % n_folds
    return fold_of
