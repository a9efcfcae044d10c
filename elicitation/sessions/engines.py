"""How a database is opened: private and durable files, and servers that answer in time or fail."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy import event as hooks
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

BUSY_S = 5.0  # to wait for another writer of the same file, or for a connection that is free

# of the driver of PostgreSQL: together no click waits for longer than 5 seconds
SERVER = {
    "connect_timeout": 2,
    "options": "-c statement_timeout=2800",  # ms; also ends the wait for a lock
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,  # ms; where packets vanish without an answer
}


def open_engine(url: URL) -> Engine:
    """A connection pool. Raises SQLAlchemyError or ImportError if there is no such driver."""
    is_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"timeout": BUSY_S} if is_sqlite else dict(SERVER)
    if "options" in url.query:  # the operator's own win
        options.pop("options", None)
    engine = create_engine(
        url,
        hide_parameters=True,  # errors are logged, people's answers are not
        pool_pre_ping=not is_sqlite,  # a database server may have been restarted
        pool_timeout=BUSY_S,
        connect_args=options,
    )
    if is_sqlite:
        file = sqlite_file(url)
        if file is not None:
            _make_private(file)
        hooks.listen(engine, "connect", _prepare)
    elif url.get_driver_name() == "psycopg":
        hooks.listen(engine, "do_connect", _connect_in_time)
    return engine


@contextmanager
def patient(url: URL, engine: Engine) -> Iterator[Engine]:
    """For long work on the tables: ``engine`` where it has no time limits, else one without."""
    if url.get_backend_name() == "sqlite":
        yield engine
        return
    limits = {"connect_timeout": SERVER["connect_timeout"]}
    unlimited = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=limits)
    try:
        yield unlimited
    finally:
        unlimited.dispose()


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server's, or one that is only in memory."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name)


def identity(file: Path) -> tuple[int, int] | None:
    """Which file has this name now: its device and number, None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_private(file: Path) -> None:
    """Nobody but the account of the server reads answers; the journals take over the mode."""
    with suppress(OSError):  # SQLite itself says what is wrong with the place
        file.touch(mode=0o600)
        mode = file.stat().st_mode & 0o777
        if mode & 0o077:
            file.chmod(mode & 0o700)


def _connect_in_time(_dialect: object, _record: object, args: Any, options: Any) -> object:
    from elicitation.sessions.timed_connection import TimedConnection  # few have a server

    return TimedConnection.connect(*args, **options)


def _prepare(connection: Any, _: object) -> None:
    """Readers do not wait for writers, a commit survives a power cut, and what is deleted is gone.

    Deleted content is overwritten with zeros; the journal is emptied by whoever deletes.
    """
    cursor = connection.cursor()
    # a file that may only be read keeps the journal it has, and can still be read
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
