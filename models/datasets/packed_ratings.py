"""Ratings as tensors of an artifact, and back."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

MOST_PEOPLE = 10_000_000  # an index of their rows still fits into memory
_PREFIX = "replayed_"


def to_tensors(people: sparse.csr_matrix) -> dict[str, Floats]:
    """Ratings (n_people, n_items) as coordinate arrays whose names begin with "replayed_"."""
    rows = people.tocoo()
    parts = {"people": rows.row, "items": rows.col, "stars": rows.data, "shape": people.shape}
    return {f"{_PREFIX}{name}": np.asarray(part, float) for name, part in parts.items()}


def from_tensors(tensors: Mapping[str, Floats], n_items: int) -> sparse.csr_matrix | None:
    """The ratings that ``to_tensors`` wrote, (n_people, n_items); None if there are none.

    Raises KeyError if an array is missing, ValueError if arrays disagree or do not
    fit ``n_items``.
    """
    if f"{_PREFIX}shape" not in tensors:
        return None
    people, items = (tensors[f"{_PREFIX}{name}"].astype(int) for name in ("people", "items"))
    shape = tuple(tensors[f"{_PREFIX}shape"].astype(int).tolist())
    if len(shape) != 2 or shape[1] != n_items:
        raise ValueError(f"{_PREFIX}shape: expected (n_people, {n_items}), got {shape}")
    if not 0 <= shape[0] <= MOST_PEOPLE:
        raise ValueError(f"{_PREFIX}shape: expected at most {MOST_PEOPLE} people, got {shape[0]}")
    return sparse.csr_matrix((tensors[f"{_PREFIX}stars"], (people, items)), shape=shape)
