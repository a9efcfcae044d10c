"""Rows of items by hashing with a chosen collision rate, and by the cuckoo index."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from benchmarks.common.report import Row
from models.embedding_table.collisions import collided, expected_collided
from models.embedding_table.cuckoo import CuckooIndex
from models.embedding_table.hashing import hashed_rows

Integers = NDArray[np.int64]

RATES = (10, 25, 40, 60)  # per cent of the items that are to collide
OWN, CONTROL = "rows of their own", "hashed, none collide"
ARMS: Mapping[str, float | None] = {  # share of the items that is to collide
    OWN: None,
    CONTROL: 0.0,
    **{f"{rate} %": rate / 100.0 for rate in RATES},
}
MANY = 2**40  # rows of the control


def rows_for(n: int, rate: float) -> int:
    """Number of rows at which this share of n ids collides."""
    return round(brentq(lambda n_rows: expected_collided(n, n_rows) - rate, 2.0, 1e4 * n))


def rate_row(what: str, seed: int, rows: Integers, n_rows: int) -> Row:
    """Observed and expected collision rate; ``z`` is their difference in standard deviations.

    The variance is that of the number of empty rows when n balls fall into M.
    """
    n, single = len(rows), np.log1p(-1.0 / n_rows)
    empty, pair = np.exp(n * single), np.exp(n * np.log1p(-2.0 / n_rows))
    deviation = np.sqrt(n_rows * empty + n_rows * (n_rows - 1.0) * pair - (n_rows * empty) ** 2) / n
    rate, formula = collided(rows), expected_collided(n, n_rows)
    z = float((rate - formula) / deviation)
    return {
        "hashed": what,
        "seed": seed,
        "n": n,
        "rows": n_rows,
        "rate": rate,
        "formula": formula,
        "z": z,
    }


def rows_of(ids: Integers, arm: str, seed: int) -> tuple[Integers, int]:
    """Row of each item, renumbered without gaps, and the number of hash rows."""
    rate = ARMS[arm]
    if rate is None:
        index = CuckooIndex(len(ids))
        rows, n_rows = index.insert(ids)[0], index.n_rows
    else:
        n_rows = rows_for(len(ids), rate) if rate else MANY
        rows = hashed_rows(ids, n_rows, seed)
    return np.unique(rows, return_inverse=True)[1], n_rows
