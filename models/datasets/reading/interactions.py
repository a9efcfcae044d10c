"""Interactions of a table: who rated what, streamed, in twelve bytes a row."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.datasets.reading.coded import NOT_RATED, Codes, Parsed, Whole, value_of
from models.datasets.reading.report import Left
from models.datasets.tables import values
from models.datasets.tables.batches import CODED, Dropped, opened_table, unique_names
from models.datasets.tables.dialects import Dialect
from models.datasets.tables.sources import Source

LARGEST = float(np.finfo(np.float32).max)  # value that we can hold; what is beyond is no rating
_SHOWN = 3
_WHOLE = re.compile(r"0|[1-9]\d{0,17}")


@dataclass(frozen=True)
class Rows:
    """Usable rows of a file, in its order. ``values`` may be ``NOT_RATED``."""

    users: NDArray[np.int32]  # numbers in ``user_keys``
    items: NDArray[np.int32]  # numbers in ``item_keys``
    values: NDArray[np.float32] | None  # None: the table has no column of values
    times: NDArray[np.float64] | None
    user_keys: list[str]
    item_keys: list[str]
    titles: dict[str, dict[str, str]] = field(default_factory=dict)  # of a table of both
    n: int = 0
    left: tuple[Left, ...] = ()
    events: Counter[str] = field(default_factory=Counter)
    unreadable_times: int = 0


def read_rows(
    source: Source,
    dialect: Dialect,
    columns: Mapping[str, str],
    weights: Mapping[str, float],
    person: str = "",
    extra: Mapping[str, str] | None = None,
) -> Rows:
    """The rows of a table whose ``columns`` are (meaning -> column).

    ``weights`` give the value of each event; ``person`` is whose the table is where it has no
    column of users; ``extra`` (meaning -> column) describes the items in the same table. Raises
    DatasetError if the file is damaged.
    """
    try:
        return _Reading(dialect, columns, weights, person, extra or {}, fast=True).read(source)
    except pa.ArrowInvalid:  # a value that is no plain number: all are read one by one
        return _Reading(dialect, columns, weights, person, extra or {}, fast=False).read(source)


class _Reading:
    """One pass over a table. ``fast``: plain numbers are read as such, and anything else raises."""

    def __init__(
        self,
        dialect: Dialect,
        columns: Mapping[str, str],
        weights: Mapping[str, float],
        person: str,
        extra: Mapping[str, str],
        fast: bool,
    ) -> None:
        self.dialect, self.columns, self.weights, self.fast = dialect, columns, weights, fast
        self.person, self.extra = person, extra
        self.dropped = Dropped()
        self.items = Whole() if self._is_whole("item") else Codes()
        self.users = Whole() if self._is_whole("user") else Codes()
        self.value = next((m for m in ("rating", "event", "amount") if m in columns), None)
        if self.value == "event":
            self.number = Parsed(self._weight)
        else:
            self.number = Parsed(value_of)
        self.time = Parsed(values.time)
        self.n = self.n_empty = self.n_keyless = self.n_unreadable = self.times_lost = 0
        self.examples: list[str] = []
        self.events: Counter[str] = Counter()
        self.titles: dict[str, dict[str, str]] = {}
        self.parts: dict[str, list[np.ndarray]] = {name: [] for name in ("u", "i", "v", "t")}

    def _weight(self, text: str) -> float:
        text = text.strip()
        return self.weights.get(text, self.weights.get(text.casefold(), np.nan))

    def types(self) -> dict[str, pa.DataType]:
        types = {self.columns["item"]: pa.int64() if isinstance(self.items, Whole) else CODED}
        if "user" in self.columns:
            types[self.columns["user"]] = pa.int64() if isinstance(self.users, Whole) else CODED
        if self.value:
            quick = self.fast and self.value != "event"
            types[self.columns[self.value]] = pa.float32() if quick else CODED
        if "timestamp" in self.columns:
            types[self.columns["timestamp"]] = pa.float64() if self.fast else CODED
        for column in self.extra.values():
            types.setdefault(column, CODED)
        return types

    def _is_whole(self, meaning: str) -> bool:
        """Whether keys may be read as numbers, which is faster, and lose nothing by it."""
        plain = self.fast and not (self.dialect.parquet or self.dialect.padded or self.extra)
        if not plain or meaning not in self.columns:
            return False
        place = unique_names(self.dialect.header).index(self.columns[meaning])
        cells = [row[place] for row in self.dialect.sample if len(row) > place]
        return bool(cells) and all(_WHOLE.fullmatch(cell) for cell in cells)

    def read(self, source: Source) -> Rows:
        with opened_table(source, self.dialect, self.types(), self.dropped) as batches:
            for batch in batches:
                self.add(batch)
        parts = {name: _joined(part) for name, part in self.parts.items()}
        for name, codes in (("u", self.users), ("i", self.items)):
            part = parts[name]
            if isinstance(codes, Whole) and part is not None:
                parts[name] = codes.renumber(part)
        left = (
            Left("empty rows", self.n_empty + self.dropped.empty),
            Left(
                "another number of values than the header",
                self.dropped.ragged,
                tuple(self.dropped.examples),
                broken=True,
            ),
            Left("without user or item", self.n_keyless, broken=True),
            Left(
                f"the {self.value} cannot be read",
                self.n_unreadable,
                tuple(self.examples),
                broken=True,
            ),
        )
        nothing = np.zeros(0, dtype=np.int32)
        return Rows(
            nothing if parts["u"] is None else parts["u"],
            nothing if parts["i"] is None else parts["i"],
            (np.zeros(0, np.float32) if parts["v"] is None else parts["v"]) if self.value else None,
            parts["t"] if "timestamp" in self.columns else None,
            self.users.keys,
            self.items.keys,
            self.titles,
            self.n + self.dropped.ragged + self.dropped.empty,
            tuple(part for part in left if part.n),
            self.events,
            self.times_lost,
        )

    def add(self, batch: pa.RecordBatch) -> None:
        n = batch.num_rows
        self.n += n
        items = self.items.of(batch.column(self.columns["item"]))
        if "user" in self.columns:
            users = self.users.of(batch.column(self.columns["user"]))
        else:
            users = self.users.of(pa.array([self.person]).dictionary_encode())[np.zeros(n, int)]
        numbers = None
        if self.value:
            column = batch.column(self.columns[self.value])
            numbers = self._values(column)
            beyond = np.abs(numbers) > LARGEST
            if beyond.any():
                numbers = np.where(beyond, np.nan, numbers)
        keyed = (users >= 0) & (items >= 0)
        nothing = items < 0
        if "user" in self.columns:
            nothing &= users < 0
        if numbers is not None:
            nothing &= ~np.isfinite(numbers)
        self.n_empty += int(nothing.sum())
        self.n_keyless += int((~keyed & ~nothing).sum())
        kept = keyed
        if numbers is not None:
            wrong = keyed & np.isnan(numbers)
            self.n_unreadable += int(wrong.sum())
            if wrong.any():
                self._note(column, wrong)
            kept = keyed & ~wrong
            self.parts["v"].append(numbers[kept].astype(np.float32))
        whole = bool(kept.all())
        self.parts["u"].append(users if whole else users[kept])
        self.parts["i"].append(items if whole else items[kept])
        if "timestamp" in self.columns:
            times = self._times(batch.column(self.columns["timestamp"]))
            self.times_lost += int((times[kept] == values.UNKNOWN_TIME).sum())
            self.parts["t"].append(times if whole else times[kept])
        if self.extra:
            self._describe(batch, items)

    def _values(self, column: pa.Array) -> NDArray[np.float64]:
        if not pa.types.is_dictionary(column.type):
            numbers = column.fill_null(NOT_RATED).to_numpy(zero_copy_only=False)
            if not np.isfinite(numbers).all():
                numbers = np.where(np.isnan(numbers), np.float32(NOT_RATED), numbers)
                numbers = np.where(np.isposinf(numbers), np.float32(np.nan), numbers)
            return numbers
        if self.value == "event":
            for text, n in zip(*_counted(column), strict=True):
                self.events[text.strip()] += n
        return self.number.of(column)

    def _times(self, column: pa.Array) -> NDArray[np.float64]:
        if pa.types.is_dictionary(column.type):
            return self.time.of(column)
        return column.fill_null(values.UNKNOWN_TIME).to_numpy(zero_copy_only=False)

    def _note(self, column: pa.Array, wrong: NDArray[np.bool_]) -> None:
        for row in np.flatnonzero(wrong)[: _SHOWN - len(self.examples)]:
            self.examples.append(repr(str(column[int(row)].as_py()))[:40])

    def _describe(self, batch: pa.RecordBatch, items: NDArray[np.int32]) -> None:
        """Remember what the table says of an item where it first occurs."""
        fresh, first = np.unique(items, return_index=True)
        for item, row in zip(fresh.tolist(), first.tolist(), strict=True):
            key = self.items.keys[item] if item >= 0 else ""
            if key and key not in self.titles:
                self.titles[key] = {
                    meaning: str(batch.column(column)[row].as_py() or "")
                    for meaning, column in self.extra.items()
                }


def _joined(blocks: list[np.ndarray]) -> np.ndarray | None:
    whole = np.concatenate(blocks) if blocks else None
    blocks.clear()  # one column at a time is held twice
    return whole


def _counted(column: pa.DictionaryArray) -> tuple[list[str], list[int]]:
    indices = column.indices.to_numpy(zero_copy_only=False)
    names = column.dictionary.to_pylist()
    return names, np.bincount(indices, minlength=len(names)).tolist()
