"""Peak memory of reading as many ratings as MovieLens 20M has.

`python -m benchmarks.loading_memory --json FILE` writes a synthetic edition of 20,000,263 ratings
(the people, films and stars of ml-20m in number, not in taste). It reads them from a folder and out
of a zip archive, each in a process of its own, and reports that process's peak resident memory.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from benchmarks.common.report import Claim, Row, write_report

NAME = "ml-20m"
RATINGS, PEOPLE, FILMS = 20_000_263, 138_493, 26_729  # FILMS is prime: see write_ratings
LIMIT = 2.0  # GiB
FEWEST, MOST = 20, 9_000  # ratings of a person
BLOCK = 2_000  # people

# Reads argv[1], prints what it found and the peak of its resident memory in bytes. On Linux
# ru_maxrss is at least what the parent had when it started the child; VmHWM is the child's own.
READER = """
import json, re, resource, sys, time
from dataclasses import replace
from pathlib import Path
from models.datasets.grouplens import EDITIONS, read_edition
began = time.perf_counter()
edition = replace(EDITIONS["ml-20m"], n_ratings=None)
ratings = read_edition("ml-20m", edition, Path(sys.argv[1])).interactions.ratings
status = Path("/proc/self/status")
mark = re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text()) if status.exists() else None
peak = int(mark[1]) if mark else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({
    "ratings": ratings.nnz, "people": ratings.shape[0], "films": ratings.shape[1],
    "stars": float(ratings.data.sum(dtype="float64")), "seconds": time.perf_counter() - began,
    "peak": peak if sys.platform == "darwin" else 1024 * peak,
}))
"""


def activity(n_ratings: int, rng: np.random.Generator) -> np.ndarray:
    """Number of films each person rates, (n_people,), long-tailed, summing to ``n_ratings``."""
    n_people = max(1, round(n_ratings * PEOPLE / RATINGS))
    weights = rng.lognormal(0.0, 1.2, n_people)
    spare = n_ratings - FEWEST * n_people
    counts = np.minimum(FEWEST + np.floor(spare * weights / weights.sum()).astype(int), MOST)
    missing = n_ratings - counts.sum()
    order = np.argsort(counts)[: max(1, n_people // 2)]  # who rate least share what is left over
    np.add.at(counts, order, missing // len(order))
    counts[order[: missing % len(order)]] += 1
    return counts


def write_ratings(folder: Path, n_ratings: int, seed: int) -> float:
    """Write ratings.csv and movies.csv as GroupLens does; returns the sum of all stars."""
    rng = np.random.default_rng(seed)
    counts, stars_in_all = activity(n_ratings, rng), 0.0
    titles = "".join(
        f'{film},"Film {film}, The (1999)",Drama|War\n' for film in range(1, FILMS + 1)
    )
    (folder / "movies.csv").write_text(f"movieId,title,genres\n{titles}")
    with (folder / "ratings.csv").open("wb") as stream:
        stream.write(b"userId,movieId,rating,timestamp\n")
        for first in range(0, len(counts), BLOCK):
            own = counts[first : first + BLOCK]
            person = np.repeat(np.arange(len(own)), own)
            place = np.arange(own.sum()) - np.repeat(np.cumsum(own) - own, own)
            # steps of a fixed length round a prime number of films meet none of them twice
            start, step = rng.integers(1, FILMS, (2, len(own)))
            films = 1 + (start[person] + place * step[person]) % FILMS
            stars = rng.integers(1, 11, len(films)) / 2.0
            stars_in_all += stars.sum()
            table = pa.table([first + person + 1, films, stars, 10**9 + place], names=list("ufst"))
            csv.write_csv(table, stream, csv.WriteOptions(include_header=False))
    return stars_in_all


def measured(source: Path) -> dict[str, float]:
    """Output of READER for ``source``, run in a separate process."""
    done = subprocess.run(
        [sys.executable, "-c", READER, str(source)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"reading {source} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def run(n_ratings: int, seed: int = 0) -> tuple[list[Row], list[Claim]]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        folder, archive = Path(place) / NAME, Path(place) / f"{NAME}.zip"
        folder.mkdir()
        stars = write_ratings(folder, n_ratings, seed)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as stream:
            for file in sorted(folder.iterdir()):
                stream.write(file, f"{NAME}/{file.name}")
        for kind, source in (("folder", folder), ("archive", archive)):
            found = measured(source)
            if (found["ratings"], found["stars"]) != (n_ratings, stars):
                raise RuntimeError(f"the {kind} was not read whole: {found}")
            rows.append(
                {
                    "from": kind,
                    "ratings": found["ratings"],
                    "people": found["people"],
                    "films": found["films"],
                    "file, MiB": (folder / "ratings.csv").stat().st_size / 2**20,
                    "seconds": found["seconds"],
                    "peak, GiB": found["peak"] / 2**30,
                }
            )
    peak = max(float(row["peak, GiB"]) for row in rows)  # type: ignore[arg-type]
    name = f"peak resident memory of reading {n_ratings:,} ratings, GiB"
    return rows, [Claim(name, peak, f"at most {LIMIT:g} GiB", peak <= LIMIT)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ratings", type=int, default=RATINGS)
    parser.add_argument("--json", help="write the rows and claims to this file")
    options = parser.parse_args()
    return write_report(*run(options.ratings), options.json)


if __name__ == "__main__":
    sys.exit(main())
