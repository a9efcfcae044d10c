"""The collisionless embedding table of Monolith [Liu2022, section 2.2]: one vector per id.

An exact cuckoo index maps int64 ids to rows. Vectors, optimiser state and the time of the last
update are matrices addressed by row. Reads change nothing. Updates admit new ids by a rule,
initialise them and renew their expiry. An id without updates for long enough expires, and the next
new id gets its row, reset.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from safetensors.numpy import load, save

from models.atomic_files import write_durably
from models.embedding_table.admission import Admission, AdmitAll
from models.embedding_table.cuckoo import ABSENT, CuckooIndex
from models.embedding_table.hashing import starting_vectors
from models.embedding_table.table import Expiry, Integers, Optimiser, Vectors


class EmbeddingTable:
    """The collisionless table. Raises ValueError unless ``width`` is 1 or more."""

    def __init__(
        self,
        width: int,
        admission: Admission | None = None,
        expiry: Expiry | None = None,
        optimiser: Optimiser | None = None,
        capacity: int = 0,
    ) -> None:
        if width < 1:
            raise ValueError(f"width: expected 1 or more, got {width}")
        self.width = width
        self.admission = AdmitAll() if admission is None else admission
        self.expiry = Expiry() if expiry is None else expiry
        self.optimiser = Optimiser() if optimiser is None else optimiser
        self.index = CuckooIndex(capacity)
        self.vectors: Vectors = np.zeros((0, width), dtype=np.float32)  # row 0: absent ids
        self.state: Vectors = np.zeros((0, width), dtype=np.float32)  # sums of squared gradients
        self.updated = np.zeros(0)  # (n_rows,) seconds
        self._make_room(capacity + 1)

    def __len__(self) -> int:
        return len(self.index)

    @property
    def nbytes(self) -> int:
        """Bytes of the index and of all matrices, including unused rows."""
        matrices = self.vectors, self.state, self.updated
        return self.index.nbytes + sum(matrix.nbytes for matrix in matrices)

    def lookup(self, ids: Integers) -> Vectors:
        """Vectors (n_ids, width); zeros for absent ids."""
        found: Vectors = np.take(self.vectors, self.index.find(ids), axis=0)
        return found

    def update(self, ids: Integers, gradients: Vectors, now: float) -> Integers:
        """One descent step along (n_ids, width) gradients; those of a repeated id are summed.

        ``now`` is in seconds. An id that is not admitted gets no step and stays absent. Returns the
        ids that were admitted. Raises ValueError if ``gradients`` is not (n_ids, width).
        """
        if gradients.shape != (len(ids), self.width):
            raise ValueError(f"expected ({len(ids)}, {self.width}), got {gradients.shape}")
        different, total, times = _summed(ids, gradients)
        rows, new = self._rows(different, times)
        self._step(rows, total)
        self.updated[rows[rows != ABSENT]] = now
        return new

    def push(self, ids: Integers, gradients: Vectors) -> None:
        """Gradient step for existing ids only; does not admit ids or renew their expiry.

        For negative examples: an item must not stay in the table because others were compared
        with it.
        """
        different, total, _ = _summed(ids, gradients)
        self._step(self.index.find(different), total)

    def assign(
        self, ids: Integers, vectors: Vectors, now: float, weight: float | None = None
    ) -> Integers:
        """Set the vectors of unique ids, bypassing admission. Returns the ids that were added.

        ``weight`` becomes the optimiser's state, in squared gradients of size one; None keeps it.
        """
        rows, new = self._rows(ids, None)
        self.vectors[rows] = vectors
        if weight is not None:
            self.state[rows] = weight
        self.updated[rows] = now
        return new

    def expire(self, now: float) -> Integers:
        """Remove stale ids and return them; ``now`` is in seconds."""
        ids, rows = self.index.items()
        gone = ids[self.expiry.stale(ids, self.updated[rows], now)]
        self.index.remove(gone)
        return gone

    def remove(self, ids: Integers) -> None:
        """Remove ids, whatever their age."""
        self.index.remove(ids)

    def _step(self, rows: Integers, gradients: Vectors) -> None:
        rate = np.float32(self.optimiser.learning_rate)
        _adagrad(self.vectors, self.state, rows, gradients, rate)

    def _rows(self, ids: Integers, times: Integers | None) -> tuple[Integers, Integers]:
        """Rows of unique ids (ABSENT where not admitted), and the ids that were admitted.

        ``times`` (n_ids,) counts sightings; None admits every id.
        """
        rows = self.index.find(ids)
        entering = np.flatnonzero(rows == ABSENT)
        if times is not None:
            entering = entering[self.admission.admits(ids[entering], times[entering])]
        new = ids[entering]
        rows[entering], _ = self.index.insert(new)
        self._make_room(self.index.n_rows)
        start = self.optimiser
        self.vectors[rows[entering]] = starting_vectors(new, self.width, start.start, start.seed)
        self.state[rows[entering]] = 0.0  # the row's previous id leaves nothing behind
        return rows, new

    def _make_room(self, n_rows: int) -> None:
        """Grow the matrices to at least ``n_rows`` rows, by doubling; contents stay."""
        if n_rows <= len(self.vectors):
            return
        more = max(n_rows, 2 * len(self.vectors), 8) - len(self.vectors)
        self.vectors = np.pad(self.vectors, ((0, more), (0, 0)))
        self.state = np.pad(self.state, ((0, more), (0, 0)))
        self.updated = np.pad(self.updated, (0, more))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All state except the rules, for ``restore``."""
        n_rows = self.index.n_rows
        matrices: dict[str, NDArray[Any]] = {
            "vectors": self.vectors,
            "state": self.state,
            "updated": self.updated,
        }
        return {
            **{f"index_{name}": array for name, array in self.index.arrays().items()},
            **{f"admission_{name}": array for name, array in self.admission.arrays().items()},
            **{name: np.ascontiguousarray(matrix[:n_rows]) for name, matrix in matrices.items()},
        }

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Restore the state returned by ``arrays``; every id keeps its row.

        Raises ValueError if the vectors have another width.
        """
        vectors: Vectors = arrays["vectors"]
        if vectors.shape[1] != self.width:
            raise ValueError(f"expected vectors of {self.width} numbers, got {vectors.shape[1]}")
        self.index.restore(part(arrays, "index_"))
        self.admission.restore(part(arrays, "admission_"))
        self._make_room(self.index.n_rows)
        for name in ("vectors", "state", "updated"):
            matrix = getattr(self, name)
            matrix[:] = 0.0
            matrix[: len(arrays[name])] = arrays[name]

    def save(self, path: Path) -> None:
        """Write atomically and durably: a kill leaves the old file or the new one."""
        write_durably(path, save(self.arrays()))

    def load(self, path: Path) -> None:
        """Restore the state that ``save`` wrote. Raises ValueError if the widths differ."""
        self.restore(load(path.read_bytes()))


def _summed(ids: Integers, gradients: Vectors) -> tuple[Integers, Vectors, Integers]:
    """Unique ids, the summed gradient of each, and how often each occurred."""
    different, which, times = np.unique(ids, return_inverse=True, return_counts=True)
    total = np.zeros((len(different), gradients.shape[1]), dtype=np.float32)
    np.add.at(total, which, gradients)
    return different, total, times


def part(tensors: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    """The tensors whose names begin with ``prefix``, without it."""
    names = (name for name in tensors if name.startswith(prefix))
    return {name.removeprefix(prefix): tensors[name] for name in names}


@njit(cache=True)
def _adagrad(vectors, state, rows, gradients, rate):  # type: ignore[no-untyped-def]
    for i in range(len(rows)):
        row = rows[i]
        if row == ABSENT:
            continue
        for k in range(vectors.shape[1]):
            slope = gradients[i, k]
            state[row, k] += slope * slope
            if state[row, k] > 0.0:
                vectors[row, k] -= rate * slope / np.sqrt(state[row, k])
