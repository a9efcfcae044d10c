"""The editions of MovieLens, from 100 thousand ratings to 32 million.

Looked for as an archive NAME.zip or a folder NAME, under TENFOLD_DATA and in the folder of
downloads (TENFOLD_CACHE, or the system's cache); fetched from GroupLens where there is neither.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pooch
from numpy.typing import NDArray
from scipy import sparse

from models.datasets.catalogue import Catalogue, Dataset, Interactions
from models.datasets.download import download, published_md5
from models.datasets.errors import DatasetError
from models.datasets.movielens import MOVIELENS_NOTICE
from models.datasets.rating_files import (
    BLOCK,
    Columns,
    Film,
    Ids,
    Layout,
    read_films,
    read_links,
    read_ratings,
)
from models.datasets.titles import split_year
from models.settings import read_settings

log = logging.getLogger(__name__)

GROUPLENS = "https://files.grouplens.org/datasets/movielens/"
_NO_GENRES = {"(no genres listed)", "unknown"}

_FLAGS = (
    "unknown|Action|Adventure|Animation|Children's|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir"
    "|Horror|Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western"
)
_OLDEST = Layout("u.data", "u.item", "\t", "latin-1", flags=tuple(_FLAGS.split("|")))
_DAT = Layout("ratings.dat", "movies.dat", "::")
_CSV = Layout("ratings.csv", "movies.csv", ",", header=True, links="links.csv")


@dataclass(frozen=True)
class Edition:
    """One published archive; the numbers are the ones GroupLens states."""

    layout: Layout
    n_ratings: int | None = None  # None: GroupLens renews this edition now and then
    md5: str | None = None  # of the archive; None: the one that stands beside it is asked for


EDITIONS: dict[str, Edition] = {
    "ml-100k": Edition(_OLDEST, 100_000, "0e33842e24a9c977be4e0107933c0723"),
    "ml-latest-small": Edition(_CSV),
    "ml-1m": Edition(
        Layout("ratings.dat", "movies.dat", "::", "latin-1"),
        1_000_209,
        "c4d9eecfca2ab87c1945afe126590906",
    ),
    "ml-10m": Edition(_DAT, 10_000_054, "ce571fd55effeba0271552578f2648bd"),
    "ml-20m": Edition(_CSV, 20_000_263, "cd245b17a1ae2cc31bb14903e1204af3"),
    "ml-25m": Edition(_CSV, 25_000_095, "6b51fb2759a8657d3bfcbfc42b592ada"),
    "ml-32m": Edition(_CSV, 32_000_204, "d472be332d4daa821edc399621853b57"),
}
_UNPACKED = {"ml-10M100K": "ml-10m"}  # its folder has another name than its archive


def edition_of(path: Path) -> str | None:
    """The edition that an archive or folder of this name holds, None if it is none."""
    name = path.stem if path.suffix == ".zip" else path.name
    name = _UNPACKED.get(name, name)
    return name if name in EDITIONS else None


def find_edition(name: str) -> Path | None:
    """Archive or folder of an edition on this machine, None if it would have to be fetched."""
    names = [name, *(folder for folder, edition in _UNPACKED.items() if edition == name)]
    data = read_settings().data
    archives = [data / f"{name}.zip", data / name / f"{name}.zip", _cached(name)]
    folders = [data / folder for folder in names]
    ratings = EDITIONS[name].layout.ratings
    return next(
        (path for path in archives if path.is_file()),
        next((path for path in folders if (path / ratings).is_file()), None),
    )


def fetch_edition(name: str, address: str = GROUPLENS) -> Path:
    """The archive of an edition, downloaded and checked. Raises DatasetError."""
    url = f"{address}{name}.zip"
    return download(url, _cached(name), EDITIONS[name].md5 or published_md5(url))


def _cached(name: str) -> Path:
    return Path(read_settings().cache or pooch.os_cache("tenfold")) / f"{name}.zip"


def load_edition(name: str, source: Path | None = None) -> Dataset:
    """An edition from ``source``, from where it is found, or from GroupLens.

    Raises DatasetError if it cannot be fetched or is not what GroupLens publishes.
    """
    return read_edition(name, EDITIONS[name], source or find_edition(name) or fetch_edition(name))


def read_edition(name: str, edition: Edition, source: Path) -> Dataset:
    """The data set in an archive or folder; films that nobody rated are left out."""
    log.info("%s: reading %s", name, source)
    films = read_films(source, edition.layout)
    columns = read_ratings(source, edition.layout)
    found = len(columns.users)
    if edition.n_ratings not in (None, found):
        raise DatasetError(
            f"{source}: expected the {edition.n_ratings:,} ratings of {name}, got {found:,}. It is "
            "cut off or another edition: remove it and fetch it again."
        )
    users, numbers = _renumber(columns.users), _renumber(columns.films)
    unknown = [number for number in numbers.tolist() if number not in films]
    if unknown:
        raise DatasetError(
            f"{source}: film {unknown[0]} is rated but not in {edition.layout.films}"
        )
    ratings = _matrix(source, columns, len(users), len(numbers))
    try:
        return Dataset(
            name,
            _catalogue(name, numbers, films, read_links(source, edition.layout)),
            Interactions(ratings, tuple(map(str, users.tolist()))),
            notice=MOVIELENS_NOTICE,
        )
    except ValueError as error:
        raise DatasetError(str(error)) from error


def _renumber(column: NDArray[np.int32]) -> NDArray[np.int32]:
    """The sorted distinct values; ``column`` becomes positions in them, in place to save memory."""
    values = np.unique(column)
    for start in range(0, len(column), BLOCK):
        block = column[start : start + BLOCK]
        block[:] = np.searchsorted(values, block)
    return values


def _matrix(source: Path, columns: Columns, n_users: int, n_films: int) -> sparse.csr_matrix:
    ratings = sparse.csr_matrix(
        (columns.stars, (columns.users, columns.films)), shape=(n_users, n_films)
    )
    if ratings.nnz < len(columns.stars):
        raise DatasetError(
            f"{source}: {len(columns.stars) - ratings.nnz} ratings are of a film that the same "
            "person has rated already"
        )
    return ratings


def _catalogue(
    name: str, numbers: NDArray[np.int32], films: dict[int, Film], links: dict[int, Ids]
) -> Catalogue:
    rated = [films[number] for number in numbers.tolist()]
    ids = [links.get(number, Ids("", "")) for number in numbers.tolist()]
    titles, years = zip(*(split_year(film.title) for film in rated), strict=True)
    return Catalogue(
        keys=tuple(f"{name}:{number}" for number in numbers.tolist()),
        titles=titles,
        years=years,
        genres=tuple(
            tuple(genre for genre in film.genres if genre not in _NO_GENRES) for film in rated
        ),
        images=("",) * len(rated),
        descriptions=("",) * len(rated),
        imdb=tuple(own.imdb for own in ids),
        tmdb=tuple(own.tmdb for own in ids),
    )
