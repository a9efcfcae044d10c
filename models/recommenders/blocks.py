"""People in blocks, so that no array of all people by all items is ever held."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Recommender

Floats = NDArray[np.float64]

PEOPLE = 256  # whose dense scores are held at a time


def blocks(n_people: int, size: int = PEOPLE) -> Iterator[slice]:
    """Slices of at most ``size`` that partition ``n_people``, in their order."""
    for start in range(0, n_people, size):
        yield slice(start, min(start + size, n_people))


def scored(
    model: Recommender, histories: sparse.csr_matrix, size: int = PEOPLE
) -> Iterator[tuple[slice, Floats]]:
    """Each block of the people (n_people, n_items) and its scores (n_block, n_items)."""
    for block in blocks(histories.shape[0], size):
        yield block, model.score(histories[block])
