"""Sessions on disk: an append-only table of events.

An event's position in its session is part of the key, so of two tabs that answer the same question
only one can write; the other is told. No row is updated, and only whole sessions are deleted.
"""

import json
from collections.abc import Sequence

from elicitation.sessions.database import Database, PositionTaken, is_key, payload
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Event
from elicitation.sessions.tables import SCHEMA_VERSION

AT_ONCE = 500  # sessions in one query


class EventStore:
    """Events by session. All methods raise StoreUnavailable if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, session_id: str, position: int, event: Event, created: float) -> None:
        """Write ``event`` as number ``position`` (from 0) of the session; on disk on return.

        ``created`` is in seconds since 1970. Raises PositionTaken if that number is written
        already, ValueError if the id is not made of 1 to 64 letters, digits, ``-`` and ``_``.
        """
        if not is_key(session_id):
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
        if not self._database.insert("events", row):
            raise PositionTaken(f"event {position} of the session exists already")

    def read(self, session_id: str) -> tuple[Event, ...]:
        """All events of a session in order, none if there is no such session.

        Raises ValueError if a row was not written by this program, or by one with a newer schema.
        """
        return tuple(event for _, event in self.log(session_id))

    def log(self, session_id: str) -> tuple[tuple[float, Event], ...]:
        """As ``read``, each event with the time it was written, in seconds since 1970."""
        if not is_key(session_id):
            return ()
        rows = self._database.rows(
            "SELECT payload, version, created FROM events WHERE session_id = :session_id "
            "ORDER BY position",
            session_id=session_id,
        )
        return tuple((row.created, decode(payload(row))) for row in rows)

    def read_many(self, session_ids: Sequence[str]) -> dict[str, tuple[Event, ...] | ValueError]:
        """All events of many sessions; of one that cannot be read the error in their place."""
        found: dict[str, list[Event] | ValueError] = {}
        for first in range(0, len(session_ids), AT_ONCE):
            rows = self._database.rows(
                "SELECT session_id, payload, version FROM events WHERE session_id IN :session_ids "
                "ORDER BY session_id, position",
                session_ids=tuple(session_ids[first : first + AT_ONCE]),
            )
            for row in rows:
                events = found.setdefault(row.session_id, [])
                if isinstance(events, list):
                    try:
                        events.append(decode(payload(row)))
                    except ValueError as error:
                        found[row.session_id] = error
        return {
            name: events if isinstance(events, ValueError) else tuple(events)
            for name, events in found.items()
        }

    def active(self, since: float) -> dict[str, int]:
        """Number of events of each session that got one at or after ``since`` (seconds, 1970)."""
        rows = self._database.rows(
            "SELECT session_id, COUNT(*) AS n FROM events WHERE session_id IN "
            "(SELECT session_id FROM events WHERE created >= :since) GROUP BY session_id",
            since=since,
        )
        return {row.session_id: row.n for row in rows}

    def delete(self, session_id: str) -> None:
        """Delete the session and the links to it. Nothing happens if there is none."""
        self._database.delete_session(session_id)
