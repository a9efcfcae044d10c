"""Rows that were appended to a table since it was read: the likes among them."""

import csv
import logging
import math
from collections.abc import Iterator
from pathlib import Path

from models.datasets.errors import DatasetError
from models.datasets.meaning.scales import EVENT_WEIGHTS
from models.datasets.meaning.told import read_told
from models.datasets.meaning.understood import Table, understood
from models.datasets.reading.coded import NOT_RATED, value_of
from models.datasets.reading.deciding import VALUES
from models.datasets.reading.folder import SETTINGS, beside, chosen
from models.datasets.scale import LIKES, Scale
from models.datasets.tables.dialects import decoder
from models.datasets.tables.sources import sources_of
from models.datasets.tables.values import clean_key

log = logging.getLogger("tenfold")


def growing_table(folder: Path) -> Table:
    """The table of interactions in ``folder``.

    Raises DatasetError if there is none, or rows cannot be appended to it: it is compressed,
    Parquet or UTF-16.
    """
    told = read_told(beside(folder, SETTINGS))
    sources = sources_of(folder) if folder.is_dir() else []
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
    for text in decoder(table.dialect.encoding).decode(rows).split("\n")[:-1]:
        line += 1
        cells = next(csv.reader([text], delimiter=table.dialect.delimiter), [])
        if not "".join(cells).strip():
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        person, item = (clean_key(row.get(columns[name], "")) for name in ("user", "item"))
        if len(cells) != len(header) or not person or not item:
            _left_out(table, line, f"expected {len(header)} values, user and item among them")
            continue
        number = 0.0
        if value == "event":
            name = row[columns[value]]
            number = weights.get(name, weights.get(name.casefold(), math.nan))
        elif value:
            number = value_of(row[columns[value]])
        if math.isnan(number):
            assert value is not None
            _left_out(table, line, f"expected a number as {value}, got {row[columns[value]]!r}")
        elif value is None or (number != NOT_RATED and scale.is_like(number)):
            yield person, item


def _left_out(table: Table, line: int, why: str) -> None:
    log.warning("%s, line %d is left out: %s", table.name, line, why)
