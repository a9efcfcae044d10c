"""A list to take home: as films sites read it, as IMDb writes it, and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from elicitation.csv_text import csv_of
from models.datasets.catalogue import Catalogue

FORMAT = "tenfold-list-1"


@dataclass(frozen=True)
class ListedItem:
    """An item of the list, and why it is there: "saved" or "recommended"."""

    number: int
    why: str


def letterboxd_csv(catalogue: Catalogue, items: Sequence[ListedItem]) -> str:
    """Columns that Letterboxd's import of lists knows; cells are no spreadsheet formulas."""
    rows = (
        [
            rank,
            catalogue.titles[item.number],
            catalogue.years[item.number] or None,
            catalogue.imdb[item.number],
            catalogue.tmdb[item.number],
            item.why,
        ]
        for rank, item in enumerate(items, start=1)
    )
    return csv_of(["Position", "Title", "Year", "imdbID", "tmdbID", "Description"], rows)


def imdb_csv(catalogue: Catalogue, items: Sequence[ListedItem]) -> str:
    """The columns of an IMDb list that a catalogue can fill; cells are no spreadsheet formulas."""
    rows = (
        [
            rank,
            catalogue.imdb[item.number] or catalogue.keys[item.number],
            item.why,
            catalogue.titles[item.number],
            catalogue.links[item.number],
            catalogue.durations[item.number] or None,
            catalogue.years[item.number] or None,
            ", ".join(catalogue.genres[item.number]),
            catalogue.creators[item.number],
        ]
        for rank, item in enumerate(items, start=1)
    )
    head = ["Position", "Const", "Description", "Title", "URL", "Runtime (mins)", "Year", "Genres"]
    return csv_of([*head, "Directors"], rows)


def to_json(catalogue: Catalogue, items: Sequence[ListedItem]) -> str:
    """All that is known of each item; what is unknown is left out."""
    listed = [
        {
            "rank": rank,
            "why": item.why,
            "key": catalogue.keys[item.number],
            "title": catalogue.titles[item.number],
            "year": catalogue.years[item.number],
            "genres": list(catalogue.genres[item.number]),
            "creator": catalogue.creators[item.number],
            "link": catalogue.links[item.number],
            "imdb": catalogue.imdb[item.number],
            "tmdb": catalogue.tmdb[item.number],
        }
        for rank, item in enumerate(items, start=1)
    ]
    known = [{name: value for name, value in item.items() if value} for item in listed]
    return json.dumps({"format": FORMAT, "items": known}, ensure_ascii=False, indent=1)
