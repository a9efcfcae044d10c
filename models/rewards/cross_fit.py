"""Scores of everybody by models that did not see them, a block of people at a time.

A model that saw a person's history remembers it; its scores of that person are too sure, and
components of such scores describe memory and not taste. So the people are dealt into folds, and
each fold is scored by a model fitted on the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Recommender

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BLOCK = 256  # people whose dense scores are held at a time


@dataclass(frozen=True, eq=False)
class CrossFitted:
    """Histories of all people, and for each fold of them the model that scores it."""

    histories: sparse.csr_matrix  # (n_people, n_items)
    folds: tuple[tuple[Integers, Recommender], ...]  # people of the fold, model of the others

    @property
    def n_people(self) -> int:
        return int(self.histories.shape[0])

    @property
    def n_items(self) -> int:
        return int(self.histories.shape[1])

    def blocks(self) -> Iterator[tuple[Integers, Floats]]:
        """People of each block and their scores at unit norm, (n_block, n_items).

        All people come once. A row of zeros stays one: nothing is known about that person.
        """
        for people, model in self.folds:
            for start in range(0, len(people), BLOCK):
                block = people[start : start + BLOCK]
                scores = np.array(model.score(self.histories[block]), dtype=np.float64)
                norms = np.linalg.norm(scores, axis=1, keepdims=True)
                yield block, scores / np.maximum(norms, 1e-300)


def cross_fit(
    histories: sparse.csr_matrix,  # (n_people, n_items)
    fit: Callable[[sparse.csr_matrix], Recommender],
    fold_of: Integers,  # (n_people,) number of each person's fold
) -> CrossFitted:
    """One model a fold. Raises ValueError unless there are two folds or more with people."""
    numbers = np.unique(fold_of)
    if len(fold_of) != histories.shape[0] or len(numbers) < 2:
        raise ValueError(
            f"expected two folds or more of {histories.shape[0]} people, got {len(numbers)} of "
            f"{len(fold_of)}"
        )
    folds = tuple(
        (np.flatnonzero(fold_of == number), fit(histories[fold_of != number])) for number in numbers
    )
    return CrossFitted(histories.tocsr(), folds)


def deal(n_people: int, n_folds: int, seed: int) -> Integers:
    """A fold for each person, (n_people,), at random and as equal in size as can be."""
    fold_of: Integers = np.random.default_rng([seed, 7]).permutation(n_people) % n_folds
    return fold_of
