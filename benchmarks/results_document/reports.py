"""A report that a benchmark wrote, read back: its rows by what they say, and its claims."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common.report import Cell, Claim, Row


@dataclass(frozen=True)
class Report:
    """Rows of several kinds (a kind is a set of columns) and the claims about them."""

    rows: tuple[Row, ...]
    claims: tuple[Claim, ...]

    def having(self, *columns: str, **equal: Cell) -> list[Row]:
        """Rows that have all ``columns`` and, where ``equal`` names a column, that value."""
        return [
            row
            for row in self.rows
            if set(columns) | equal.keys() <= row.keys()
            and all(row[name] == value for name, value in equal.items())
        ]

    def number(self, column: str, **equal: Cell) -> float:
        """The number in ``column`` of the only row that matches. Raises ValueError otherwise."""
        found = [row[column] for row in self.having(column, **equal)]
        if len(found) != 1 or not isinstance(found[0], int | float):
            raise ValueError(f"one number of {column!r} for {equal} expected, got {found}")
        return float(found[0])

    def claim(self, start: str) -> Claim:
        """The only claim whose name begins with ``start``. Raises ValueError otherwise."""
        found = [claim for claim in self.claims if claim.name.startswith(start)]
        if len(found) != 1:
            raise ValueError(f"one claim {start!r} expected, got {[c.name for c in found]}")
        return found[0]

    def difference(self, start: str) -> str:
        """The difference with its interval that the name of this claim ends with."""
        return self.claim(start).name.rpartition(": ")[2]


Reports = Mapping[str, Report]


def read_reports(folder: Path) -> Reports:
    """Every report of ``folder`` by the name of its file, without ".json"."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}


def _read(path: Path) -> Report:
    content = json.loads(path.read_text())
    claims = (Claim(**claim) for claim in content["claims"])
    return Report(tuple(content["rows"]), tuple(claims))
