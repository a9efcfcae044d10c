"""Anybody's catalogue: a folder with items.csv, interactions.csv, and words.json if not films.

items.csv: key, title; optional year, genres or tags (separated by |), image_url, description.
interactions.csv: user, item; optional rating, timestamp. UTF-8, first line the column names.
words.json: {"item": "book", "items": "books", "use": "read", "unknown": "Haven't read"}.
Without ratings every interaction is a like. A malformed file is refused with the file, the line
and what was expected.
"""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
from scipy import sparse

from models.datasets.catalogue import LIKED, Catalogue, Dataset, Interactions, Words
from models.datasets.csv_rows import DatasetError, number, rows, year

_PICTURES = ("http://", "https://", "data:image/")


def load_catalogue(path: Path) -> Catalogue:
    """What items.csv says. Raises DatasetError."""
    keys: dict[str, int] = {}
    titles, years, genres, images, descriptions = [], [], [], [], []
    for line, row in rows(path, ("key", "title")):
        key, image = row["key"], row.get("image_url", "")
        if key in keys:
            raise DatasetError(
                f"{path}, line {line}: the key {key!r} stands in line {keys[key]} already"
            )
        if image and not image.lower().startswith(_PICTURES):
            raise DatasetError(
                f"{path}, line {line}: expected an image_url that begins with one of "
                f"{', '.join(_PICTURES)}, got {image[:60]!r}"
            )
        keys[key] = line
        labels = row.get("genres") or row.get("tags") or ""
        titles.append(row["title"])
        years.append(year(path, line, row.get("year", "")))
        genres.append(
            tuple(dict.fromkeys(label.strip() for label in labels.split("|") if label.strip()))
        )
        images.append(image)
        descriptions.append(row.get("description", ""))
    if not keys:
        raise DatasetError(f"{path}: the catalogue is empty; add a line for each item")
    return Catalogue(
        tuple(keys), tuple(titles), tuple(years), tuple(genres), tuple(images), tuple(descriptions)
    )


def _words(path: Path) -> Words:
    """How the app speaks of the items; of films where the file is missing."""
    if not path.exists():
        return Words()
    expected = [part.name for part in fields(Words)]
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DatasetError(f"{path}: not readable as JSON: {error}") from None
    if not isinstance(found, dict) or sorted(found) != sorted(expected):
        raise DatasetError(f"{path}: expected an object with the texts {', '.join(expected)}")
    if not all(isinstance(text, str) and text.strip() for text in found.values()):
        raise DatasetError(f"{path}: expected a text for each of {', '.join(expected)}")
    return Words(**found)


def load_folder(folder: Path) -> Dataset:
    """The data set in ``folder``, named after it. Raises DatasetError."""
    catalogue = load_catalogue(folder / "items.csv")
    path = folder / "interactions.csv"
    users: dict[str, int] = {}
    cells: dict[tuple[int, int], float] = {}  # the last rating of an item counts
    for line, row in rows(path, ("user", "item")):
        if row["item"] not in catalogue.numbers:
            raise DatasetError(
                f"{path}, line {line}: the item {row['item']!r} is not a key of items.csv"
            )
        rating = number(path, line, "rating", row["rating"]) if row.get("rating") else LIKED
        if rating <= 0.0:
            raise DatasetError(f"{path}, line {line}: expected a rating above 0, got {rating:g}")
        user = users.setdefault(row["user"], len(users))
        cells[user, catalogue.numbers[row["item"]]] = rating
    if not cells:
        raise DatasetError(f"{path}: there are no interactions; add a line for each user and item")
    if max(cells.values()) < LIKED:
        raise DatasetError(
            f"{path}: no rating is {LIKED:g} or more, so nobody likes anything. Ratings are read "
            f"as stars, of which {LIKED:g} are a like: rescale them, or leave the column out if "
            "taking an item up is a like already."
        )
    where = np.array(list(cells))
    ratings = sparse.csr_matrix(
        (list(cells.values()), (where[:, 0], where[:, 1])), shape=(len(users), len(catalogue))
    )
    try:
        people = Interactions(ratings, tuple(users))
        return Dataset(folder.resolve().name, catalogue, people, _words(folder / "words.json"))
    except ValueError as error:
        raise DatasetError(str(error)) from error
