"""The cost of hash collisions in an embedding table with a fixed number of rows.

A hash function does not depend on frequency, so every id is equally likely to share its row. A
shared row is trained mostly by its most frequent id, so collisions distort rare ids most.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.embedding_table.hashing import hashed_rows

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

GROUPS = 10
MINORITY = 0.5  # of a row's traffic: an id with less does not determine the row's vector


@dataclass(frozen=True)
class Collisions:
    """Collision statistics of one hash function; groups run from the rarest tenth of ids up."""

    n_ids: int
    n_rows: int
    shared: float  # share of ids that share their row
    collided: float  # 1 - rows in use / ids
    foreign: float  # share of other ids' traffic on the row of a visit, mean over visits
    group_shared: Floats  # (10,) of ids
    group_foreign: Floats  # (10,) mean over ids, each counted once
    group_minority: Floats  # (10,) share of ids with less than half of their row's traffic


def power_law(n_ids: int, skew: float) -> Floats:
    """Shares of the traffic by rank, (n_ids,), largest first: rank ** -skew."""
    traffic = np.arange(1, n_ids + 1, dtype=np.float64) ** -skew
    return np.asarray(traffic / traffic.sum())


def demonstrate(n_ids: int, n_rows: int, skew: float, seed: int = 0) -> Collisions:
    """Collision statistics of simulated ids with power-law traffic."""
    traffic, rows = power_law(n_ids, skew), _rows(n_ids, n_rows, seed)
    company, foreign = shared(rows), foreign_share(rows, traffic)
    return Collisions(
        n_ids,
        n_rows,
        float(company.mean()),
        collided(rows),
        float(foreign @ traffic),
        *(grouped(of_ids, traffic) for of_ids in (company, foreign, foreign > MINORITY)),
    )


def traffic_on_shared(n_ids: int, n_rows: int, skew: float, n_seeds: int) -> Floats:
    """Share of the traffic on shared rows, (n_seeds,): one number per hash function.

    Its expectation equals the expected share of ids for any skew; its variance grows with the
    skew, because it depends on whether the few largest ids share their rows.
    """
    traffic = power_law(n_ids, skew)
    return np.array([shared(_rows(n_ids, n_rows, seed)) @ traffic for seed in range(n_seeds)])


def collided(rows: Integers) -> float:
    """Collision rate as Monolith [Liu2022] counts it: 1 - rows in use / ids.

    Of n ids on one row, n - 1 have collided.
    """
    return 1.0 - len(np.unique(rows)) / len(rows)


def expected_collided(n_ids: int, n_rows: int) -> float:
    """Expectation of ``collided`` over hash functions."""
    return 1.0 - n_rows * (1.0 - (1.0 - 1.0 / n_rows) ** n_ids) / n_ids


def shared(rows: Integers) -> NDArray[np.bool_]:
    """Mask (n_ids,) of ids that share their row. Of n ids on one row, all n do."""
    _, which, ids_on_row = np.unique(rows, return_inverse=True, return_counts=True)
    return np.asarray(ids_on_row[which] > 1)


def expected_shared(n_ids: int, n_rows: int) -> float:
    """Probability that at least one other id has the same row."""
    return 1.0 - (1.0 - 1.0 / n_rows) ** (n_ids - 1)


def foreign_share(rows: Integers, traffic: Floats) -> Floats:
    """Share of other ids' traffic on each id's row, (n_ids,); ``traffic`` (n_ids,) is positive.

    Weighted by traffic, its mean is the overall cost; unweighted, it shows which ids are affected.
    """
    _, which = np.unique(rows, return_inverse=True)
    on_row = np.bincount(which, weights=traffic)
    return np.asarray(1.0 - traffic / on_row[which])


def grouped(of_ids: NDArray[np.bool_] | Floats, traffic: Floats) -> Floats:
    """Means over ten equal groups of ids, (10,), rarest group first."""
    groups = np.array_split(of_ids[np.argsort(traffic, kind="stable")], GROUPS)
    return np.array([group.mean() for group in groups])


def _rows(n_ids: int, n_rows: int, seed: int) -> Integers:
    return hashed_rows(np.arange(n_ids, dtype=np.int64), n_rows, seed)
