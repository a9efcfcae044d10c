"""The table DATASETS, and what a name on the command line means."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from models.datasets.catalogue import Dataset
from models.datasets.errors import FORMAT, DatasetError
from models.datasets.goodbooks import load_goodbooks
from models.datasets.grouplens import EDITIONS, edition_of, load_edition
from models.datasets.movielens import load_movielens
from models.datasets.reading.folder import load_folder

DATASETS: dict[str, Callable[[], Dataset]] = {
    "movielens": load_movielens,
    "goodbooks": load_goodbooks,
    **{name: partial(load_edition, name) for name in EDITIONS},
}


def load_dataset(name: str) -> Dataset:
    """A data set of the table, or the one in a folder or archive of that path.

    Raises DatasetError if ``name`` is neither, or the data cannot be used.
    """
    if name in DATASETS:
        return DATASETS[name]()
    path = Path(name)
    edition = edition_of(path)
    own = (path / "items.csv").is_file()  # a folder that merely has such a name
    if edition is not None and path.exists() and not own:
        return load_edition(edition, path)
    if path.is_dir():
        return load_folder(path)
    raise DatasetError(
        f"there is no data set {name!r}. Known are {', '.join(DATASETS)}; or give the path of "
        f"{FORMAT}."
    )
