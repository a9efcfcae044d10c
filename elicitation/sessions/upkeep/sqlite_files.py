"""Files of SQLite: are they whole, and copies of them that are, made while others write."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

PAGES, PAUSE_S = 1024, 0.01  # copied at once, and the time between, in which others write


def damage(file: Path) -> str:
    """What SQLite's quick check says against the file, "" if it is whole.

    Raises sqlite3.Error where it is no database, or cannot be read.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        ((found,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
    return "" if found == "ok" else str(found)


def copy(file: Path, to: Path) -> None:
    """A copy as the database is at one moment, only for its owner to read.

    Others may read and write meanwhile. ``to`` appears only when it is whole. Raises
    FileExistsError if it is there already, sqlite3.Error or OSError if it cannot be made.
    """
    if to.exists():
        raise FileExistsError(to.name)
    part = to.with_name(f"{to.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(part)) as target,
    ):
        source.backup(target, pages=PAGES, sleep=PAUSE_S)
        target.execute("PRAGMA journal_mode = DELETE")
    problem = damage(part)
    if problem:
        raise sqlite3.DatabaseError(problem)
    part.replace(to)
