"""A folder, an archive or one table of somebody's: read into a data set and a report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from models.datasets.catalogue import (
    ENOUGH_LIKES,
    ENOUGH_PEOPLE,
    Catalogue,
    Dataset,
    Interactions,
)
from models.datasets.errors import FORMAT, DatasetError
from models.datasets.meaning.scales import EVENT_WEIGHTS
from models.datasets.meaning.told import Told, read_told, read_words
from models.datasets.meaning.understood import Table, recognised_words, understood
from models.datasets.reading.deciding import decide
from models.datasets.reading.grades import Grades, graded
from models.datasets.reading.interactions import Rows, read_rows
from models.datasets.reading.items import ItemRows, build_catalogue
from models.datasets.reading.matrix import place, stars_of
from models.datasets.reading.report import Report
from models.datasets.reading.reporting import (
    alike,
    interactions_report,
    items_report,
    ratings_report,
    too_broken,
    with_cells,
)
from models.datasets.scale import EVENTS, Scale
from models.datasets.tables.batches import Dropped, opened_table
from models.datasets.tables.sources import Source, from_path, sources_of

SETTINGS, WORDS = "data.json", "words.json"


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read. ``dataset`` is None where ``report.troubles`` say why."""

    dataset: Dataset | None
    report: Report
    scale: Scale | None = None


def load_folder(path: Path, prefix: str = "", notice: str = "") -> Dataset:
    """The data set in ``path``, as ``read_data``. Raises DatasetError with all troubles."""
    reading = read_data(path, prefix, notice)
    if reading.dataset is None:
        raise DatasetError("\n".join(reading.report.troubles))
    return reading.dataset


def read_data(path: Path, prefix: str = "", notice: str = "") -> Reading:
    """A folder, zip archive or single table, named after it. Raises nothing: the report says.

    ``prefix`` goes before every key; ``notice`` is the licence that people are shown.
    """
    name = path.resolve().name.removesuffix(".zip") or str(path)
    report = Report(name, needed_people=ENOUGH_PEOPLE, needed_likes=ENOUGH_LIKES)
    home = path if path.is_dir() else path.parent
    try:
        told = read_told(beside(home, SETTINGS))
        tables = [understood(source, told) for source in sources_of(path)]
        _known_columns(tables, told)
        return _read(report, tables, told, beside(home, WORDS), prefix, notice)
    except DatasetError as error:
        return Reading(None, replace(report, troubles=(str(error),)))


def _known_columns(tables: Sequence[Table], told: Told) -> None:
    """Raises DatasetError if data.json names a column that no table has."""
    there = {name for table in tables for name in table.header}
    named = [name for file in told.files.values() for name in file.columns]
    if absent := [name for name in named if name not in there]:
        raise DatasetError(
            f"{SETTINGS}: no table has the column {absent[0]!r}; there are "
            f"{', '.join(sorted(there))[:300]}"
        )


def load_catalogue(folder: Path) -> Catalogue:
    """Only the items of a folder. Raises DatasetError."""
    told = read_told(beside(folder, SETTINGS))
    tables = [understood(source, told) for source in sources_of(folder)]
    table = chosen([t for t in tables if t is not chosen(tables, "interactions")], "items")
    if table is None:
        raise DatasetError(f"{folder}: there is no table of items. A data set is {FORMAT}.")
    return build_catalogue(read_items(table).rows).catalogue


def beside(home: Path, name: str) -> Source | None:
    """The file ``name`` in the folder ``home``, None if there is none."""
    return from_path(home / name) if (home / name).is_file() else None


def chosen(tables: Sequence[Table], role: str) -> Table | None:
    """The table that has this role: the one that is told, is named so, or has most columns."""
    preferred = ("items",) if role == "items" else ("interactions", "ratings")

    def rank(table: Table) -> tuple[bool, bool, int]:
        stem = table.base.split(".")[0].casefold()
        return table.told_role == role, stem in preferred, len(table.meanings(role).columns)

    return max((table for table in tables if table.can_be(role)), key=rank, default=None)


def _read(
    report: Report,
    tables: Sequence[Table],
    told: Told,
    words: Source | None,
    prefix: str,
    notice: str,
) -> Reading:
    table = chosen(tables, "interactions")
    described = chosen([other for other in tables if other is not table], "items")
    if table is None:
        seen = "; ".join(f"{other.name}: {', '.join(other.header)[:200]}" for other in tables)
        raise DatasetError(
            f"{report.name}: no table has a column of people and one of items. Found are {seen}. "
            'Name the columns in data.json, such as {"columns": {"your column": "user"}}. '
            f"A data set is {FORMAT}."
        )
    weights = {**EVENT_WEIGHTS, **told.weights}
    columns = table.meanings("interactions").columns
    extra = {} if described else table.describing()
    timeless = {meaning: name for meaning, name in columns.items() if meaning != "timestamp"}
    rows = read_rows(table.source, table.dialect, timeless, weights, report.name, extra)
    item_rows = read_items(described) if described else items_in(rows)
    items = build_catalogue(item_rows.rows, prefix)
    decided = decide(table, rows, told, weights)
    scale, troubles = decided.scale, [*table.doubts(), *decided.troubles]
    if described and not item_rows.rows:
        troubles.append(f"{described.name}: the catalogue is empty; add a row for each item")
    numbers = {key: number for number, key in enumerate(item_rows.rows)}
    cells = place(rows, numbers, scale.missing, scale.kind)
    has_times = "timestamp" in columns
    if has_times and cells.n_duplicates:  # only now does it matter when
        rows = read_rows(table.source, table.dialect, columns, weights, report.name, extra)
        cells = place(rows, numbers, scale.missing, scale.kind)
    is_told = bool(told.weights) or told.like is not None
    grades = Grades(cells.matrix)
    if scale.kind == EVENTS and not is_told:
        grades = graded(cells.matrix)
    nothing = rows.users[:0]
    rows = replace(rows, users=nothing, items=nothing, values=None, times=None)  # memory
    files = [interactions_report(table, rows, cells, alike(grades.joined, rows.events, weights))]
    if described:
        files.append(items_report(described, item_rows, items))
    troubles += [text for file in files for text in too_broken(file)]
    report = with_cells(replace(report, files=tuple(files)), items, cells, has_times)
    if not cells.matrix.nnz:
        lost = f"; no item has the key {', '.join(map(repr, cells.orphans))}"
        troubles.append(
            f"{table.name}: there are no interactions with the items" + lost * bool(cells.orphans)
        )
        return Reading(None, replace(report, troubles=tuple(troubles)))
    matrix, scale = stars_of(grades.matrix, scale)
    liked = matrix.data >= scale.threshold
    owners = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))[liked]
    n_able = int((np.bincount(owners, minlength=1) >= ENOUGH_LIKES).sum())
    report = replace(
        report,
        ratings=ratings_report(
            scale, decided.found, float(liked.mean()), rows, grades.as_joined(weights)
        ),
        n_able=n_able,
        warnings=_warnings(n_able, liked),
    )
    dataset = None
    if not troubles:
        try:
            spoken = read_words(words, recognised_words(tables))
            people = Interactions(matrix, cells.users)
            catalogue = items.catalogue
            dataset = Dataset(
                report.name, catalogue, people, spoken, notice, scale.threshold, scale
            )
        except ValueError as error:
            troubles.append(str(error))
    return Reading(dataset, replace(report, troubles=tuple(troubles)), scale)


def _warnings(n_able: int, liked: np.ndarray) -> tuple[str, ...]:
    found = []
    if n_able < ENOUGH_PEOPLE:
        found.append(
            f"{n_able} people like at least {ENOUGH_LIKES} items, and {ENOUGH_PEOPLE} are needed "
            "to learn from: nothing can be fitted on these data alone"
        )
    if liked.all():
        found.append("every rating is a like: nothing says what people did not enjoy")
    return tuple(found)


def read_items(table: Table) -> ItemRows:
    """The rows of a table of items. Raises DatasetError."""
    columns, dropped, rows = table.meanings("items").columns, Dropped(), ItemRows()
    types = {column: pa.string() for column in columns.values()}
    with opened_table(table.source, table.dialect, types, dropped) as batches:
        for batch in batches:
            texts = {meaning: batch.column(name).to_pylist() for meaning, name in columns.items()}
            rows.add(texts, batch.num_rows)
    rows.add_dropped(dropped.ragged, dropped.empty, dropped.examples)
    return rows


def items_in(rows: Rows) -> ItemRows:
    """Items of a table of interactions: each as it is described there, or by its key."""
    found = ItemRows()
    for key in rows.item_keys:
        row = rows.titles.get(key, {})
        found.rows[key] = {**row, "title": row.get("title", "").strip() or key}
    return found
