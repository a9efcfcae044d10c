"""Data sets that the project may not carry: read from a folder outside it."""

import os
from pathlib import Path

from models.datasets.csv_rows import DatasetError

VARIABLE = "TENFOLD_DATA"
_BESIDE_THE_PROJECT = Path(__file__).resolve().parents[3] / "shared" / "data"


def data_folder() -> Path:
    """Where data sets outside the project are looked for."""
    return Path(os.environ.get(VARIABLE) or _BESIDE_THE_PROJECT)


def data_file(data_set: str, file: str) -> Path:
    """``file`` of ``data_set`` under TENFOLD_DATA, or under ../shared/data of the project.

    Raises DatasetError, which says where it was looked for, if there is none.
    """
    path = data_folder() / data_set / file
    if not path.is_file():
        raise DatasetError(
            f"{path}: no such file. The data set {data_set!r} is not part of the project: set "
            f"{VARIABLE} to the folder that holds {data_set}/{file}, or use movielens, which is."
        )
    return path
