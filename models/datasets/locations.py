"""Data sets that the project may not carry: read from a folder outside it."""

from pathlib import Path

from models.datasets.errors import DatasetError
from models.settings import read_settings


def data_file(data_set: str, file: str) -> Path:
    """``file`` of ``data_set`` under TENFOLD_DATA, or under ../shared/data of the project.

    Raises DatasetError, which says where it was looked for, if there is none.
    """
    path = read_settings().data / data_set / file
    if not path.is_file():
        raise DatasetError(
            f"{path}: no such file. The data set {data_set!r} is not part of the project: set "
            f"TENFOLD_DATA to the folder that holds {data_set}/{file}, or use movielens, which is."
        )
    return path
