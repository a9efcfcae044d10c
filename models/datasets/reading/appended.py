"""Rows that were appended to a table since it was read: the likes among them.

Whoever can append a row can write anything into it. A row that is none is named in the log, once,
and passed over; how the table is written is judged by what stood there before.
"""

import csv
import io
import logging
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from models.datasets.errors import DatasetError
from models.datasets.meaning.scales import EVENT_WEIGHTS
from models.datasets.meaning.told import read_told
from models.datasets.meaning.understood import Table, understood
from models.datasets.reading.coded import NOT_RATED, value_of
from models.datasets.reading.deciding import VALUES
from models.datasets.reading.folder import SETTINGS, beside, chosen
from models.datasets.scale import LIKES, Scale
from models.datasets.tables.sources import Source, sources_of
from models.datasets.tables.values import clean_key

log = logging.getLogger("tenfold")

LONGEST_ROW = 1 << 16  # bytes
LONGEST_KEY = 1000  # characters
MOST_BYTES = 1 << 26  # read at once; what follows waits for the next look
_SHOWN = 40  # characters of a value in the log


def sizes_of(folder: Path) -> dict[str, int]:
    """Bytes of each table in ``folder``, by the name of its file."""
    names = [Path(source.name) for source in sources_of(folder)] if folder.is_dir() else []
    return {path.name: path.stat().st_size for path in names}


def growing_table(folder: Path, sizes: Mapping[str, int] | None = None) -> Table:
    """The table of interactions in ``folder``, judged by the first ``sizes`` bytes of each file.

    Raises DatasetError if there is none, or rows cannot be appended to it: it is compressed,
    Parquet or UTF-16.
    """
    told = read_told(beside(folder, SETTINGS))
    sources = sources_of(folder) if folder.is_dir() else []
    if sizes:
        sources = [_beginning(source, sizes) for source in sources]
    table = chosen([understood(source, told) for source in sources], "interactions")
    if table is None:
        raise DatasetError(
            f"{folder}: interactions.csv cannot be read: no table there has a column of people and "
            "one of items"
        )
    dialect = table.dialect
    if dialect.parquet or dialect.gzip or dialect.encoding.startswith("utf-16"):
        raise DatasetError(
            f"{table.name}: rows can be followed in an uncompressed text table in UTF-8 or cp1252"
        )
    return table


def likes_in(
    table: Table, rows: bytes, line: int, scale: Scale
) -> Iterator[tuple[str, str]]:  # (person, item)
    """Whole lines after line ``line``. One that cannot be read is named in the log and left out."""
    header, columns = table.header, table.meanings("interactions").columns
    value = next((meaning for meaning in VALUES if meaning in columns), None)
    if scale.kind == LIKES:
        value = None
    weights = {**EVENT_WEIGHTS, **table.told.weights}
    for raw in rows.split(b"\n")[:-1]:
        line += 1
        cells = _cells(raw, table)
        if isinstance(cells, str):
            _left_out(table, line, cells)
            continue
        if not "".join(cells).strip():
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        person, item = (clean_key(row.get(columns[name], "")) for name in ("user", "item"))
        if len(cells) != len(header) or not person or not item:
            _left_out(table, line, f"expected {len(header)} values, user and item among them")
            continue
        if max(len(person), len(item)) > LONGEST_KEY:
            _left_out(table, line, f"a key of more than {LONGEST_KEY} characters")
            continue
        number = 0.0
        if value == "event":
            name = row[columns[value]]
            number = weights.get(name, weights.get(name.casefold(), math.nan))
        elif value:
            number = value_of(row[columns[value]])
        if math.isnan(number):
            assert value is not None
            said = row[columns[value]][:_SHOWN]
            _left_out(table, line, f"expected a number as {value}, got {said!r}")
        elif value is None or (number != NOT_RATED and scale.is_like(number)):
            yield person, item


class Whole(NamedTuple):
    """Lines that have ended. Of a line that is too long only so much is kept as says so."""

    rows: bytes
    n_bytes: int  # that they take in the file
    n_lines: int


def whole_lines(stream: IO[bytes], most: int = MOST_BYTES) -> Whole:
    """The lines from where ``stream`` stands, of about ``most`` bytes; the last may yet grow."""
    fresh = stream.read(most)
    end = fresh.rfind(b"\n") + 1
    if end or len(fresh) < most:
        return Whole(fresh[:end], end, fresh.count(b"\n"))
    n_bytes = len(fresh)
    while piece := stream.readline(most):
        n_bytes += len(piece)
        if piece.endswith(b"\n"):
            return Whole(fresh[: LONGEST_ROW + 1] + b"\n", n_bytes, 1)
    return Whole(b"", 0, 0)


def _cells(raw: bytes, table: Table) -> list[str] | str:
    """The cells of a row, or why it is none."""
    if len(raw) > LONGEST_ROW:
        return f"more than {LONGEST_ROW} bytes"
    try:
        text = raw.decode(table.dialect.encoding)
    except UnicodeDecodeError:
        return f"bytes that are no text in {table.dialect.encoding}"
    text = text.removesuffix("\r")
    if "\r" in text or "\0" in text:
        return "a bare carriage return or a null character"
    try:
        return next(csv.reader([text], delimiter=table.dialect.delimiter), [])
    except csv.Error as error:
        return str(error)


class _Beginning(io.RawIOBase):
    """The first bytes of a stream."""

    def __init__(self, stream: IO[bytes], n_bytes: int) -> None:
        self._stream, self._left = stream, n_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(min(len(buffer), self._left))
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _beginning(source: Source, sizes: Mapping[str, int]) -> Source:
    size = sizes.get(Path(source.name).name)
    if size is None:
        return source

    def opened() -> IO[bytes]:
        return cast(IO[bytes], io.BufferedReader(_Beginning(source.open_raw(), size)))

    return Source(source.name, opened)


def _left_out(table: Table, line: int, why: str) -> None:
    log.warning("%s, line %d is left out: %s", table.name, line, why)
