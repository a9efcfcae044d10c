"""Brings a database to the tables of this version: once, whoever else starts at the same time.

Every step asks whether its work is done already, so it does not matter which version wrote the
tables, nor whether that one wrote down a revision. A revision that this program does not know was
left by a newer one; steps only add, so this program goes on with what it knows.
"""

import logging
import time
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

log = logging.getLogger("tenfold")

HEAD = "0005"  # the last step in versions/
FOLDER = Path(__file__).parent
WITHOUT = frozenset({"events", "links", "studies"})  # what a program needs that may only read
LOCK = 7_361_017  # any number: of PostgreSQL's advisory locks, the one for this
PATIENCE_S, POLL_S = 600.0, 0.2  # that another process may work on the tables


def revision_of(connection: Connection) -> str:
    """The step that the tables are at, "" where none was ever written down."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or "")


def upgrade(engine: Engine) -> None:
    """Add what the tables lack. ``engine`` must be one that does not give up long statements.

    Where the database may only be read and holds what reading needs, nothing happens. Raises
    SQLAlchemyError if it cannot be used, or another process does not finish.
    """
    with engine.connect() as connection:
        found = revision_of(connection)
        has = set(inspect(connection).get_table_names())
    if found >= HEAD:
        if found > HEAD:
            log.warning("The database was written by a newer version: its step is %s", found)
        return
    try:
        _locked(engine, found)
    except DBAPIError as error:
        said = str(error.orig).lower()
        refused = any(words in said for words in ("readonly", "read-only", "permission denied"))
        if not (refused and has >= WITHOUT):
            raise
        log.warning("The tables stay at step %s: this account may not change them", found or "?")


def _locked(engine: Engine, found: str) -> None:
    """The steps in one transaction: all or none, one process after the other."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with engine.connect() as connection:
            if not _is_ours(connection):
                connection.rollback()
                time.sleep(POLL_S)
                continue
            if revision_of(connection) < HEAD:
                _run(connection)
                log.warning("The tables were brought from step %s to %s", found or "none", HEAD)
            connection.commit()
            return
    raise OperationalError("upgrade", None, TimeoutError("statement timeout: tables are locked"))


def _is_ours(connection: Connection) -> bool:
    """Take the lock for this transaction, without waiting for it on a server."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return True
    taken = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK})
    return bool(taken.scalar())


def _run(connection: Connection) -> None:
    from alembic import command  # only where there is something to do
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
