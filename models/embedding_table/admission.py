"""Admission rules: which new ids get an embedding. Most ids occur once and do not need one.

As in Monolith [Liu2022] and its code. Ids that are in the table already are not tested again.
"""

from typing import Protocol

import numpy as np
from numba import njit
from numpy.typing import NDArray

from models.embedding_table.hashing import U64, seed_of, splitmix64

Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_COUNTED = 15  # four bits
PROBES = 64
_COUNT, _TAG = np.uint16(0x000F), np.uint16(0xFFF0)  # halves of a cell: the count, the signature
_mixed = njit(inline="always")(splitmix64)


class Admission(Protocol):
    """An admission rule. It may keep counts between calls."""

    def admits(self, ids: Integers, times: Integers) -> Bools:
        """Mask (n,) of unique ``ids`` (n,) to admit; ``times`` (n,) counts new sightings."""
        ...

    def arrays(self) -> dict[str, NDArray[np.uint16]]:
        """The counts, to be saved."""
        ...

    def restore(self, arrays: dict[str, NDArray[np.uint16]]) -> None: ...


class AdmitAll:
    """Admits every id at its first sighting."""

    def admits(self, ids: Integers, times: Integers) -> Bools:
        return np.ones(len(ids), dtype=bool)

    def arrays(self) -> dict[str, NDArray[np.uint16]]:
        return {}

    def restore(self, arrays: dict[str, NDArray[np.uint16]]) -> None:
        pass


class CountFilter:
    """Admits an id after ``threshold`` earlier sightings: at sighting threshold + 1.

    Counts stand in cells of 16 bits: 12 for a signature, 4 for the count; a lookup probes up to 64
    cells. Counts therefore saturate at 15, and a higher threshold admits no id. Two ids with the
    same signature and cell share a count. If all probed cells are taken, the id is admitted. A
    threshold of 0 admits every id and counts nothing. ``capacity`` is the number of ids to count.
    """

    def __init__(self, threshold: int, capacity: int, seed: int = 0) -> None:
        self.threshold = threshold
        size = 1 << max(6, int(np.ceil(np.log2(max(1, 2 * capacity)))))
        self._cells, self._seed = np.zeros(size, dtype=np.uint16), seed_of(seed)

    def admits(self, ids: Integers, times: Integers) -> Bools:
        if self.threshold <= 0:
            return np.ones(len(ids), dtype=bool)
        before = np.empty(len(ids), dtype=np.int64)
        _count(self._cells, self._seed, ids, times, before)
        return before >= self.threshold

    def arrays(self) -> dict[str, NDArray[np.uint16]]:
        return {"cells": self._cells}

    def restore(self, arrays: dict[str, NDArray[np.uint16]]) -> None:
        self._cells = np.array(arrays["cells"], dtype=np.uint16)


@njit(cache=True)
def _count(cells, seed, ids, times, before):  # type: ignore[no-untyped-def]
    mask = U64(len(cells) - 1)
    for i in range(len(ids)):
        word = _mixed(U64(ids[i]) ^ seed)
        tag = np.uint16((word >> U64(48)) & U64(0xFFF0))
        if tag == 0:
            tag = np.uint16(0x0010)  # an empty cell has none
        before[i] = MOST_COUNTED + 1  # nowhere to count: let in
        for probe in range(PROBES):
            at = np.int64((word + U64(probe)) & mask)
            if cells[at] == 0 or (cells[at] & _TAG) == tag:
                count = np.int64(cells[at] & _COUNT)
                before[i] = count
                after = min(np.int64(MOST_COUNTED), count + times[i])
                cells[at] = tag | np.uint16(after)
                break
