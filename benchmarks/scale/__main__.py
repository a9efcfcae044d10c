"""`python -m benchmarks.scale`: the whole fit on made-up catalogues of every size.

Each size is fitted in a process of its own: seconds and peak memory of every stage, and the power
of the number of ratings by which processor time grows. Artifacts of 3,000 to 100,000 items are
opened and asked. `--write FOLDER` writes a made-up world in the files of ml-20m instead, for
`python -m models.train FOLDER`; a folder that is called ml-20m is read as that edition.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common.report import Claim, Row, write_report
from benchmarks.scale.editions import ML_20M, write_edition
from benchmarks.scale.serving import served
from models.recommenders.table import RECOMMENDERS
from models.settings import ROOT

SIZES = {  # name -> people, items, ratings
    "1e5": (700, 3_000, 100_000),
    "1e6": (6_000, 3_500, 1_000_000),
    "1e7": (70_000, 10_700, 10_000_000),
    "2e7": ML_20M,
    "30,000 items": (6_000, 30_000, 1_000_000),
    "100,000 items": (6_000, 100_000, 1_000_000),
}
SERVED = (3_000, 30_000, 100_000)  # items
GROWTH, MOST_GIB = 1.1, 8.0  # targets: power of the ratings, memory
NO_FIT = ("made up",)  # stages that are the benchmark's own


def measured(size: str, models: Sequence[str], seed: int, kept: Path | None) -> dict[str, Any]:
    """The child's report, or the one that stands in the folder ``kept`` already.

    Raises RuntimeError with the end of what it said if it failed.
    """
    name = "-".join([size.replace(" ", "_"), *(models or ["all"]), str(seed)])
    file = kept / f"{name}.json" if kept else None
    if file and file.exists():
        found: dict[str, Any] = json.loads(file.read_text())
        return found
    numbers = map(str, SIZES[size])
    command = [sys.executable, "-m", "benchmarks.scale.child", *numbers, "--seed", str(seed)]
    if models:
        command += ["--models", *models]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        raise RuntimeError(f"{size}: exit {done.returncode}: {done.stderr[-600:]}")
    text = done.stdout.splitlines()[-1]
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    report: dict[str, Any] = json.loads(text)
    return report


def rows_of(size: str, report: dict[str, Any]) -> list[Row]:
    """A row of the whole fit, and one a stage."""
    people, items, ratings = SIZES[size]
    stages = {name: took for name, took in report["stages"].items() if name not in NO_FIT}
    whole: Row = {
        "size": size,
        "people": people,
        "items": items,
        "ratings": ratings,
        "models": ", ".join(name for name in report["stages"] if name in TITLES),
        "seconds": sum(took["seconds"] for took in stages.values()),
        "processor seconds": sum(took["processor"] for took in stages.values()),
        "peak GiB": max(took["peak"] for took in stages.values()) / 2**30,
        "planted tastes": report["metrics"]["planted tastes"],
    }
    return [whole] + [
        {
            "size": size,
            "stage": name,
            "stage seconds": took["seconds"],
            "stage processor seconds": took["processor"],
            "stage peak GiB": took["peak"] / 2**30,
        }
        for name, took in stages.items()
    ]


TITLES = {spec.title for spec in RECOMMENDERS.values()}


def claims_of(rows: Sequence[Row]) -> list[Claim]:
    """Growth with the ratings over sizes of two powers of ten or more, and memory."""
    wholes = [row for row in rows if "ratings" in row]
    by_size = [row for row in wholes if str(row["size"])[1] == "e"]
    claims = []
    ratings = np.array([float(row["ratings"]) for row in by_size])  # type: ignore[arg-type]
    if len(by_size) > 1 and np.ptp(np.log10(ratings)) >= 1.0:
        seconds = np.array([float(row["processor seconds"]) for row in by_size])  # type: ignore[arg-type]
        power = float(np.polyfit(np.log(ratings), np.log(seconds), 1)[0])
        what = f"power of the ratings by which processor time grows, {by_size[0]['size']} to "
        claims.append(Claim(f"{what}{by_size[-1]['size']}", power, f"<= {GROWTH}", power <= GROWTH))
    for row in wholes:
        most = float(row["peak GiB"])  # type: ignore[arg-type]
        name = f"peak memory, GiB, {row['size']}"
        claims.append(Claim(name, most, f"< {MOST_GIB:g}", most < MOST_GIB))
    return claims


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", choices=tuple(SIZES), default=list(SIZES))
    parser.add_argument(
        "--models", nargs="*", choices=tuple(RECOMMENDERS), default=(), help="default: all"
    )
    parser.add_argument(
        "--served", type=int, nargs="*", default=SERVED, help="items of artifacts to be served"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kept", type=Path, help="folder of reports of sizes; those are not run")
    parser.add_argument("--write", type=Path, help="write ml-20m's files into this folder instead")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    if options.write:
        write_edition(options.write)
        return 0
    rows: list[Row] = []
    for size in options.sizes:
        rows += rows_of(size, measured(size, options.models, options.seed, options.kept))
        print(f"{size}: {rows[-1]}", file=sys.stderr)
    claims = claims_of(rows)
    for n_items in options.served:
        row, own = served(n_items)
        rows.append(row)
        claims += own
    return write_report(rows, claims, options.json)


if __name__ == "__main__":
    sys.exit(main())
