"""Where the app, the follower and their commands keep things, unless the environment says else."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def artifact_folder() -> Path:
    """What is served: TENFOLD_ARTIFACTS, a folder that `python -m models.train` wrote."""
    return Path(os.environ.get("TENFOLD_ARTIFACTS") or ROOT / "artifacts" / "movielens")


def database_url() -> str:
    """The sessions: TENFOLD_DATABASE_URL, as SQLAlchemy writes it."""
    return os.environ.get("TENFOLD_DATABASE_URL") or f"sqlite:///{ROOT / 'tenfold.sqlite3'}"


def lab_folder() -> Path:
    """Experiments of the lab: TENFOLD_LAB."""
    return Path(os.environ.get("TENFOLD_LAB") or ROOT / "lab")
