"""The composition root: which fitted models and which database this server uses.

TENFOLD_ARTIFACTS names a folder that `python -m models.train` wrote, TENFOLD_DATABASE_URL a
database as SQLAlchemy writes it, TENFOLD_LAB a folder for the lab's results. Models and database
are opened once and shared by everybody, the models anew when others are published; a failure is not
remembered, so a page works again as soon as the cause is gone.
"""

import logging
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from elicitation.ahead import Ahead
from elicitation.store import SessionStore
from models.artifacts import MANIFEST, Artifact, ArtifactError, load_artifact

ROOT = Path(__file__).parents[2]
log = logging.getLogger("tenfold")


def artifact() -> Artifact:
    """The newest one in the folder. Raises ArtifactError if there is none, or it is damaged.

    A page takes it once and passes it on: numbers of items mean nothing to another artifact. While
    one visitor reads a new one, and where it cannot be read, the old one goes on.
    """
    folder = artifact_folder()
    written, known = _written(folder), _held.get(folder)
    if known and known.written == written:
        return known.artifact
    if not _reading.acquire(blocking=known is None):
        return known.artifact  # type: ignore[union-attr] # it was not None
    try:
        known = _held.get(folder)
        if known is None or known.written != written:
            _held[folder] = _Held(written, _load(folder, known))
        return _held[folder].artifact
    finally:
        _reading.release()


def artifact_folder() -> Path:
    return Path(os.environ.get("TENFOLD_ARTIFACTS") or ROOT / "artifacts" / "movielens")


def lab() -> Path:
    """Where the lab keeps its experiments."""
    return Path(os.environ.get("TENFOLD_LAB") or ROOT / "lab")


def questions(fitted: Artifact) -> Ahead:
    """What to ask next in any session, by this artifact."""
    return _ahead(fitted)


def store() -> SessionStore:
    """Raises StoreUnavailable if the database cannot be used."""
    default = f"sqlite:///{ROOT / 'tenfold.sqlite3'}"
    return _open(os.environ.get("TENFOLD_DATABASE_URL") or default)


class _Held(NamedTuple):
    written: int  # when its manifest was, in nanoseconds
    artifact: Artifact


# Not by Streamlit's cache: to find the same model again took it longer than to draw a button.
_held: dict[Path, _Held] = {}
_reading = Lock()


def _written(folder: Path) -> int:
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def _load(folder: Path, old: _Held | None) -> Artifact:
    try:
        return load_artifact(folder)
    except ArtifactError as error:
        if old is None:
            raise
        log.warning("The old models stay: %s", error)
        return old.artifact


@lru_cache(maxsize=2)  # the artifact before this one is still in use for a moment
def _ahead(fitted: Artifact) -> Ahead:
    return Ahead(fitted.basis, fitted.familiarity)


@lru_cache(maxsize=1)
def _open(url: str) -> SessionStore:
    return SessionStore(url)
