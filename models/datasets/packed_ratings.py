"""Ratings as tensors of an artifact, and back."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

_PREFIX = "replayed_"


def to_tensors(people: sparse.csr_matrix) -> dict[str, Floats]:
    """As tensors of an artifact."""
    rows = people.tocoo()
    parts = {"people": rows.row, "items": rows.col, "stars": rows.data, "shape": people.shape}
    return {f"{_PREFIX}{name}": np.asarray(part, float) for name, part in parts.items()}


def from_tensors(tensors: Mapping[str, Floats]) -> sparse.csr_matrix | None:
    """People as ``packed`` wrote them; None where an artifact has none."""
    if f"{_PREFIX}shape" not in tensors:
        return None
    people, items = (tensors[f"{_PREFIX}{name}"].astype(int) for name in ("people", "items"))
    shape = tuple(tensors[f"{_PREFIX}shape"].astype(int).tolist())
    return sparse.csr_matrix((tensors[f"{_PREFIX}stars"], (people, items)), shape=shape)
