"""One table with the meanings of its columns, before any row is read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.datasets.catalogue import Words
from models.datasets.meaning.columns import (
    IGNORED,
    INTERACTIONS,
    ITEMS,
    Meanings,
    is_known,
    plain,
    understand,
)
from models.datasets.meaning.exports import Export, recognise, told_by
from models.datasets.meaning.told import Told, ToldFile
from models.datasets.tables.batches import parquet_columns, unique_names
from models.datasets.tables.dialects import Dialect, sniff
from models.datasets.tables.sources import Source
from models.datasets.tables.values import number

_DESCRIBES = ("title", "year", "genres", "creator", "image_url", "link", "description")


@dataclass(frozen=True)
class Table:
    """A file, how it is written, and whose export it is."""

    source: Source
    dialect: Dialect
    header: tuple[str, ...]
    told: Told
    export: Export | None

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def base(self) -> str:
        """The file's name without its folder."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def told_role(self) -> str:
        """The role that data.json gives to the file's name, "" if none."""
        columns = self._told("").columns
        if {"user", "rating"} & set(columns.values()):
            return "interactions"
        return ""

    def _told(self, role: str) -> ToldFile:
        return self.told.of(self.name, role)

    def meanings(self, role: str) -> Meanings:
        """What the columns mean if this is the table of items, or of interactions."""
        return self._as_items if role == "items" else self._as_interactions

    @cached_property
    def _as_items(self) -> Meanings:
        said = self._told("items").columns
        told = {name: meaning for name, meaning in said.items() if meaning not in INTERACTIONS}
        return understand(self.header, ITEMS, told)

    @cached_property
    def _as_interactions(self) -> Meanings:
        said = {
            name: meaning
            for name, meaning in told_by(self.export, self.header).items()
            if meaning in INTERACTIONS or meaning == IGNORED
        }
        told = {
            name: meaning
            for name, meaning in self._told("interactions").columns.items()
            if meaning in INTERACTIONS or meaning == IGNORED
        }
        said = {name: meaning for name, meaning in said.items() if meaning not in told.values()}
        found = understand(self.header, INTERACTIONS, {**said, **told})
        if self.export is not None and self.export.personal:
            # a column that somebody added to exports of several people, not the export's "author"
            added = {name for name in self.header if plain(name) not in self.export.columns}
            known = added | set(told)
            columns = {m: name for m, name in found.columns.items() if m != "user" or name in known}
            found = replace(found, columns=columns)
        return found

    def can_be(self, role: str) -> bool:
        """Whether the columns that this role needs are there."""
        if role == "items":
            columns = self._as_items.columns
            return ("key" in columns or "title" in columns) and not (
                "user" in self._as_interactions and "rating" in self._as_interactions
            )
        columns = self._as_interactions.columns
        personal = self.export is not None and self.export.personal
        return "item" in columns and ("user" in columns or personal)

    def describing(self) -> dict[str, str]:
        """Meaning -> column of what a table of interactions says about its items."""
        item = self._as_interactions.columns.get("item")
        export = {m: n for n, m in told_by(self.export, self.header).items() if m in _DESCRIBES}
        found = {m: name for m, name in self._as_items.columns.items() if m in _DESCRIBES}
        used = {n for m, n in self._as_interactions.columns.items() if m != "item"}
        found = {m: name for m, name in {**found, **export}.items() if name not in used}
        if found.get("title") == item:
            found.pop("title")
        return found

    def doubts(self) -> list[str]:
        """Columns of numbers that may be misspelt ratings, where no column gives a rating."""
        columns = self._as_interactions.columns
        if {"rating", "amount", "event"} & set(columns):
            return []
        told, found = self._told("interactions").columns, []
        for name, hint in self._as_interactions.ignored.items():
            if name in told or (self.export and plain(name) in self.export.columns):
                continue
            if hint in ("rating", "amount", "event") or self._looks_like_ratings(name):
                meant = hint or "rating"
                found.append(
                    f"{self.name}: the column {name!r} is not understood: did you mean {meant}? "
                    f'Say so in data.json: {{"columns": {{"{name}": "{meant}"}}}}, or "ignored"'
                )
        return found

    def _looks_like_ratings(self, name: str) -> bool:
        """A few different numbers that most rows of the sample have."""
        place = self.header.index(name)
        cells = [row[place] for row in self.dialect.sample if len(row) > place]
        read = [value for value in map(number, cells) if value == value]
        few = 2 <= len(set(read)) <= 11
        return few and 2 * len(read) > len(cells) and max(read) <= 100.0


def understood(source: Source, told: Told) -> Table:
    """Reads the header of ``source``. Raises DatasetError if the file is empty or damaged."""
    said = told.of(source.name)
    known = is_known
    if said.columns:
        named = {plain(name) for name in said.columns}

        def known(name: str) -> bool:
            return plain(name) in named or is_known(name)

    dialect = sniff(source, known, said.encoding, said.delimiter, said.header)
    header = parquet_columns(source) if dialect.parquet else unique_names(dialect.header)
    return Table(source, dialect, header, told, recognise(header))


def recognised_words(tables: Sequence[Table]) -> Words:
    """How the app speaks of the items of a recognised export; of films where none is."""
    found = next((table.export.words for table in tables if table.export), {})
    return replace(Words(), **found)
