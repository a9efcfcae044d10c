"""The fixed table that the collisionless one replaces: row = hash(id) modulo the number of rows.

Everybody has a vector at once and nobody has to themselves: ids that fall on one row are one to
the model (what that costs: `collisions.py`). Nothing is admitted, and nothing can expire, since a
row has many owners.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedding_table.hashing import hashed_rows, starting_vectors
from models.embedding_table.table import Integers, Optimiser, Vectors


class HashedTable:
    """A ``Table`` of ``n_rows``. Raises ValueError unless there is at least one."""

    def __init__(self, n_rows: int, width: int, optimiser: Optimiser | None = None) -> None:
        if n_rows < 1 or width < 1:
            raise ValueError(f"expected rows and a width of 1 or more, got {n_rows} and {width}")
        self.width = width
        self.optimiser = Optimiser() if optimiser is None else optimiser
        rows = np.arange(n_rows, dtype=np.int64)
        start = self.optimiser
        self.vectors = starting_vectors(rows, width, start.start, start.seed)
        self.state = np.zeros_like(self.vectors)

    def rows(self, ids: Integers) -> Integers:
        """The row of each id, (n,), from 0."""
        return hashed_rows(ids, len(self.vectors), self.optimiser.seed)

    def lookup(self, ids: Integers) -> Vectors:
        found: Vectors = np.take(self.vectors, self.rows(ids), axis=0)
        return found

    def update(self, ids: Integers, gradients: Vectors, now: float) -> Integers:
        """As ``Table.update``; gradients of all ids on a row are added up, and nobody is new."""
        if gradients.shape != (len(ids), self.width):
            raise ValueError(f"expected ({len(ids)}, {self.width}), got {gradients.shape}")
        self.push(ids, gradients)
        return np.zeros(0, dtype=np.int64)

    def push(self, ids: Integers, gradients: Vectors) -> None:
        """As ``update``."""
        rows, which = np.unique(self.rows(ids), return_inverse=True)
        total = np.zeros((len(rows), self.width), dtype=np.float32)
        np.add.at(total, which, gradients)
        self.state[rows] += total**2
        steps = np.divide(total, np.sqrt(self.state[rows]), out=total, where=total != 0.0)
        self.vectors[rows] -= np.float32(self.optimiser.learning_rate) * steps

    def expire(self, now: float) -> Integers:
        """Nobody: a row does not know whose it is."""
        return np.zeros(0, dtype=np.int64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"vectors": self.vectors, "state": self.state}

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Become what ``arrays`` were taken of. Raises ValueError if the shapes differ."""
        if arrays["vectors"].shape != self.vectors.shape:
            raise ValueError(f"expected {self.vectors.shape}, got {arrays['vectors'].shape}")
        self.vectors, self.state = (np.array(arrays[name]) for name in ("vectors", "state"))
