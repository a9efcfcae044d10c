"""Anybody's catalogue: a folder with items.csv and interactions.csv.

items.csv: key, title; optional year, genres or tags (separated by |), image_url, description.
interactions.csv: user, item; optional rating, timestamp. UTF-8, first line the column names.
Without ratings every interaction is a like. A malformed file is refused with the file, the line
and what was expected.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import sparse

from models.catalogue import Catalogue, Dataset, Interactions
from models.preferences import LIKED

FORMAT = (
    "a folder with items.csv (columns key, title; optional year, genres or tags separated by |, "
    "image_url, description) and interactions.csv (columns user, item; optional rating, timestamp)"
)
_PICTURES = ("http://", "https://", "data:image/")


class DatasetError(ValueError):
    """A data set that cannot be used; the message says which file and line, and what to do."""


Row = tuple[int, dict[str, str]]  # line number, column -> value


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a csv file, checked for shape."""
    if not path.is_file():
        raise DatasetError(f"{path}: no such file. A data set is {FORMAT}.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            missing = [name for name in required if name not in header]
            if missing:
                raise DatasetError(
                    f"{path}, line 1: expected the columns {', '.join(required)}, "
                    f"got {', '.join(header) or 'an empty file'}"
                )
            for values in reader:
                if not values:
                    continue
                if len(values) != len(header):
                    raise DatasetError(
                        f"{path}, line {reader.line_num}: expected {len(header)} values, "
                        f"got {len(values)}"
                    )
                row = dict(zip(header, (value.strip() for value in values), strict=True))
                for name in required:
                    if not row[name]:
                        raise DatasetError(f"{path}, line {reader.line_num}: {name} is empty")
                yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{path}: expected UTF-8 text, got other bytes ({error.reason})"
        ) from error
    except csv.Error as error:
        raise DatasetError(f"{path}: not a well-formed csv file ({error})") from error


def _number(path: Path, line: int, name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise DatasetError(f"{path}, line {line}: expected a number as {name}, got {text!r}")
    return value


def _catalogue(path: Path) -> Catalogue:
    keys: dict[str, int] = {}
    titles, years, genres, images, descriptions = [], [], [], [], []
    for line, row in _rows(path, ("key", "title")):
        key, image = row["key"], row.get("image_url", "")
        if key in keys:
            raise DatasetError(
                f"{path}, line {line}: the key {key!r} stands in line {keys[key]} already"
            )
        if image and not image.startswith(_PICTURES):
            raise DatasetError(
                f"{path}, line {line}: expected an image_url that begins with one of "
                f"{', '.join(_PICTURES)}, got {image[:60]!r}"
            )
        keys[key] = line
        labels = row.get("genres") or row.get("tags") or ""
        titles.append(row["title"])
        years.append(int(_number(path, line, "year", row["year"])) if row.get("year") else 0)
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


def load_folder(folder: Path) -> Dataset:
    """The data set in ``folder``, named after it. Raises DatasetError."""
    catalogue = _catalogue(folder / "items.csv")
    path = folder / "interactions.csv"
    users: dict[str, int] = {}
    cells: dict[tuple[int, int], float] = {}  # the last rating of an item counts
    for line, row in _rows(path, ("user", "item")):
        if row["item"] not in catalogue.numbers:
            raise DatasetError(
                f"{path}, line {line}: the item {row['item']!r} is not a key of items.csv"
            )
        rating = _number(path, line, "rating", row["rating"]) if row.get("rating") else LIKED
        if rating <= 0.0:
            raise DatasetError(f"{path}, line {line}: expected a rating above 0, got {rating:g}")
        user = users.setdefault(row["user"], len(users))
        cells[user, catalogue.numbers[row["item"]]] = rating
    if not cells:
        raise DatasetError(f"{path}: there are no interactions; add a line for each user and item")
    where = np.array(list(cells))
    ratings = sparse.csr_matrix(
        (list(cells.values()), (where[:, 0], where[:, 1])), shape=(len(users), len(catalogue))
    )
    try:
        return Dataset(folder.resolve().name, catalogue, Interactions(ratings, tuple(users)))
    except ValueError as error:
        raise DatasetError(str(error)) from error
