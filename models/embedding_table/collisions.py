"""What hashing ids into a fixed number of rows costs, and who pays for it.

A hash function does not know how often an id comes, so meeting another is equally likely for all
ids. What a shared row learns is mostly about the more frequent one: the rare ones pay.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.embedding_table.hashing import hashed_rows

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

GROUPS = 10
MINORITY = 0.5  # of a row's traffic: whoever has less is outvoted there


@dataclass(frozen=True)
class Collisions:
    """One hash function, ``n_ids`` and their traffic; groups go from the rarest tenth up."""

    n_ids: int
    n_rows: int
    shared: float  # share of ids with company on their row
    collided: float  # 1 - rows in use / ids
    foreign: float  # of the traffic that reaches a visit's row, by visits
    group_shared: Floats  # (10,) of ids
    group_foreign: Floats  # (10,) mean over ids, each counted once
    group_minority: Floats  # (10,) share of ids with less than half of their row


def power_law(n_ids: int, skew: float) -> Floats:
    """Shares of the traffic by rank, (n_ids,), largest first: rank ** -skew."""
    traffic = np.arange(1, n_ids + 1, dtype=np.float64) ** -skew
    return np.asarray(traffic / traffic.sum())


def demonstrate(n_ids: int, n_rows: int, skew: float, seed: int = 0) -> Collisions:
    """Made-up ids of power-law traffic, hashed."""
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
    """Share of the traffic on rows with company, (n_seeds,): one number a hash function.

    Its expectation is that of the share of ids whatever the skew; skew makes it a matter of luck,
    since much hangs on whether the few largest ids have company.
    """
    traffic = power_law(n_ids, skew)
    return np.array([shared(_rows(n_ids, n_rows, seed)) @ traffic for seed in range(n_seeds)])


def collided(rows: Integers) -> float:
    """Ids for which there is no row left, as a share of all: 1 - rows in use / ids.

    As Monolith counts it: of n ids on one row n - 1 have collided.
    """
    return 1.0 - len(np.unique(rows)) / len(rows)


def expected_collided(n_ids: int, n_rows: int) -> float:
    """What ``collided`` is on average over hash functions."""
    return 1.0 - n_rows * (1.0 - (1.0 - 1.0 / n_rows) ** n_ids) / n_ids


def shared(rows: Integers) -> NDArray[np.bool_]:
    """Whether another id has the same row, (n_ids,). Of n ids on one row all n do."""
    _, which, ids_on_row = np.unique(rows, return_inverse=True, return_counts=True)
    return np.asarray(ids_on_row[which] > 1)


def expected_shared(n_ids: int, n_rows: int) -> float:
    """The chance that at least one of the other ids comes to an id's row."""
    return 1.0 - (1.0 - 1.0 / n_rows) ** (n_ids - 1)


def foreign_share(rows: Integers, traffic: Floats) -> Floats:
    """Share of the traffic on each id's row that is not its own, (n_ids,); traffic is positive.

    Its mean weighted by traffic is what collisions cost everybody; as it stands it shows who pays.
    """
    _, which = np.unique(rows, return_inverse=True)
    on_row = np.bincount(which, weights=traffic)
    return np.asarray(1.0 - traffic / on_row[which])


def grouped(of_ids: NDArray[np.bool_] | Floats, traffic: Floats) -> Floats:
    """Means over ten groups of ids, (10,): as many ids in each, the rarest group first."""
    groups = np.array_split(of_ids[np.argsort(traffic, kind="stable")], GROUPS)
    return np.array([group.mean() for group in groups])


def _rows(n_ids: int, n_rows: int, seed: int) -> Integers:
    return hashed_rows(np.arange(n_ids, dtype=np.int64), n_rows, seed)
