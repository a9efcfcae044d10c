"""How much slower ten people's clicks are beside a flood.

`python -m benchmarks.floods --json FILE`. A real server; people by websocket, as in benchmarks.app;
the attacker is a process of its own with four tasks, at another address of the same computer, and
so takes processor time, too. Before each flood the people are measured without it. Needs a fitted
artifact and an idle machine.
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from benchmarks.app.__main__ import crowd
from benchmarks.app.server import Server
from benchmarks.common.report import Claim, Row, write_report
from benchmarks.floods.kinds import FLOODS, attack
from models.settings import read_settings

PEOPLE, CLICKS = 10, 5
SLOWER = 1.5  # the median click beside a flood over that without


@contextmanager
def attacked(name: str, url: str) -> Iterator[None]:
    attacker = multiprocessing.get_context("spawn").Process(target=attack, args=(name, url))
    attacker.start()
    try:
        yield
        if not attacker.is_alive():
            raise RuntimeError(f"the attacker gave up: {name}")
    finally:
        attacker.kill()
        attacker.join()


def median_ms(url: str) -> float:
    """Of all clicks of the people."""
    visits = asyncio.run(crowd(url, PEOPLE, CLICKS))
    return 1e3 * float(np.median([seconds for visit in visits for seconds in visit.clicks]))


def measured(artifacts: Path, names: list[str]) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        server = Server(artifacts, f"sqlite:///{place}/s.sqlite3", place / "log")
        with closing(server):
            median_ms(server.url)  # pages are loaded
            for name in names:
                alone = median_ms(server.url)
                with attacked(name, server.url):
                    beside = median_ms(server.url)
                rows.append(
                    {
                        "flood": name,
                        "people": PEOPLE,
                        "median alone, ms": alone,
                        "median beside it, ms": beside,
                        "ratio": beside / alone,
                    }
                )
                print(f"{name}: {alone:.0f} ms, {beside:.0f} ms", file=sys.stderr, flush=True)
    return rows


def claims_of(rows: list[Row]) -> list[Claim]:
    """No flood slows the median click by more than half."""
    ratios = {str(row["flood"]): float(row["ratio"] or 0.0) for row in rows}
    return [
        Claim(f"median click beside {name} over without", ratio, f"<= {SLOWER}", ratio <= SLOWER)
        for name, ratio in ratios.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artifacts", type=Path, default=read_settings().artifacts)
    parser.add_argument("--only", nargs="*", choices=list(FLOODS), default=list(FLOODS))
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    rows = measured(options.artifacts, options.only)
    return write_report(rows, claims_of(rows), options.json)


if __name__ == "__main__":
    sys.exit(main())
