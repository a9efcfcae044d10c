"""A cuckoo index: int64 id -> row, exact, in two arrays of buckets [Pagh2004].

An id is stored in one of two buckets, one in each array, chosen by two independent hash functions,
so a lookup reads at most two buckets. If both are full, stored ids are moved: breadth-first search
finds the shortest chain of moves that ends in an empty slot [Li2014]. If no chain of five moves
exists, the arrays double. Whole ids are stored and compared, so two ids never share a row.

Buckets of four slots fill to .96 before that; single slots, as in the textbook, to .5. A bucket is
eight words, four ids and then four rows: one cache line. Row 0 is never assigned; in a bucket it
marks an empty slot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedding_table import cuckoo_kernels as kernels
from models.embedding_table.hashing import seed_of

Integers = NDArray[np.int64]

ABSENT = 0  # the row of an id that is not there
SLOTS = 4
LEAST_LOAD = 0.05  # below this load a failed insertion is not for lack of room
_LINE = 8  # words of a line of cache


class CuckooIndex:
    """Ids and their rows. Rows are assigned from 1 on; rows of removed ids are reused first.

    Raises ValueError unless ``slots`` is 1 or more.
    """

    def __init__(self, capacity: int = 0, slots: int = SLOTS, seed: int = 0) -> None:
        if slots < 1:
            raise ValueError(f"slots: expected 1 or more, got {slots}")
        half = 8
        while 2 * half * slots < capacity:
            half *= 2
        self._slots, self._seed = slots, seed_of(seed)
        self._buckets = _aligned(2 * half, 2 * slots)
        self._free = np.zeros(0, dtype=np.int64)  # a stack
        self._counts = np.array([0, 0, 1])  # ids, rows on the stack, rows ever used
        self.grown_at: tuple[float, ...] = ()  # load at each doubling

    def __len__(self) -> int:
        return int(self._counts[0])

    @property
    def load(self) -> float:
        """Share of the slots that are taken."""
        return len(self) / (len(self._buckets) * self._slots)

    @property
    def n_rows(self) -> int:
        """Rows ever assigned, row 0 included: the height of matrices addressed by row."""
        return int(self._counts[2])

    @property
    def nbytes(self) -> int:
        return self._buckets.nbytes + self._free.nbytes

    def find(self, ids: Integers) -> Integers:
        """The row of each id, ABSENT if not stored, (n,). Changes nothing."""
        rows = np.empty(len(ids), dtype=np.int64)
        kernels.find(self._buckets, self._seed, _words(ids), rows)
        return rows

    def insert(self, ids: Integers) -> tuple[Integers, NDArray[np.bool_]]:
        """Rows of all ids in order, and a mask of new ones; doubles the arrays where needed.

        Raises RuntimeError if an insertion fails in a nearly empty table.
        """
        words = _words(ids)
        rows, fresh = np.zeros(len(words), dtype=np.int64), np.zeros(len(words), dtype=bool)
        done = 0
        while True:
            done = kernels.insert(
                self._buckets,
                self._seed,
                self._free,
                self._counts,
                words,
                rows,
                fresh,
                done,
            )
            if done == len(words):
                return rows, fresh
            self.grown_at += (self.load,)
            self._double()

    def remove(self, ids: Integers) -> Integers:
        """Remove ids and free their rows; returns these rows, ABSENT for ids not stored."""
        rows = np.empty(len(ids), dtype=np.int64)
        kernels.remove(self._buckets, self._seed, _words(ids), rows)
        freed = rows[rows != ABSENT]
        self._free = np.concatenate([self._free[: self._counts[1]], freed])
        self._counts[:2] += [-len(freed), len(freed)]
        return rows

    def items(self) -> tuple[Integers, Integers]:
        """All ids and their rows, each (n_ids,), in the order of rows."""
        ids, rows = self._buckets[:, : self._slots], self._buckets[:, self._slots :]
        taken = rows != ABSENT
        order = np.argsort(rows[taken])
        return ids[taken][order], rows[taken][order]

    def arrays(self) -> dict[str, Integers]:
        """All state that ``restore`` needs to give each id the same row."""
        ids, rows = self.items()
        return {"ids": ids, "rows": rows, "free": self._free[: self._counts[1]].copy()}

    def restore(self, arrays: dict[str, Integers]) -> None:
        """Restore the state returned by ``arrays`` of an index with any slots and seed.

        Raises ValueError if an id or a row occurs twice.
        """
        ids, rows, free = (_words(arrays[name]) for name in ("ids", "rows", "free"))
        held = np.concatenate([rows, free])
        if len(ids) != len(rows) or len(np.unique(held)) != len(held) or (held < 1).any():
            raise ValueError("an index needs one row of its own for every id")
        self._free, self._counts[:] = free.copy(), [0, len(free), 1]
        self._buckets[:] = 0
        while (placed := kernels.fill(self._buckets, self._seed, ids, rows)) < len(ids):
            if placed < 0:
                raise ValueError("an index holds every id once")
            self._buckets = _aligned(2 * len(self._buckets), 2 * self._slots)
        self._counts[:] = [len(ids), len(free), 1 + int(held.max(initial=0))]

    def _double(self) -> None:
        if self.load < LEAST_LOAD:
            raise RuntimeError(f"no room at load {self.load:.3f}: the hash functions are at fault")
        ids, rows = self.items()
        size = len(self._buckets)
        placed = -1
        while placed < len(ids):
            size *= 2
            self._buckets = _aligned(size, 2 * self._slots)
            placed = kernels.fill(self._buckets, self._seed, ids, rows)


def _words(ids: Any) -> Integers:
    return np.ascontiguousarray(ids, dtype=np.int64)


def _aligned(n_buckets: int, width: int) -> Integers:
    """Empty buckets that begin at a line of cache."""
    raw = np.zeros(n_buckets * width + _LINE, dtype=np.int64)
    skip = (-raw.ctypes.data // raw.itemsize) % _LINE
    return raw[skip : skip + n_buckets * width].reshape(n_buckets, width)
