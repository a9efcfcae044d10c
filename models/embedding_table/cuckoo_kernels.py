"""The compiled part of the cuckoo index: lookups, chains of moves, insertion and removal.

A bucket is a row of ``buckets`` (n_buckets, 2 * slots): ids, then their rows. The first half of the
buckets is the first array, the second half the second. Row 0 is nobody's and marks an empty slot.
"""

import numpy as np
from numba import njit

from models.embedding_table.hashing import U64, murmur3, splitmix64
from models.embedding_table.prefetch import prefetch

_NODES = 2730  # buckets that a search may look at: with four slots all chains of five moves
_AHEAD = 16  # lookups between asking for a bucket and reading it

_first, _second = njit(inline="always")(splitmix64), njit(inline="always")(murmur3)


@njit(inline="always")
def _homes(word, seed, half):  # type: ignore[no-untyped-def]
    """The two buckets of an id, the second in the second array."""
    mask, x = U64(half - 1), U64(word) ^ seed
    return np.int64(_first(x) & mask), np.int64(half) + np.int64(_second(x) & mask)


@njit(cache=True)
def find(buckets, seed, ids, rows):  # type: ignore[no-untyped-def]
    half, width, n = len(buckets) // 2, buckets.shape[1], len(ids)
    slots = width // 2
    for i in range(min(_AHEAD, n)):
        a, b = _homes(ids[i], seed, half)
        prefetch(buckets, a * width)
        prefetch(buckets, b * width)
    for i in range(n):
        if i + _AHEAD < n:
            a, b = _homes(ids[i + _AHEAD], seed, half)
            prefetch(buckets, a * width)
            prefetch(buckets, b * width)
        a, b = _homes(ids[i], seed, half)
        row = 0
        # no branch on what was read, which could not be foreseen; an empty slot adds row 0
        for s in range(slots):
            row |= buckets[a, slots + s] * np.int64(buckets[a, s] == ids[i])
            row |= buckets[b, slots + s] * np.int64(buckets[b, s] == ids[i])
        rows[i] = row


@njit(cache=True)
def _slot_of(buckets, bucket, word):  # type: ignore[no-untyped-def]
    """The slot of an id in a bucket, -1 if it is not there."""
    slots = buckets.shape[1] // 2
    for s in range(slots):
        if buckets[bucket, s] == word and buckets[bucket, slots + s] != 0:
            return s
    return -1


@njit(cache=True)
def _empty_slot(buckets, bucket):  # type: ignore[no-untyped-def]
    slots = buckets.shape[1] // 2
    for s in range(slots):
        if buckets[bucket, slots + s] == 0:
            return s
    return -1


@njit(cache=True)
def _put(buckets, bucket, slot, word, row):  # type: ignore[no-untyped-def]
    buckets[bucket, slot] = word
    buckets[bucket, buckets.shape[1] // 2 + slot] = row


@njit(cache=True)
def place(buckets, seed, word, row, nodes):  # type: ignore[no-untyped-def]
    """Put an id that is not there into the table; False if no chain of moves makes room.

    ``nodes`` (3, n) is scratch: the bucket of each node of the search, the node it was reached
    from, and the slot there whose id would move here.
    """
    half, slots = len(buckets) // 2, buckets.shape[1] // 2
    homes = _homes(word, seed, half)
    for bucket in homes:
        slot = _empty_slot(buckets, bucket)
        if slot >= 0:
            _put(buckets, bucket, slot, word, row)
            return True
    nodes[0, 0], nodes[0, 1] = homes
    nodes[1, :2] = -1
    head, tail = 0, 2
    while head < tail:
        here = nodes[0, head]
        for s in range(slots):
            a, b = _homes(buckets[here, s], seed, half)
            there = b if here == a else a
            empty = _empty_slot(buckets, there)
            if empty >= 0:
                _shift(buckets, nodes, head, s, there, empty, word, row)
                return True
            if tail < nodes.shape[1]:
                nodes[0, tail], nodes[1, tail], nodes[2, tail] = there, head, s
                tail += 1
        head += 1
    return False


@njit(cache=True)
def _shift(buckets, nodes, node, slot, there, empty, word, row):  # type: ignore[no-untyped-def]
    """Move the chain that ends in an empty slot, its end first, and take the slot at its start.

    The chain is the shortest, so it meets no bucket twice and every move is to an empty slot.
    """
    slots = buckets.shape[1] // 2
    while True:
        here = nodes[0, node]
        _put(buckets, there, empty, buckets[here, slot], buckets[here, slots + slot])
        there, empty = here, slot
        if nodes[1, node] < 0:
            break
        node, slot = nodes[1, node], nodes[2, node]
    _put(buckets, there, empty, word, row)


@njit(cache=True)
def insert(buckets, seed, free, counts, ids, rows, fresh, start):  # type: ignore[no-untyped-def]
    """Insert from number ``start`` on; the number of the first id that found no place."""
    half, slots = len(buckets) // 2, buckets.shape[1] // 2
    nodes = np.empty((3, _NODES), dtype=np.int64)
    for i in range(start, len(ids)):
        a, b = _homes(ids[i], seed, half)
        for bucket in (a, b):
            slot = _slot_of(buckets, bucket, ids[i])
            if slot >= 0:
                rows[i] = buckets[bucket, slots + slot]
        if rows[i] == 0:
            recycled = counts[1] > 0
            row = free[counts[1] - 1] if recycled else counts[2]
            if not place(buckets, seed, ids[i], row, nodes):
                return i
            counts[1 if recycled else 2] += -1 if recycled else 1
            counts[0] += 1
            rows[i], fresh[i] = row, True
    return len(ids)


@njit(cache=True)
def fill(buckets, seed, ids, rows):  # type: ignore[no-untyped-def]
    """Ids with rows they have already; how many found a place, -1 if an id is there twice."""
    nodes = np.empty((3, _NODES), dtype=np.int64)
    for i in range(len(ids)):
        for bucket in _homes(ids[i], seed, len(buckets) // 2):
            if _slot_of(buckets, bucket, ids[i]) >= 0:
                return -1
        if not place(buckets, seed, ids[i], rows[i], nodes):
            return i
    return len(ids)


@njit(cache=True)
def remove(buckets, seed, ids, rows):  # type: ignore[no-untyped-def]
    slots = buckets.shape[1] // 2
    for i in range(len(ids)):
        rows[i] = 0
        for bucket in _homes(ids[i], seed, len(buckets) // 2):
            slot = _slot_of(buckets, bucket, ids[i])
            if slot >= 0:
                rows[i] = buckets[bucket, slots + slot]
                _put(buckets, bucket, slot, 0, 0)
