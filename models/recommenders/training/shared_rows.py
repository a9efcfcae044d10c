"""Items that share a row of parameters, as in a hashed embedding table."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def rows_of_items(rows: Integers | None, n_items: int) -> Integers:
    """The row of each item, (n_items,), from 0; for None each item has its own.

    Raises ValueError if there is not one row per item or a row is negative.
    """
    if rows is None:
        return np.arange(n_items)
    if rows.shape != (n_items,) or (rows < 0).any():
        raise ValueError(f"expected {n_items} rows from 0, got {rows.shape}")
    return rows


def mean_by_row(values: NDArray[np.generic], rows: Integers) -> Floats:
    """Means of ``values`` (n_items, ...) over the items of each row, (n_rows, ...).

    Initial values of shared rows. A row without items is 0.
    """
    counts = np.bincount(rows)
    sums = np.zeros((len(counts), *values.shape[1:]))
    np.add.at(sums, rows, values)
    means: Floats = (sums.T / np.maximum(counts, 1)).T
    return means
