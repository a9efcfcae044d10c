"""Numbers, intervals and tables as Markdown."""

from collections.abc import Iterable, Sequence

from benchmarks.common.report import Cell


def fixed(value: Cell, digits: int = 3) -> str:
    """A number with so many digits after the point; "-" for none."""
    return "-" if value is None else f"{value:.{digits}f}"


def signed(value: Cell, digits: int = 4) -> str:
    """A difference with its sign."""
    return "-" if value is None else f"{value:+.{digits}f}"


def rounded(value: Cell) -> str:
    """A number of any size with three significant digits; a whole number as it is."""
    if value is None or isinstance(value, str):
        return value or "-"
    if value == int(value) or abs(value) >= 100.0:
        return f"{value:,.0f}"
    return f"{value:#.3g}".rstrip(".")


def share(value: Cell) -> str:
    """A share as a percentage."""
    return "-" if value is None else f"{100.0 * float(value):.0f} %"


def interval(value: Cell, low: Cell, high: Cell, digits: int = 4) -> str:
    """A difference with the ends of its interval."""
    return f"{signed(value, digits)} [{signed(low, digits)}, {signed(high, digits)}]"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table. Raises ValueError if a row has not one cell for each column."""
    lines = [list(header), ["---"] * len(header)]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(header)} cells expected, got {row}")
        lines.append([cell.replace("|", "\\|") for cell in row])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
