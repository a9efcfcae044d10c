"""Sessions on disk: an append-only table of events. The only input and output of the core.

Nothing is ever updated, and only whole sessions are deleted, by those whose they are. An event's
place in its session is part of the key, so of two tabs that answer the same question only one can
be written; the other is told. A second table says which codes lead to which sessions.
"""

import json
import re
import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    create_engine,
    func,
    select,
)
from sqlalchemy import event as hooks
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from elicitation.encoding import decode, encode
from elicitation.session import Event

SCHEMA_VERSION = 1

_SESSION_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BUSY_SECONDS = 5.0  # to wait for another writer of the same file

_METADATA = MetaData()
_TABLE = Table(
    "events",
    _METADATA,
    Column("session_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),  # the event as JSON
    Column("created", Float, nullable=False),  # seconds since 1970, UTC
    Column("version", Integer, nullable=False),  # of this table and of the payload
)

_LINKS = Table(
    "links",
    _METADATA,
    Column("code", String(64), primary_key=True),
    Column("session_id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),  # what the code is for
    Column("created", Float, nullable=False),
)


class StoreUnavailable(Exception):
    """The database cannot be used now; the message says in a sentence or two what to do."""


class PositionTaken(Exception):
    """Somebody else wrote this event's place first: read again, then decide again."""


class SessionStore:
    """Events by session, in SQLite or PostgreSQL.

    ``url`` is SQLAlchemy's: ``sqlite:///file.sqlite3``, ``postgresql://user:password@host/name``.
    All methods raise StoreUnavailable if the database cannot be used; what was written stays.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            self._where = parsed.render_as_string(hide_password=True)
        except SQLAlchemyError:
            raise StoreUnavailable(_ADVICE_URL) from None
        is_sqlite = parsed.get_backend_name() == "sqlite"
        try:
            self._engine = create_engine(
                parsed,
                pool_pre_ping=not is_sqlite,  # a database server may have been restarted
                connect_args={"timeout": _BUSY_SECONDS} if is_sqlite else {"connect_timeout": 5},
            )
            if is_sqlite:
                hooks.listen(self._engine, "connect", _make_durable)
            _METADATA.create_all(self._engine)
        except (SQLAlchemyError, ImportError) as error:
            raise self._unavailable(error) from error

    def append(self, session_id: str, position: int, event: Event, created: float) -> None:
        """Write ``event`` as number ``position`` (from 0) of the session; on disk on return.

        Raises PositionTaken if that number is written already, ValueError if the id is not made
        of 1 to 64 letters, digits, ``-`` and ``_``.
        """
        if not _SESSION_ID.fullmatch(session_id):
            raise ValueError(f"session_id: expected letters, digits, - and _, got {session_id!r}")
        record = encode(event)
        row = {
            "session_id": session_id,
            "position": position,
            "kind": record["event"],
            "payload": json.dumps(record),
            "created": created,
            "version": SCHEMA_VERSION,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(_TABLE.insert(), row)
        except IntegrityError as error:
            raise PositionTaken(f"event {position} of the session exists already") from error
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    def read(self, session_id: str) -> tuple[Event, ...]:
        """All events of a session in order, none if there is no such session.

        Raises ValueError if a row was not written by this version of the program or an older one.
        """
        if not _SESSION_ID.fullmatch(session_id):
            return ()
        query = (
            select(_TABLE.c.payload, _TABLE.c.version)
            .where(_TABLE.c.session_id == session_id)
            .order_by(_TABLE.c.position)
        )
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error
        newest = max((row.version for row in rows), default=SCHEMA_VERSION)
        if newest > SCHEMA_VERSION:
            raise ValueError(f"version: expected at most {SCHEMA_VERSION}, got {newest}")
        return tuple(decode(_json_object(row.payload)) for row in rows)

    def link(self, code: str, kind: str, session_id: str, created: float) -> None:
        """Let ``code`` lead to the session; again changes nothing.

        Raises ValueError if code or id are not made as ``append`` asks.
        """
        for name in (code, session_id):
            if not _SESSION_ID.fullmatch(name):
                raise ValueError(f"code: expected letters, digits, - and _, got {name!r}")
        row = {"code": code, "session_id": session_id, "kind": kind, "created": created}
        try:
            with suppress(IntegrityError), self._engine.begin() as connection:
                connection.execute(_LINKS.insert(), row)
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    def linked(self, code: str, kind: str) -> tuple[str, ...]:
        """Ids of the sessions that ``code`` leads to, the earliest first."""
        return self._column(
            select(_LINKS.c.session_id)
            .where(_LINKS.c.code == code, _LINKS.c.kind == kind)
            .order_by(_LINKS.c.created, _LINKS.c.session_id)
        )

    def lengths(self, code: str, kind: str) -> dict[str, int]:
        """Number of events of each session that ``code`` leads to, the earliest link first."""
        query = (
            select(_LINKS.c.session_id, func.count(_TABLE.c.position).label("n"))
            .join_from(_LINKS, _TABLE, _LINKS.c.session_id == _TABLE.c.session_id, isouter=True)
            .where(_LINKS.c.code == code, _LINKS.c.kind == kind)
            .group_by(_LINKS.c.session_id, _LINKS.c.created)
            .order_by(_LINKS.c.created, _LINKS.c.session_id)
        )
        try:
            with self._engine.connect() as connection:
                return {row.session_id: row.n for row in connection.execute(query)}
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    def codes(self, session_id: str, kind: str) -> tuple[str, ...]:
        """Codes of this kind that lead to the session, the earliest first."""
        return self._column(
            select(_LINKS.c.code)
            .where(_LINKS.c.session_id == session_id, _LINKS.c.kind == kind)
            .order_by(_LINKS.c.created, _LINKS.c.code)
        )

    def delete(self, session_id: str) -> None:
        """Forget the session, and every code that led to it. Nothing happens if there is none."""
        try:
            with self._engine.begin() as connection:
                for table in (_TABLE, _LINKS):
                    connection.execute(table.delete().where(table.c.session_id == session_id))
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    def _column(self, query: Select[str]) -> tuple[str, ...]:
        try:
            with self._engine.connect() as connection:
                return tuple(connection.execute(query).scalars())
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        said = str(error).lower()
        advice = next((advice for words, advice in _ADVICE if words in said), _ADVICE_OTHER)
        return StoreUnavailable(f"{advice} (The database is {self._where}.)")


def _json_object(payload: str) -> dict[str, object]:
    record = json.loads(payload)  # malformed JSON is a ValueError already
    if not isinstance(record, dict):
        raise ValueError(f"payload: expected a JSON object, got {payload[:40]!r}")
    return record


def _make_durable(connection: Any, _: object) -> None:
    """Readers do not wait for writers, and a commit survives even a power cut."""
    cursor = connection.cursor()
    # a file that may only be read keeps the journal it has, and can still be read
    with suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


_ADVICE_URL = (
    "The address of the database cannot be read: write it like sqlite:///sessions.sqlite3 or "
    "postgresql://user:password@host/name in TENFOLD_DATABASE_URL."
)
_ADVICE_OTHER = (
    "The database could not be used: check that it is Tenfold's own and see the server's log, "
    "or name another one in TENFOLD_DATABASE_URL."
)
# what a database's own message contains -> what to do about it
_ADVICE = (
    ("readonly database", "The database may only be read: make its file and folder writable."),
    ("read-only", "The database may only be read: use an account that may write to it."),
    ("is full", "The disk of the database is full: free some space, then reload the page."),
    ("no space left", "The disk of the database is full: free some space, then reload the page."),
    ("unable to open", "The database cannot be opened: check that its folder exists and is yours."),
    ("is locked", "The database is busy: another program holds it. Wait a moment, then reload."),
    ("not a database", "The file is not a database: move it away or name another one."),
    ("malformed", "The database is damaged: restore its file from a copy."),
    ("password", "The database refuses the account: check the name and password."),
    ("does not exist", "There is no such database or account on the server: create it first."),
    ("can't load plugin", _ADVICE_URL),
    ("connection", "The database cannot be reached: check that its server runs, then reload."),
    ("resolve", "The database cannot be reached: check the name of its host."),
)
