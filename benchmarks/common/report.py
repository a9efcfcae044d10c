"""Options of the benchmarks, printed tables, JSON reports and exit codes."""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Claim:
    """A claim that a run confirms or refutes; ``target`` states the threshold in words."""

    name: str
    value: float
    target: str
    holds: bool


def parser_of(description: str | None, data: str = "movielens") -> argparse.ArgumentParser:
    """Options of a benchmark on held-out people: --data, --folds and --json."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default=data, help="a data set of models.datasets")
    parser.add_argument("--folds", type=int, default=5, help="of the people who are tested")
    parser.add_argument("--json", help="write rows and claims to this file")
    return parser


def write_report(rows: Sequence[Row], claims: Sequence[Claim], json_path: str | Path | None) -> int:
    """Print rows and claims, write them as JSON, return the exit code: 1 if a claim fails.

    ``json_path`` None writes nothing. Values that are not finite become null in the file.
    """
    console = Console()
    if not console.is_terminal:  # logs are not wrapped
        console = Console(width=400)
    kinds: dict[tuple[str, ...], list[Row]] = {}  # a table for each kind of row
    for row in rows:
        kinds.setdefault(tuple(row), []).append(row)
    for columns, alike in kinds.items():
        console.print(
            _table(columns, [[_shown(row[column]) for column in columns] for row in alike])
        )
    for claim in claims:
        mark = "[green]holds[/]" if claim.holds else "[bold red]FAILS[/]"
        console.print(
            f"{mark}  {claim.name}: {_shown(claim.value)} (target {claim.target})", highlight=False
        )
    if json_path is not None:
        report = {
            "rows": [{name: _finite(cell) for name, cell in row.items()} for row in rows],
            "claims": [
                {name: _finite(cell) for name, cell in asdict(claim).items()} for claim in claims
            ],
        }
        Path(json_path).parent.mkdir(parents=True, exist_ok=True)
        Path(json_path).write_text(
            json.dumps(report, indent=2, allow_nan=False, default=_plain) + "\n"
        )
    return int(not all(claim.holds for claim in claims))


def _table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Table:
    table = Table(*columns)
    for line in cells:
        table.add_row(*line)
    return table


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _plain(value: np.generic) -> object:
    """NumPy numbers and booleans as Python's."""
    return value.item()


def _finite(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
