"""The collisionless table at a million ids, and the cost of collisions to models.

`python -m benchmarks.embedding --json FILE`

1. The table: no two ids on one row while it grows, after expiry and after a restart; how full it is
   when it grows; speed and memory against a bare gather and a dict (speed.py).
2. Collisions: AMP-CF and the reward factorisation with hashed rows against rows of their own
   (benchmarks/embedding/collisions.py, losses.py).

Ids follow a power law: traffic to the id of rank r is proportional to r^-1.05, and ids arrive in
the order of their first occurrence in such traffic. Times are of one thread.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.report import Claim, Row, write_report
from benchmarks.embedding.losses import collision_claims, collision_rows
from benchmarks.embedding.rates import rate_row
from benchmarks.embedding.speed import lookup_row, memory_row
from models.embedding_table.admission import AdmitAll
from models.embedding_table.collisionless import EmbeddingTable
from models.embedding_table.cuckoo import ABSENT, SLOTS, CuckooIndex
from models.embedding_table.hashing import hashed_rows
from models.embedding_table.table import DAY, Expiry

Integers = NDArray[np.int64]

N_IDS = 1_000_000
WIDTH = 32
POWER = 1.05  # of the traffic to ids
N_BATCHES = 20  # a day each
KEPT_DAYS = 10.0  # of the twenty batches the older half expires
SMALLEST = 1_000  # buckets: chance makes smaller tables grow early
N_INDEXES = 3  # hash functions under which the load at growth is taken
BATCHES = (10_000, N_IDS)  # ids a lookup


def arriving_ids(n: int, rng: np.random.Generator) -> Integers:
    """``n`` different ids in the order of their first occurrence in Zipf traffic.

    First occurrences in Poisson traffic are exponential with the rate of each id.
    """
    by_rank = rng.permutation(np.unique(rng.integers(-(2**63), 2**63, n + n // 10)))[:n]
    rates = np.arange(1, n + 1) ** -POWER
    return by_rank[np.argsort(rng.exponential(size=n) / rates)]


class Checked:
    """A table with the results of each check of its rows."""

    def __init__(self, table: EmbeddingTable) -> None:
        self.table = table
        self.rows: list[Row] = []

    def check(self, when: str, ids: Integers, earlier: Integers | None = None) -> Integers:
        """Rows of ``ids``; records whether they are unique and the first kept ``earlier`` rows."""
        rows = self.table.index.find(ids)
        shared = len(ids) - len(np.unique(rows)) + int((rows == ABSENT).sum())
        moved = None if earlier is None else int((rows[: len(earlier)] != earlier).sum())
        self.rows.append(
            {"checkpoint": when, "ids": len(self.table), "absent or shared": shared, "moved": moved}
        )
        return rows


def injective_rows(ids: Integers) -> tuple[EmbeddingTable, list[Row]]:
    """Rows of checks after growth, expiry of half, new and returning ids and a restart; the table.

    ``ids`` are in the order of their arrival; the table ends with all of them.
    """
    table = EmbeddingTable(WIDTH, AdmitAll(), Expiry(KEPT_DAYS))
    checked = Checked(table)
    batches = np.array_split(ids, N_BATCHES)
    rows = np.zeros(0, dtype=np.int64)
    for day, batch in enumerate(batches):
        table.update(batch, np.ones((len(batch), WIDTH), dtype=np.float32), day * DAY)
        rows = checked.check(f"batch {day + 1}", ids[: len(rows) + len(batch)], rows)
    gone = table.expire((N_BATCHES - 1) * DAY)
    stays = ids[~np.isin(ids, gone)]
    old = rows[~np.isin(ids, gone)]
    checked.check(f"{len(gone)} expired", stays, old)
    back = np.random.default_rng(1).permutation(gone)
    table.update(back, np.ones((len(back), WIDTH), dtype=np.float32), N_BATCHES * DAY)
    checked.check("those are back: who stayed", stays, old)
    rows = checked.check("those are back: everybody", ids)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.safetensors")
        table.save(path)
        again = Checked(EmbeddingTable(WIDTH, AdmitAll(), Expiry(KEPT_DAYS)))
        again.table.load(path)
    again.check("restored into a new table", ids, rows)
    return again.table, checked.rows + again.rows


def load_rows(ids: Integers) -> list[Row]:
    """Load of the index when it must grow, at every doubling."""
    rows: list[Row] = []
    for slots in (SLOTS, 1):
        loads: list[float] = []
        for seed in range(N_INDEXES):
            index = CuckooIndex(0, slots, seed)
            n_buckets = 2 ** np.arange(64.0) * (2 * 8)
            index.insert(ids)
            grown = zip(n_buckets, index.grown_at, strict=False)
            loads += [load for size, load in grown if size >= SMALLEST]
        rows.append(
            {
                "slots": slots,
                "doublings": len(loads),
                "least load": min(loads),
                "median load": float(np.median(loads)),
                "greatest load": max(loads),
            }
        )
    return rows


def table_claims(checks: list[Row], loads: list[Row], speeds: list[Row]) -> list[Claim]:
    bad = sum(int(row["absent or shared"] or 0) + int(row["moved"] or 0) for row in checks)
    full, single = loads
    least, typical = float(full["least load"] or 0), float(single["median load"] or 0)
    gather = max(float(row["lookup / gather"] or np.inf) for row in speeds)
    faster = min(float(row["dict / find"] or 0) for row in speeds)
    return [
        Claim("ids absent, sharing a row or moved, all checkpoints", bad, "0", bad == 0),
        Claim("least load at growth, four slots", least, ">= .93", least >= 0.93),
        Claim(
            "median load at growth, one slot", typical, ".45 to .60", bool(0.45 <= typical <= 0.6)
        ),
        Claim("time of a lookup over a bare gather", gather, "<= 2", gather <= 2.0),
        Claim("time of a dict's finding over the index's", faster, ">= 10", faster >= 10.0),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=5, help="of training and hashing")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args(arguments)
    ids = arriving_ids(N_IDS, np.random.default_rng(0))
    table, checks = injective_rows(ids)
    loads = load_rows(ids)
    speeds = [lookup_row(table, ids, n_a_time) for n_a_time in BATCHES]
    table_rows = [*checks, *loads, *speeds, memory_row(table, ids)]
    print("the table is measured", file=sys.stderr, flush=True)
    hashed = rate_row("a million ids", 0, hashed_rows(ids, 2**20, 0), 2**20)
    collisions = [hashed, *collision_rows(options.seeds)]
    claims = [*table_claims(checks, loads, speeds), *collision_claims(collisions)]
    return write_report([*table_rows, *collisions], claims, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
