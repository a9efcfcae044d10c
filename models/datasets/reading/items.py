"""Items of a table: a catalogue, and what was wrong with its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from models.datasets.catalogue import Catalogue
from models.datasets.meaning.editions import distinguished
from models.datasets.reading.report import Left
from models.datasets.tables.values import (
    LAST_YEAR,
    clean_key,
    labels,
    number,
    separator_of,
    year,
)
from models.datasets.titles import readable_title, split_year

_PICTURES = ("http://", "https://", "data:image/")
_LINKS = ("http://", "https://")
_SHOWN = 3


@dataclass
class ItemRows:
    """Rows of items as they come; ``left`` counts those that are not used."""

    n: int = 0
    rows: dict[str, dict[str, str]] = field(default_factory=dict)  # key -> meaning -> text
    empty: int = 0
    broken: list[str] = field(default_factory=list)
    n_broken: int = 0
    doubled: list[str] = field(default_factory=list)
    n_ragged: int = 0
    ragged: list[str] = field(default_factory=list)

    def add_dropped(self, ragged: int, empty: int, examples: list[str]) -> None:
        """Rows that the table left out."""
        self.n, self.empty = self.n + ragged + empty, self.empty + empty
        self.n_ragged, self.ragged = ragged, examples

    def add(self, columns: Mapping[str, list[str]], n: int) -> None:
        """One batch: meaning -> n texts."""
        self.n += n
        names = list(columns)
        titled = "title" in columns
        for values in zip(*columns.values(), strict=True):
            row = {name: text.strip() for name, text in zip(names, values, strict=True)}
            title = " ".join(row.get("title", "").split())
            key = clean_key(row["key"]) if "key" in row else title
            if not any(row.values()):
                self.empty += 1
            elif not key or (titled and not title):
                self.n_broken += 1
                self.broken.append(f"{key or title!r} without {'title' if key else 'key'}")
                del self.broken[_SHOWN:]
            elif key in self.rows:
                self.doubled.append(key)
            else:
                self.rows[key] = {**row, "title": title or key}

    def left(self) -> tuple[Left, ...]:
        """What is not used."""
        found = (
            Left("empty rows", self.empty),
            Left(
                "another number of values than the header",
                self.n_ragged,
                tuple(self.ragged),
                broken=True,
            ),
            Left("without key or title", self.n_broken, tuple(self.broken), broken=True),
            Left("the key stands in an earlier row", len(self.doubled), tuple(self.doubled[:3])),
        )
        return tuple(part for part in found if part.n)


@dataclass(frozen=True)
class Items:
    """A catalogue, titles that several items have, and notes on fields that were unreadable."""

    catalogue: Catalogue
    same_title: tuple[str, ...]  # as shown
    notes: tuple[str, ...]


def build_catalogue(rows: Mapping[str, Mapping[str, str]], prefix: str = "") -> Items:
    """Items of (key -> meaning -> text), in the order of the rows. Unreadable fields are unknown.

    ``prefix`` goes before every key, as "movielens:".
    """
    values, unreadable = list(rows.values()), _Unreadable()
    titles, years = _titles_and_years(values, unreadable)
    creators = [" ".join(row.get("creator", "").split()) for row in values]
    languages = [row.get("language", "") for row in values]
    keys = [f"{prefix}{key}" for key in rows]
    shown, works = distinguished(titles, years, creators, languages, keys)
    marks = {
        name: separator_of([row.get(name, "") for row in values]) for name in ("genres", "warnings")
    }
    alternatives = sorted({name for row in values for name in row if name.startswith("title:")})
    catalogue = Catalogue(
        keys=tuple(keys),
        titles=tuple(shown),
        years=tuple(years),
        genres=tuple(labels(row.get("genres", ""), marks["genres"]) for row in values),
        images=tuple(unreadable.address(row.get("image_url", ""), _PICTURES) for row in values),
        descriptions=tuple(row.get("description", "") for row in values),
        creators=tuple(creators),
        links=tuple(_link(row, unreadable) for row in values),
        durations=tuple(unreadable.minutes(row.get("duration", "")) for row in values),
        languages=tuple(languages),
        warnings=tuple(labels(row.get("warnings", ""), marks["warnings"]) for row in values),
        other_titles=tuple(
            tuple((name[6:], row[name]) for name in alternatives if row.get(name)) for row in values
        ),
        imdb=tuple(_imdb(row.get("imdb", "")) for row in values),
        tmdb=tuple(_digits(row.get("tmdb", "")) for row in values),
        works=tuple(works),
    )
    same = tuple(now for now, title in zip(shown, titles, strict=True) if now != title)
    return Items(catalogue, same, unreadable.notes())


class _Unreadable:
    """Counts of optional values that say nothing readable."""

    def __init__(self) -> None:
        self.counts: dict[str, list[str]] = {}

    def note(self, what: str, text: str) -> None:
        self.counts.setdefault(what, []).append(text)

    def address(self, text: str, begins: tuple[str, ...]) -> str:
        if text and not text.lower().startswith(begins):
            self.note("addresses that are no web addresses", text)
            return ""
        return text

    def minutes(self, text: str) -> int:
        if not text:
            return 0
        value = number(text.lower().removesuffix("min").removesuffix("m"))
        if not 0.0 <= value < 1e6:
            self.note("durations", text)
            return 0
        return round(value)

    def notes(self) -> tuple[str, ...]:
        return tuple(
            f"{len(texts)} {what} cannot be read and are unknown, such as {texts[0][:40]!r}"
            for what, texts in self.counts.items()
        )


def _titles_and_years(
    rows: Iterable[Mapping[str, str]], unreadable: _Unreadable
) -> tuple[list[str], list[int]]:
    titles, years = [], []
    for row in rows:
        title, inside = split_year(row["title"])
        said = year(row.get("year", ""))
        if said is None or abs(said) > LAST_YEAR:
            unreadable.note("years", row["year"])
            said = 0
        if inside and said and inside != said:  # the year is part of the title
            title, inside = readable_title(row["title"]), 0
        titles.append(title)
        years.append(said or inside)
    return titles, years


def _link(row: Mapping[str, str], unreadable: _Unreadable) -> str:
    return unreadable.address(row.get("link", ""), _LINKS)


def _imdb(text: str) -> str:
    digits = _digits(text.lower().removeprefix("tt"))
    return f"tt{int(digits):07d}" if digits else ""


def _digits(text: str) -> str:
    text = text.strip().removesuffix(".0")
    return text if text.isascii() and text.isdigit() and len(text) < 12 else ""
