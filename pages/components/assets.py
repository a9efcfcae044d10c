"""The composition root: which fitted models and which database this server uses.

TENFOLD_ARTIFACTS names a folder that `python -m models.train` wrote, TENFOLD_DATABASE_URL a
database as SQLAlchemy writes it, TENFOLD_LAB a folder for the lab's results. Models and database
are opened once and shared by everybody; a failure is not remembered, so a page works again as soon
as the cause is gone.
"""

import os
from functools import lru_cache
from pathlib import Path

from elicitation.ahead import Ahead
from elicitation.store import SessionStore
from models.artifacts import Artifact, load_artifact

ROOT = Path(__file__).parents[2]


def artifact() -> Artifact:
    """Raises ArtifactError if nothing is fitted yet or the files are damaged."""
    return _load(str(artifact_folder()))


def artifact_folder() -> Path:
    return Path(os.environ.get("TENFOLD_ARTIFACTS") or ROOT / "artifacts" / "movielens")


def lab() -> Path:
    """Where the lab keeps its experiments."""
    return Path(os.environ.get("TENFOLD_LAB") or ROOT / "lab")


def questions() -> Ahead:
    """What to ask next in any session. Raises ArtifactError as ``artifact`` does."""
    return _ahead(artifact())


def store() -> SessionStore:
    """Raises StoreUnavailable if the database cannot be used."""
    default = f"sqlite:///{ROOT / 'tenfold.sqlite3'}"
    return _open(os.environ.get("TENFOLD_DATABASE_URL") or default)


# Not by Streamlit's cache: to find the same model again took it longer than to draw a button.
@lru_cache(maxsize=1)
def _load(folder: str) -> Artifact:
    return load_artifact(Path(folder))


@lru_cache(maxsize=1)
def _ahead(fitted: Artifact) -> Ahead:
    return Ahead(fitted.basis, fitted.familiarity)


@lru_cache(maxsize=1)
def _open(url: str) -> SessionStore:
    return SessionStore(url)
