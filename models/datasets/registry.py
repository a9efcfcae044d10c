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
    """A data set of the table, or the one in a folder, archive or table of that path.

    Raises DatasetError if ``name`` is none of them, or the data cannot be used.
    """
    path = own_path(name)
    if path is not None:
        return load_folder(path)
    if name in DATASETS:
        return DATASETS[name]()
    edition = edition_of(Path(name))
    if edition is not None and Path(name).exists():
        return load_edition(edition, Path(name))
    raise DatasetError(
        f"there is no data set {name!r}. Known are {', '.join(DATASETS)}; or give the path of "
        f"{FORMAT}."
    )


def own_path(name: str) -> Path | None:
    """The path of somebody's own data; None if ``name`` is known, an edition, or no path."""
    path = Path(name)
    if name in DATASETS or not path.exists():
        return None
    is_edition = edition_of(path) is not None and not (path / "items.csv").is_file()
    return None if is_edition else path
