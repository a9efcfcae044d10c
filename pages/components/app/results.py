"""What the benchmarks wrote and the project ships: rows as they are in benchmarks/results."""

from pathlib import Path
from typing import Any

from elicitation.json_text import read_json
from models.settings import ROOT

FOLDER = ROOT / "benchmarks" / "results"

Row = dict[str, Any]


def evaluated(benchmark: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Data sets that the benchmark was run on, in alphabetical order."""
    prefix = f"{benchmark}-"
    return tuple(sorted(path.stem.removeprefix(prefix) for path in folder.glob(f"{prefix}*.json")))


def rows(benchmark: str, data: str = "", folder: Path = FOLDER) -> list[Row]:
    """All rows of one run; none if it was never run or its file is damaged.

    ``data`` is empty for benchmarks that are about no one data set.
    """
    name = f"{benchmark}-{data}" if data else benchmark
    if name not in {path.stem for path in folder.glob("*.json")}:
        return []
    try:
        report = read_json((folder / f"{name}.json").read_text(encoding="utf-8"))
        return [row for row in report["rows"] if isinstance(row, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def with_columns(found: list[Row], *columns: str) -> list[Row]:
    """The rows that have a value in every one of the columns."""
    return [row for row in found if all(row.get(column) is not None for column in columns)]
