"""From rows to one matrix of stars: orphans, "not rated", several rows of one cell, the scale."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

from models.datasets.meaning.keys import Repair, repair
from models.datasets.meaning.scales import OWN_SCALE, Values, between_people, own_ranks
from models.datasets.reading.coded import NOT_RATED
from models.datasets.reading.interactions import Rows
from models.datasets.reading.report import Left
from models.datasets.scale import COUNTS, RATINGS, Scale

MOST_COMPARED = 10_000  # people, to see whether they use a scale in the same way


@dataclass(frozen=True, eq=False)
class Cells:
    """One rating a person and item, in the units of the file, and the rows that made none."""

    matrix: sparse.csr_matrix  # (n_users, n_items), may store zeros
    users: tuple[str, ...]
    left: tuple[Left, ...]
    n_duplicates: int
    repair: Repair | None
    orphans: tuple[str, ...]  # examples
    n_orphans: int


def distinct(values: NDArray[np.float32]) -> Values:
    """Distinct finite values and their rows."""
    counted = pc.value_counts(pa.array(values))
    found = counted.field("values").to_numpy(zero_copy_only=False).astype(np.float64)
    counts = counted.field("counts").to_numpy(zero_copy_only=False)
    found = np.round(found, 5)  # single precision of 0.3
    order = np.argsort(found)
    order = order[np.isfinite(found[order])]
    unique, starts = np.unique(found[order], return_index=True)
    sums = np.add.reduceat(counts[order], starts) if len(starts) else counts[:0]
    return Values(unique, sums.astype(np.int64))


def place(rows: Rows, keys: dict[str, int], missing: tuple[float, ...], kind: str) -> Cells:
    """Cells of the items ``keys`` (key -> number), of rows that are rated."""
    known = [key in keys for key in rows.item_keys]
    orphans = [key for key, there in zip(rows.item_keys, known, strict=True) if not there]
    used = [key for key, there in zip(rows.item_keys, known, strict=True) if there]
    fixed = repair(orphans, used, keys) if orphans else None
    pairs = fixed.pairs if fixed else {}
    numbers = np.array([keys.get(pairs.get(key, key), -1) for key in rows.item_keys] or [0])
    items = numbers.astype(np.int32)[rows.items]
    there = items >= 0
    n_orphans = int((~there).sum())
    values = np.ones(len(items), dtype=np.float32) if rows.values is None else rows.values
    if rows.values is not None:
        rated = values != NOT_RATED
        for value in missing:
            rated &= values != np.float32(value)
        n_missing = int((there & ~rated).sum())
        there &= rated
    else:
        n_missing = 0
    users, times = rows.users, rows.times
    if not there.all():
        users, items, values = users[there], items[there], values[there]
        times = None if times is None else times[there]
    shape = (len(rows.user_keys), len(keys))
    matrix, n_duplicates = _matrix(users, items, values, times, shape, kind)
    kept = np.diff(matrix.indptr) > 0
    names = rows.user_keys
    if not kept.all():
        matrix = matrix[np.flatnonzero(kept)]
        names = [names[user] for user in np.flatnonzero(kept)]
    lost = [key for key in orphans if key not in pairs]
    left = (
        Left("the item is not among the items", n_orphans, tuple(lost[:3])),
        Left("not rated", n_missing),
        Left("another row of the same person and item counts", n_duplicates),
    )
    return Cells(
        matrix,
        tuple(names),
        tuple(part for part in left if part.n),
        n_duplicates,
        fixed,
        tuple(lost[:3]),
        n_orphans,
    )


def _matrix(
    users: NDArray[np.int32],
    items: NDArray[np.int32],
    values: NDArray[np.float32],
    times: NDArray[np.float64] | None,
    shape: tuple[int, int],
    kind: str,
) -> tuple[sparse.csr_matrix, int]:
    """The matrix, and how many rows were not the one that counts."""
    matrix = _unsummed(users, items, values, shape)
    row_of = np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(matrix.indptr))
    same = (matrix.indices[1:] == matrix.indices[:-1]) & (row_of[1:] == row_of[:-1])
    n_duplicates = int(same.sum())
    if not n_duplicates:
        return matrix, 0
    cells = row_of[1:][same].astype(np.int64) * shape[1] + matrix.indices[1:][same]
    del matrix, row_of, same
    key = users.astype(np.int64) * shape[1] + items
    among = np.flatnonzero(np.isin(key, np.unique(cells)))
    when = np.zeros(len(among)) if times is None else times[among]
    if kind not in (RATINGS, COUNTS):
        when = values[among].astype(np.float64)  # the strongest event
    order = among[np.lexsort((among, when, key[among]))]
    last = np.append(key[order][1:] != key[order][:-1], True)
    kept = np.ones(len(key), dtype=bool)
    kept[order[~last]] = False
    if kind == COUNTS:  # a person's plays of an item may stand in several rows
        values = values.copy()
        starts = np.flatnonzero(np.append(True, key[order][1:] != key[order][:-1]))
        values[order[last]] = np.add.reduceat(values[order], starts)
    return _unsummed(users[kept], items[kept], values[kept], shape), n_duplicates


def _unsummed(
    users: NDArray[np.int32],
    items: NDArray[np.int32],
    values: NDArray[np.float32],
    shape: tuple[int, int],
) -> sparse.csr_matrix:
    """Rows sorted by item; cells that occur twice stand twice."""
    cells = sparse.coo_matrix((values, (users, items)), shape=shape)
    cells.has_canonical_format = True  # else it sums what occurs twice
    matrix = cells.tocsr()
    matrix.has_sorted_indices = False
    matrix.sort_indices()
    return matrix


def stars_of(matrix: sparse.csr_matrix, scale: Scale) -> tuple[sparse.csr_matrix, Scale]:
    """The matrix in stars, and the scale: ranks within people where their scales differ.

    The matrix is changed in place.
    """
    values = matrix.data
    values = matrix.data
    if scale.kind == RATINGS and not scale.told and not scale.own and len(values):
        ends = matrix.indptr[: MOST_COMPARED + 1]
        users = np.repeat(np.arange(len(ends) - 1, dtype=np.int32), np.diff(ends))
        if between_people(users, values[: ends[-1]], len(ends) - 1) > OWN_SCALE:
            scale = replace(scale, own=True)
    if scale.own:
        matrix.data = own_ranks(matrix.indptr, -values if scale.best < scale.worst else values)
    elif not scale.keeps:
        matrix.data = np.asarray(scale.stars(values), dtype=values.dtype)
    return matrix, scale
