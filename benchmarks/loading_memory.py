"""Memory and time that it takes to read as many ratings as MovieLens 20M has.

`python -m benchmarks.loading_memory --json FILE` writes a synthetic edition of 20,000,263 ratings
(the people, films and stars of ml-20m in number, not in taste). It reads them from a folder and out
of a zip archive, each in a process of its own, and reports that process's peak resident memory and
its time beside that of pyarrow.csv.read_csv, which only parses, in the same run.
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
LIMIT = 1.0  # GiB
TIMES = 2.0  # what pyarrow.csv takes for the ratings alone
FEWEST, MOST = 20, 9_000  # ratings of a person
BLOCK = 2_000  # people

# Reads argv[1], prints what it found and the peak of its resident memory in bytes. On Linux
# ru_maxrss is at least what the parent had when it started the child; VmHWM is the child's own.
MEASURED = """
import json, re, resource, sys, time
from pathlib import Path
began = time.perf_counter()
{read}
seconds = time.perf_counter() - began
status = Path("/proc/self/status")
mark = re.search(r"VmHWM:\\s*(\\d+) kB", status.read_text()) if status.exists() else None
peak = int(mark[1]) if mark else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found |= {{"seconds": seconds, "peak": peak if sys.platform == "darwin" else 1024 * peak}}
print(json.dumps(found))
"""
OURS = """
from models.datasets.reading.folder import read_data
began = time.perf_counter()  # parsing begins when everything is imported
ratings = read_data(Path(sys.argv[1])).dataset.interactions.ratings
found = {"ratings": ratings.nnz, "people": ratings.shape[0], "films": ratings.shape[1],
    "stars": float(ratings.data.sum(dtype="float64"))}
"""
PYARROW = """
from pyarrow import csv
began = time.perf_counter()
found = {"ratings": csv.read_csv(Path(sys.argv[1]) / "ratings.csv").num_rows}
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


def measured(source: Path, read: str) -> dict[str, float]:
    """What ``read`` finds in ``source``, its seconds and peak, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(read=read), str(source)],
        capture_output=True,
        text=True,
        check=False,
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
        size = (folder / "ratings.csv").stat().st_size / 2**20
        parsed = measured(folder, PYARROW)
        for kind, source in (("folder", folder), ("archive", archive)):
            found = measured(source, OURS)
            if (found["ratings"], found["stars"]) != (n_ratings, stars):
                raise RuntimeError(f"the {kind} was not read whole: {found}")
            rows.append(_row(kind, found, size))
        rows.append(_row("folder, pyarrow.csv.read_csv alone", parsed, size))
    peak = max(float(row["peak, GiB"]) for row in rows[:2])  # type: ignore[arg-type]
    times = float(rows[0]["seconds"]) / parsed["seconds"]  # type: ignore[arg-type]
    name = f"peak resident memory of reading {n_ratings:,} ratings, GiB"
    return rows, [
        Claim(name, peak, f"at most {LIMIT:g} GiB", peak <= LIMIT),
        Claim(
            "time of reading a folder / time of pyarrow.csv.read_csv, same run",
            times,
            f"at most {TIMES:g}",
            times <= TIMES,
        ),
    ]


def _row(source: str, found: dict[str, float], size: float) -> Row:
    return {
        "from": source,
        "ratings": found["ratings"],
        "people": found.get("people"),
        "films": found.get("films"),
        "file, MiB": size,
        "seconds": found["seconds"],
        "peak, GiB": found["peak"] / 2**30,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ratings", type=int, default=RATINGS)
    parser.add_argument("--json", help="write the rows and claims to this file")
    options = parser.parse_args()
    return write_report(*run(options.ratings), options.json)


if __name__ == "__main__":
    sys.exit(main())
