"""The table DATASETS, and what a name on the command line means."""

from collections.abc import Callable
from pathlib import Path

from models.catalogue import Dataset
from models.csv_rows import FORMAT, DatasetError
from models.folder import load_folder
from models.goodbooks import load_goodbooks
from models.movielens import load_ml_latest_small, load_movielens

DATASETS: dict[str, Callable[[], Dataset]] = {
    "movielens": load_movielens,
    "ml-latest-small": load_ml_latest_small,
    "goodbooks": load_goodbooks,
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
