"""Sessions on disk: an append-only table of events. The only input and output of the core.

Nothing is ever updated, and only whole sessions are deleted, by those whose they are. An event's
place in its session is part of the key, so of two tabs that answer the same question only one can
be written; the other is told. A second table says which codes lead to which sessions, a third holds
studies: what changed about one is a row of its own.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    create_engine,
    func,
    select,
    true,
)
from sqlalchemy import event as hooks
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from elicitation.sessions.encoding import decode, decode_study, encode, encode_study
from elicitation.sessions.session import Event
from elicitation.sessions.store_advice import ADVICE, ADVICE_OTHER, ADVICE_URL
from elicitation.studies.study import Study

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


_STUDIES = Table(
    "studies",
    _METADATA,
    Column("code", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),  # the whole study as JSON
    Column("created", Float, nullable=False),
    Column("version", Integer, nullable=False),
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
            raise StoreUnavailable(ADVICE_URL) from None
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
        self._write_once(_TABLE, row, f"event {position} of the session")

    def read(self, session_id: str) -> tuple[Event, ...]:
        """All events of a session in order, none if there is no such session.

        Raises ValueError if a row was not written by this version of the program or an older one.
        """
        return tuple(event for _, event in self.log(session_id))

    def log(self, session_id: str) -> tuple[tuple[float, Event], ...]:
        """As ``read``, each event with the time it was written, in seconds since 1970."""
        if not _SESSION_ID.fullmatch(session_id):
            return ()
        rows = self._rows(
            select(_TABLE.c.payload, _TABLE.c.version, _TABLE.c.created)
            .where(_TABLE.c.session_id == session_id)
            .order_by(_TABLE.c.position)
        )
        return tuple((row.created, decode(_json_object(row.payload))) for row in rows)

    def active(self, since: float) -> dict[str, int]:
        """Number of events of each session that got one at or after ``since``."""
        query = (
            select(_TABLE.c.session_id, func.count(_TABLE.c.position).label("n"))
            .group_by(_TABLE.c.session_id)
            .having(func.max(_TABLE.c.created) >= since)
        )
        return {row.session_id: row.n for row in self._rows(query, versioned=False)}

    def put_study(self, study: Study, position: int, created: float) -> None:
        """Write ``study`` as its version ``position`` (from 0); the last version holds.

        Raises PositionTaken if that number is written already.
        """
        row = {
            "code": study.code,
            "position": position,
            "payload": json.dumps(encode_study(study)),
            "created": created,
            "version": SCHEMA_VERSION,
        }
        self._write_once(_STUDIES, row, f"version {position} of the study")

    def study(self, code: str) -> tuple[Study, ...]:
        """All versions of a study, the one that holds last; none if there is no such study."""
        return self._studies(_STUDIES.c.code == code) if _SESSION_ID.fullmatch(code) else ()

    def studies(self) -> tuple[Study, ...]:
        """All studies as they are now, the one that was made last first."""
        latest = {study.code: study for study in self._studies(true())}
        return tuple(latest.values())[::-1]

    def _studies(self, which: ColumnElement[bool]) -> tuple[Study, ...]:
        rows = self._rows(
            select(_STUDIES.c.payload, _STUDIES.c.version)
            .where(which)
            .order_by(_STUDIES.c.created, _STUDIES.c.position)
        )
        return tuple(decode_study(_json_object(row.payload)) for row in rows)

    def _rows(self, query: Select[Any], versioned: bool = True) -> Sequence[Row[Any]]:
        """Raises ValueError if a row was written by a newer version of the program."""
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query).all()
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error
        newest = max((row.version for row in rows if versioned), default=SCHEMA_VERSION)
        if newest > SCHEMA_VERSION:
            raise ValueError(f"version: expected at most {SCHEMA_VERSION}, got {newest}")
        return rows

    def _write_once(self, table: Table, row: dict[str, object], what: str) -> None:
        try:
            with self._engine.begin() as connection:
                connection.execute(table.insert(), row)
        except IntegrityError as error:
            raise PositionTaken(f"{what} exists already") from error
        except SQLAlchemyError as error:
            raise self._unavailable(error) from error

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
        return {row.session_id: row.n for row in self._rows(query, versioned=False)}

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
        advice = next((advice for words, advice in ADVICE if words in said), ADVICE_OTHER)
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
