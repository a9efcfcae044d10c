"""One database under three stores: its connection, its tables, and what its errors mean.

The stores of events, links and studies write their queries in SQL that SQLite and PostgreSQL both
understand. Rows are inserted and, with a whole session, deleted; none is ever updated.

What a database says when it fails can name files, hosts, accounts and passwords. It goes to the
log "tenfold" with every secret masked; the exception says only what to do.
"""

import json
import logging
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    text,
)
from sqlalchemy import event as hooks
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from elicitation.sessions.store_advice import ADVICE, ADVICE_OTHER, ADVICE_URL

# Of tables and payloads. Raised only by a change that older programs would misread: they refuse
# rows of a higher version. New fields and new kinds of events leave it as it is.
SCHEMA_VERSION = 1
BUSY_SECONDS = 5.0  # to wait for another writer of the same file

log = logging.getLogger("tenfold")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"pass|secret|token|key", re.IGNORECASE)  # in the name of a URL's parameter

_METADATA = MetaData()
Table(
    "events",
    _METADATA,
    Column("session_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # in the session, from 0
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),  # the event as JSON
    Column("created", Float, nullable=False),  # seconds since 1970, UTC
    Column("version", Integer, nullable=False),  # SCHEMA_VERSION of the program that wrote it
)
Table(
    "links",
    _METADATA,
    Column("code", String(64), primary_key=True),
    Column("session_id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # what the code is for
    Column("created", Float, nullable=False),
)
Table(
    "studies",
    _METADATA,
    Column("code", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # the study's version
    Column("payload", Text, nullable=False),  # the whole study as JSON
    Column("created", Float, nullable=False),
    Column("version", Integer, nullable=False),
)


class StoreUnavailable(Exception):
    """The database cannot be used now; the message says in a sentence or two what to do."""


class PositionTaken(Exception):
    """Another writer has written this row first: read again, then decide again."""


class Database:
    """A connection pool and the tables of all stores, in SQLite or PostgreSQL.

    ``url`` is SQLAlchemy's: ``sqlite:///file.sqlite3``, ``postgresql://user:password@host/name``.
    Missing tables are created. All methods raise StoreUnavailable if the database cannot be used
    or refuses a row; what was committed before stays.
    """

    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url)
        except (SQLAlchemyError, ValueError):  # whose text may quote the address
            raise StoreUnavailable(ADVICE_URL) from None
        is_sqlite = self._url.get_backend_name() == "sqlite"
        try:
            self._engine = create_engine(
                self._url,
                hide_parameters=True,  # errors are logged, people's answers are not
                pool_pre_ping=not is_sqlite,  # a database server may have been restarted
                connect_args={"timeout": BUSY_SECONDS} if is_sqlite else {"connect_timeout": 5},
            )
            if is_sqlite:
                hooks.listen(self._engine, "connect", _make_durable)
            _METADATA.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as error:
            raise self._unavailable(error) from None

    def rows(self, query: str, **values: object) -> Sequence[Row[Any]]:
        """The result of a query whose ``:names`` stand for ``values``."""
        try:
            with self._engine.connect() as connection:
                return connection.execute(text(query), values).all()
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None

    def insert(self, table: str, row: Mapping[str, object]) -> bool:
        """Write a row; on disk on return. False if the table has a row of the same primary key.

        A row that breaks any other constraint raises StoreUnavailable.
        """
        key = ", ".join(column.name for column in _METADATA.tables[table].primary_key)
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        statement = (
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({key}) DO NOTHING"
        )
        return self._write([statement], row) == 1

    def delete_session(self, session_id: str) -> None:
        """Delete a session's events and links, all or none. Nothing happens if there are none."""
        statements = [
            f"DELETE FROM {t} WHERE session_id = :session_id" for t in ("events", "links")
        ]
        self._write(statements, {"session_id": session_id})

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def _write(self, statements: Sequence[str], values: Mapping[str, object]) -> int:
        """Run the statements in one transaction; the number of rows that changed."""
        try:
            with self._engine.begin() as connection:
                return sum(connection.execute(text(s), dict(values)).rowcount for s in statements)
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        """What to do about an error, whose own words go to the log."""
        said = str(getattr(error, "orig", None) or error)
        first, *_ = said.splitlines() or [""]  # further lines can quote the row: people's answers
        log.error("The database failed: %s: %s", type(error).__name__, masked(first, self._url))
        advice = (advice for words, advice in ADVICE if words in said.lower())
        return StoreUnavailable(next(advice, ADVICE_OTHER))


def is_key(name: str) -> bool:
    """Whether a session or a code can be called so: 1 to 64 letters, digits, ``-`` and ``_``."""
    return bool(_KEY.fullmatch(name))


def payload(row: Row[Any]) -> dict[str, object]:
    """The JSON object in a row. Raises ValueError on other text, or a row of a newer schema."""
    if row.version > SCHEMA_VERSION:
        raise ValueError(f"version: expected at most {SCHEMA_VERSION}, got {row.version}")
    record = json.loads(row.payload)  # malformed JSON is a ValueError already
    if not isinstance(record, dict):
        raise ValueError(f"payload: expected a JSON object, got {row.payload[:40]!r}")
    return record


def masked(message: str, url: URL) -> str:
    """``message`` with *** for each secret of ``url``, as it is or percent-encoded.

    Secrets are the password, and the parameters whose names say so (``?password=``).
    """
    found = [url.password] if url.password else []
    for name, value in url.query.items():
        if _SECRET.search(name):
            found += [value] if isinstance(value, str) else value
    forms = {form for secret in found for form in (secret, quote(secret, ""), quote_plus(secret))}
    for form in sorted(forms - {""}, key=len, reverse=True):  # a secret can contain another
        message = message.replace(form, "***")
    return message


def _make_durable(connection: Any, _: object) -> None:
    """Readers do not wait for writers, and a commit survives even a power cut."""
    cursor = connection.cursor()
    # a file that may only be read keeps the journal it has, and can still be read
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()
