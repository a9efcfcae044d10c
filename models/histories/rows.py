"""Rows of an uploaded table: what each calls its item, and the rating that it gives."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from models.datasets.errors import DatasetError
from models.datasets.meaning.columns import is_known, plain
from models.datasets.meaning.scales import Values, find_scale, with_like
from models.datasets.meaning.told import Told
from models.datasets.meaning.understood import Table, understood
from models.datasets.scale import COUNTS, RATINGS, Scale
from models.datasets.tables import values
from models.datasets.tables.batches import Dropped, opened_table
from models.datasets.tables.dialects import sniff
from models.datasets.tables.sources import from_bytes
from models.histories import viewing
from models.histories.rated import Rated, Row
from models.histories.uploads import Upload, UploadError

MOST_ROWS = 50_000
LATER = {"toread", "currentlyreading", "plantowatch", "wishlist"}  # shelves of what is not known
_FURTHER = {
    "originaltitle": "original",
    "exclusiveshelf": "shelf",
    "status": "shelf",
    "duration": "watched",
    "supplementalvideotype": "aside",  # a trailer
}
ONE_COLUMN = "\x1f"  # a delimiter that no text has
Cells = dict[str, str]


@dataclass(frozen=True)
class ReadFile:
    """One file's rows. ``scale`` is that of its ratings, None if it has none."""

    place: str  # whose export, "" = unknown
    rated: tuple[Rated, ...]
    scale: Scale | None


def read_rows(upload: Upload) -> ReadFile:
    """The rows of a table, the first MOST_ROWS.

    Raises UploadError of kind "damaged", "unknown" (no column names items) or "people" (ratings of
    several people).
    """
    try:
        table, columns = _understood(upload)
        rows = list(_rows(table, columns))
    except (DatasetError, pa.ArrowException, UnicodeError, LookupError) as error:
        raise UploadError("damaged") from error
    if len({row.get("user") for row in rows}) > 1:
        raise UploadError("people")
    place = table.export.name if table.export else ""
    rated = tuple(
        Rated(
            _row_of(row, place),
            values.number(row.get("rating", "")),
            upload.is_likes,
            viewing.minutes_of(row.get("watched", "")),
            bool(row.get("aside")),
        )
        for row in rows
        if plain(row.get("shelf", "")) not in LATER
    )
    rated = tuple(one for one in rated if one.row.titles or one.row.ids)
    if place == viewing.PLACE:
        rated = viewing.by_title(rated)
    return ReadFile(place, rated, _scale(table, columns, rated))


def _understood(upload: Upload) -> tuple[Table, Cells]:
    """The table, and meaning -> column. Raises UploadError of kind "unknown"."""
    source = from_bytes(upload.name, upload.data)
    table = understood(source, Told())
    columns = _columns(table)
    if columns:
        return table, columns
    # a list without a header: titles, and perhaps numbers after them
    rows = (table.dialect.header, *table.dialect.sample)
    pairs = [row for row in rows if len(row) == 2 and not math.isnan(values.number(row[1]))]
    if 2 * len(pairs) > len(rows):
        names: tuple[str, ...] = ("title", "rating")
        delimiter = table.dialect.delimiter
    else:  # one title a line, whatever marks it has
        names, delimiter = ("title",), ONE_COLUMN
    dialect = sniff(source, is_known, table.dialect.encoding, delimiter, names)
    if not any(letter.isalpha() for row in dialect.sample for letter in row[0]):
        raise UploadError("unknown")
    return Table(source, dialect, names, Told(), None), {name: name for name in names}


def _columns(table: Table) -> Cells:
    """Meaning -> column; empty if no column names items."""
    items, told = table.meanings("items").columns, table.meanings("interactions").columns
    found: Cells = {}
    for meaning in ("title", "key", "imdb", "tmdb"):
        if meaning in items:
            found[meaning] = items[meaning]
    if not found:
        return {}
    if "year" in items and plain(items["year"]) != "date":  # on which it was rated
        found["year"] = items["year"]
    for meaning, column in (
        ("rating", told.get("rating", told.get("amount"))),
        ("user", told.get("user")),
    ):
        if column and column not in found.values() and plain(column) != "author":
            found[meaning] = column
    for column in table.header:
        named = _FURTHER.get(plain(column))
        if named and column not in found.values():
            found[named] = column
    return found


def _rows(table: Table, columns: Cells) -> Iterator[Cells]:
    """Rows as meaning -> text, MOST_ROWS at most."""
    types = {column: pa.string() for column in columns.values()}
    n = 0
    with opened_table(table.source, table.dialect, types, Dropped()) as batches:
        for batch in batches:
            cells = {m: batch.column(column).to_pylist() for m, column in columns.items()}
            for place in range(batch.num_rows):
                yield {meaning: (texts[place] or "").strip() for meaning, texts in cells.items()}
                n += 1
                if n == MOST_ROWS:
                    return


def _row_of(row: Cells, place: str) -> Row:
    ids = [row.get("key", ""), row.get("imdb", "")]
    if row.get("tmdb"):
        ids.append(f"tmdb:{row['tmdb']}")
    titles = [row.get("title", ""), row.get("original", "")]
    if not any(titles) and any(letter.isalpha() for letter in row.get("key", "")):
        titles = [row["key"]]  # a column "film" may hold titles
    return Row(
        tuple(title for title in titles if title),
        values.year(row.get("year", "")) or 0,
        tuple(written for written in ids if written),
        place,
    )


def _scale(table: Table, columns: Cells, rated: Sequence[Rated]) -> Scale | None:
    found = np.array([one.value for one in rated if not math.isnan(one.value)])
    if not len(found):
        return None
    distinct, counts = np.unique(found, return_counts=True)
    amounts = Values(distinct.astype(np.float64), counts.astype(np.int64))
    export = table.export
    if export and export.scale:
        scale = Scale(RATINGS, *export.scale, like=0.0, missing=export.missing)
        amounts = amounts.without(export.missing)
        return with_like(scale, amounts) if amounts.n else None
    is_amount = columns.get("rating") == table.meanings("interactions").columns.get("amount")
    try:
        return find_scale(amounts, columns["rating"], COUNTS if is_amount else RATINGS)
    except DatasetError:
        return None
