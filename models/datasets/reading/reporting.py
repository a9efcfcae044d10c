"""Reports of tables and ratings, from what reading them found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.datasets.meaning.scales import Values
from models.datasets.meaning.understood import Table
from models.datasets.reading.interactions import Rows
from models.datasets.reading.items import ItemRows, Items
from models.datasets.reading.matrix import Cells
from models.datasets.reading.report import MOST_BROKEN, FileReport, Left, RatingsReport, Report
from models.datasets.scale import COUNTS, EVENTS, LIKES, Scale
from models.datasets.tables.dialects import Dialect

_BINS = 10
_FEW = 25  # distinct values that are shown one by one


def interactions_report(
    table: Table, rows: Rows, cells: Cells, notes: Sequence[str] = ()
) -> FileReport:
    """Of the table of interactions; ``notes`` on what its values mean."""
    notes = list(notes)
    if rows.unreadable_times:
        notes.append(f"{rows.unreadable_times} times cannot be read and count as the oldest")
    return _file(table, "interactions", rows.n, (*rows.left, *cells.left), tuple(notes))


def alike(
    joined: Sequence[tuple[float, float]], events: Iterable[str], weights: Mapping[str, float]
) -> list[str]:
    """Notes on events that count alike: pairs of weights, the lesser first."""
    names: dict[float, list[str]] = {}
    for name in sorted(events):
        weight = weights.get(name, weights.get(name.casefold()))
        if weight is not None:
            names.setdefault(weight, []).append(name)
    return [
        f"{', '.join(names.get(more, []))} count as {', '.join(names.get(less, []))}: which of the "
        "two an item gets is chance; say weights in data.json to tell them apart, such as "
        '{"weights": {"buy": 5}}'
        for less, more in joined
    ]


def items_report(table: Table, rows: ItemRows, items: Items) -> FileReport:
    """Of the table of items."""
    return _file(table, "items", rows.n, rows.left(), items.notes)


def _file(
    table: Table, role: str, n: int, left: tuple[Left, ...], notes: tuple[str, ...]
) -> FileReport:
    meanings, dialect = table.meanings(role), table.dialect
    columns = {column: meaning for meaning, column in meanings.columns.items()}
    if role == "interactions":
        columns = {**{c: m for m, c in table.describing().items() if c not in columns}, **columns}
    used = n - sum(part.n for part in left)
    ignored = {name: hint for name, hint in meanings.ignored.items() if name not in columns}
    return FileReport(
        table.name,
        role,
        "Parquet" if dialect.parquet else dialect.encoding.removesuffix("-sig"),
        dialect.delimiter,
        dialect.decimal,
        "gzip" if dialect.gzip else "",
        columns,
        ignored,
        table.export.name if table.export else "",
        n,
        used,
        left,
        (*_said(dialect), *notes),
    )


def _said(dialect: Dialect) -> list[str]:
    notes = []
    if dialect.encoding == "cp1252" and dialect.example:
        notes.append(f"not UTF-8, so read as cp1252, as in {dialect.example[:80]!r}")
    if dialect.undecodable:
        notes.append(f"{dialect.undecodable} bytes are no UTF-8, as in {dialect.example[:80]!r}")
    return notes


def too_broken(file: FileReport) -> list[str]:
    """What is wrong if more than a few rows are unreadable."""
    empty = sum(part.n for part in file.left if part.reason == "empty rows")
    if file.n_broken <= MOST_BROKEN * (file.rows - empty):
        return []
    counts = "; ".join(
        f"{part.reason}: {part.n}" + f" ({', '.join(part.examples)})" * bool(part.examples)
        for part in file.left
        if part.broken
    )
    trouble = (
        f"{file.name}: {file.n_broken} of {file.rows - empty} rows cannot be read, and at most "
        f"{MOST_BROKEN:.0%} may be left out ({counts})"
    )
    return [trouble]


def with_cells(report: Report, items: Items, cells: Cells, has_times: bool) -> Report:
    """The report with what is known of people and items."""
    rated = np.bincount(cells.matrix.indices, minlength=cells.matrix.shape[1]) > 0
    fixed = ""
    if cells.repair is not None:
        orphan, key = next(iter(cells.repair.pairs.items()))
        n = len(cells.repair.pairs)
        fixed = f"{orphan} would match {key} {cells.repair.rule}: {n} keys are read so"
    return replace(
        report,
        n_items=len(items.catalogue),
        n_people=cells.matrix.shape[0],
        n_ratings=cells.matrix.nnz,
        n_duplicates=cells.n_duplicates,
        winner="the newest" if has_times else "the last",
        n_orphans=cells.n_orphans,
        orphans=cells.orphans,
        repair=fixed,
        n_unrated=int((~rated).sum()),
        n_same_title=len(items.same_title),
        same_title=items.same_title[:3],
    )


def ratings_report(
    scale: Scale, found: Values, share: float, rows: Rows, weights: Mapping[str, float]
) -> RatingsReport:
    """How the values are understood; ``share`` of the ratings that are used are likes."""
    missing = tuple(
        (value, int(found.counts[found.values == value].sum())) for value in scale.missing
    )
    shown = {name: weights.get(name, weights.get(name.casefold(), 0.0)) for name in rows.events}
    return RatingsReport(
        scale.kind,
        scale.worst,
        scale.best,
        scale.like,
        scale.own,
        share,
        _histogram(scale, found, rows),
        tuple(pair for pair in missing if pair[1]),
        shown if scale.kind == EVENTS else {},
    )


def _histogram(scale: Scale, found: Values, rows: Rows) -> tuple[tuple[str, int], ...]:
    if scale.kind == EVENTS:
        return tuple(rows.events.most_common())
    if scale.kind == LIKES or not len(found.values):
        return ()
    rated = found.without(scale.missing)
    if len(rated.values) <= _FEW:
        pairs = zip(rated.values.tolist(), rated.counts.tolist(), strict=True)
        return tuple((f"{value:g}", n) for value, n in pairs)
    if scale.kind == COUNTS and rated.values[-1] > 0.0:  # a long tail: ranges of equal ratio
        least = max(rated.quantile(0.01), rated.values[-1] / 1e6)
        edges = np.geomspace(least, rated.values[-1], _BINS + 1)
        edges[0] = min(rated.values[0], least)
        edges = np.unique(edges)
    else:
        low, high = sorted((scale.worst, scale.best))
        edges = np.linspace(low, high, _BINS + 1)
    counts, edges = np.histogram(rated.values, edges, weights=rated.counts)
    ends = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return tuple((f"{low:g} to {high:g}", int(n)) for low, high, n in ends)
