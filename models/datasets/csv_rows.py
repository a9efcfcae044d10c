"""Rows of a csv file, checked: what is wrong is said with file, line and what was expected."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

FORMAT = (
    "a folder with items.csv (columns key, title; optional year, genres or tags separated by |, "
    "image_url, description) and interactions.csv (columns user, item; optional rating, timestamp)"
)
LAST_YEAR = 9999


class DatasetError(ValueError):
    """A data set that cannot be used; the message says which file and line, and what to do."""


Row = tuple[int, dict[str, str]]  # line number, column -> value


def rows(path: Path, required: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a csv file in UTF-8 whose first line names the columns, ``required`` among them.

    Raises DatasetError on a missing or undecodable file, a missing or doubled column, a ragged row
    or an empty required value.
    """
    if not path.is_file():
        raise DatasetError(f"{path}: no such file. A data set is {FORMAT}.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader, began = csv.reader(stream, strict=True), 1
            header = [name.strip().lower() for name in next(reader, [])]
            missing = [name for name in required if name not in header]
            if missing:
                raise DatasetError(
                    f"{path}, line 1: expected the columns {', '.join(required)}, "
                    f"got {', '.join(header) or 'an empty file'}"
                )
            twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
            if twice:
                raise DatasetError(
                    f"{path}, line 1: expected every column once, got {', '.join(twice)} twice"
                )
            began = reader.line_num + 1
            for values in reader:
                began = reader.line_num + 1
                if not values:
                    continue
                if len(values) != len(header):
                    raise DatasetError(
                        f"{path}, line {reader.line_num}: expected {len(header)} values, "
                        f"got {len(values)}"
                    )
                row = dict(zip(header, (value.strip() for value in values), strict=True))
                for name in required:
                    if not row[name]:
                        raise DatasetError(f"{path}, line {reader.line_num}: {name} is empty")
                yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{path}, line {_undecodable_line(path)}: expected UTF-8 text, got other bytes "
            f"({error.reason}). Save the file as UTF-8."
        ) from error
    except csv.Error as error:
        raise DatasetError(
            f"{path}, line {began}: the row that begins here is no well-formed csv ({error})"
        ) from error


def _undecodable_line(path: Path) -> int:
    data = path.read_bytes()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1


def number(path: Path, line: int, name: str, text: str) -> float:
    """A finite number. Raises DatasetError."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DatasetError(f"{path}, line {line}: expected a number as {name}, got {text!r}")
    return value


def year(path: Path, line: int, text: str) -> int:
    """A whole number, as 1999 or 1999.0; an empty text is 0, unknown. Raises DatasetError."""
    value = number(path, line, "year", text) if text else 0.0
    if not value.is_integer() or abs(value) > LAST_YEAR:
        raise DatasetError(
            f"{path}, line {line}: expected a whole number of at most {LAST_YEAR} as year, "
            f"got {text!r}"
        )
    return int(value)
