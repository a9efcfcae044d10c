"""One database under three stores: its connection, its tables, and what its errors mean.

The stores of events, links and studies write their queries in SQL that SQLite and PostgreSQL both
understand. Rows of events, links and studies are inserted and, with a whole session, deleted; none
is ever updated.

What a database says when it fails can name files, hosts, accounts and passwords. It goes to the
log "tenfold" with every secret masked; the exception says only what to do.
"""

import logging
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import BindParameter, Row, bindparam, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from elicitation.json_text import read_json
from elicitation.sessions.engines import identity, open_engine, patient, sqlite_file
from elicitation.sessions.migrations.upgrade import upgrade
from elicitation.sessions.store_advice import ADVICE, ADVICE_LOST, ADVICE_OTHER, ADVICE_URL
from elicitation.sessions.tables import METADATA, SCHEMA_VERSION
from elicitation.sessions.upkeep.sqlite_files import damage

log = logging.getLogger("tenfold")
OF_SESSION = ("events", "links", "files", "choices")  # tables that are about one session
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"pass|secret|token|key", re.IGNORECASE)  # in the name of a URL's parameter


class StoreUnavailable(Exception):
    """The database cannot be used now; the message says in a sentence or two what to do."""


class PositionTaken(Exception):
    """Another writer has written this row first: read again, then decide again."""


class Database:
    """A connection pool and the tables of all stores, in SQLite or PostgreSQL.

    ``url`` is SQLAlchemy's: ``sqlite:///file.sqlite3``, ``postgresql://user:password@host/name``.
    Tables of earlier versions are brought to those of this one. All methods raise StoreUnavailable
    if the database cannot be used or refuses a row; what was committed before stays.
    """

    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url)
        except (SQLAlchemyError, ValueError):  # whose text may quote the address
            raise StoreUnavailable(ADVICE_URL) from None
        self._file = sqlite_file(self._url)
        try:
            self._check()
            self._engine = open_engine(self._url)
            with patient(self._url, self._engine) as engine:
                upgrade(engine)
        except (SQLAlchemyError, ImportError) as error:
            raise self._unavailable(error) from None
        self._opened = self._file and identity(self._file)

    def _check(self) -> None:
        """A damaged file is not written to: each answer could make it worse."""
        if self._file is None or not self._file.is_file() or not self._file.stat().st_size:
            return
        try:
            problem = damage(self._file)
        except sqlite3.Error as error:
            raise self._unavailable(error) from None
        if problem:
            raise self._unavailable(sqlite3.DatabaseError(f"malformed: {problem}"))

    def rows(self, query: str, **values: object) -> Sequence[Row[Any]]:
        """The result of a query whose ``:names`` stand for ``values``; ``IN :names`` for tuples."""
        lists: list[BindParameter[Any]] = [
            bindparam(n, expanding=True) for n, v in values.items() if isinstance(v, tuple)
        ]
        self._require_file()
        try:
            with self._engine.connect() as connection:
                return connection.execute(text(query).bindparams(*lists), values).all()
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None

    def insert(self, table: str, row: Mapping[str, object]) -> bool:
        """Write a row; on disk on return. False if the table has a row of the same primary key.

        A row that breaks any other constraint raises StoreUnavailable.
        """
        key = ", ".join(column.name for column in METADATA.tables[table].primary_key)
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        statement = (
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({key}) DO NOTHING"
        )
        return self.write([statement], row) == 1

    def delete_session(self, session_id: str) -> None:
        """Delete all rows of a session, or none. Nothing happens if there are none."""
        statements = [f"DELETE FROM {t} WHERE session_id = :session_id" for t in OF_SESSION]
        self.write(statements, {"session_id": session_id})
        if self._file is not None:
            self._empty_journal()

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def write(self, statements: Sequence[str], values: Mapping[str, object]) -> int:
        """Run the statements in one transaction; the number of rows that changed."""
        self._require_file()
        try:
            with self._engine.begin() as connection:
                return sum(connection.execute(text(s), dict(values)).rowcount for s in statements)
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None

    def _require_file(self) -> None:
        """Answers written into a file that was removed or replaced would be lost without a word."""
        if self._file is not None and identity(self._file) != self._opened:
            fields = {"event": "database failed", "error": "FileLost", "sqlstate": None}
            told = "The file of the database was removed or replaced while it was in use"
            log.critical(told, extra={"fields": fields})
            raise StoreUnavailable(ADVICE_LOST)

    def _empty_journal(self) -> None:
        """What was deleted stands in the journal until it is cut; where it is in use, later."""
        with suppress(SQLAlchemyError), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        """What to do about an error, whose own words go to the log."""
        said = str(getattr(error, "orig", None) or error)
        first, *_ = said.splitlines() or [""]  # further lines can quote the row: people's answers
        kind = type(error).__name__
        fields = {
            "event": "database failed",
            "error": kind,
            "sqlstate": getattr(getattr(error, "orig", None), "sqlstate", None),
        }
        told = masked(first, self._url)
        log.error("The database failed: %s: %s", kind, told, extra={"fields": fields})
        advice = (advice for words, advice in ADVICE if words in said.lower())
        return StoreUnavailable(next(advice, ADVICE_OTHER))


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, None for another. Raises StoreUnavailable on no address."""
    try:
        return sqlite_file(make_url(url))
    except (SQLAlchemyError, ValueError):
        raise StoreUnavailable(ADVICE_URL) from None


def is_key(name: str) -> bool:
    """Whether a session or a code can be called so: 1 to 64 letters, digits, ``-`` and ``_``."""
    return bool(_KEY.fullmatch(name))


def payload(row: Row[Any]) -> dict[str, object]:
    """The JSON object in a row. Raises ValueError on other text, or a row of a newer schema."""
    if row.version > SCHEMA_VERSION:
        raise ValueError(f"version: expected at most {SCHEMA_VERSION}, got {row.version}")
    record = read_json(row.payload)  # malformed JSON is a ValueError already
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
