"""Which codes lead to which sessions: groups, rooms, rounds, shared lists, studies."""

from dataclasses import dataclass

from elicitation.sessions.database import Database, is_key


@dataclass(frozen=True)
class Link:
    """One way to a session: what for, by which code, since when (seconds since 1970)."""

    kind: str
    code: str
    created: float


class LinkStore:
    """Links by code and kind. All methods raise StoreUnavailable as the database does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, code: str, kind: str, session_id: str, created: float) -> None:
        """Let ``code`` lead to the session; a link that exists already stays as it is.

        ``created`` is in seconds since 1970. Raises ValueError if code or id are not made of 1 to
        64 letters, digits, ``-`` and ``_``.
        """
        for name in (code, session_id):
            if not is_key(name):
                raise ValueError(f"code: expected letters, digits, - and _, got {name!r}")
        row = {"code": code, "session_id": session_id, "kind": kind, "created": created}
        self._database.insert("links", row)

    def linked(self, code: str, kind: str) -> tuple[str, ...]:
        """Ids of the sessions that ``code`` leads to, the earliest link first."""
        rows = self._database.rows(
            "SELECT session_id FROM links WHERE code = :code AND kind = :kind "
            "ORDER BY created, session_id",
            code=code,
            kind=kind,
        )
        return tuple(row.session_id for row in rows)

    def fresh(self, code: str, kind: str, since: float) -> tuple[str, ...]:
        """As ``linked``, of the links made at or after ``since`` (seconds, 1970)."""
        rows = self._database.rows(
            "SELECT session_id FROM links WHERE code = :code AND kind = :kind "
            "AND created >= :since ORDER BY created, session_id",
            code=code,
            kind=kind,
            since=since,
        )
        return tuple(row.session_id for row in rows)

    def unlink(self, code: str, kind: str, session_id: str = "") -> bool:
        """Let ``code`` no more lead to the session, to any where none is named.

        False if it did not, or another was faster.
        """
        statement = "DELETE FROM links WHERE code = :code AND kind = :kind"
        values = {"code": code, "kind": kind}
        if session_id:
            statement += " AND session_id = :session_id"
            values["session_id"] = session_id
        return self._database.write([statement], values) > 0

    def lengths(self, code: str, kind: str) -> dict[str, int]:
        """Number of events of each session that ``code`` leads to, the earliest link first."""
        rows = self._database.rows(
            "SELECT links.session_id, COUNT(events.position) AS n FROM links "
            "LEFT JOIN events ON events.session_id = links.session_id "
            "WHERE links.code = :code AND links.kind = :kind "
            "GROUP BY links.session_id, links.created ORDER BY links.created, links.session_id",
            code=code,
            kind=kind,
        )
        return {row.session_id: row.n for row in rows}

    def codes(self, session_id: str, kind: str) -> tuple[str, ...]:
        """Codes of this kind that lead to the session, the earliest link first."""
        rows = self._database.rows(
            "SELECT code FROM links WHERE session_id = :session_id AND kind = :kind "
            "ORDER BY created, code",
            session_id=session_id,
            kind=kind,
        )
        return tuple(row.code for row in rows)

    def of(self, session_id: str) -> tuple[Link, ...]:
        """All links to the session, the earliest first."""
        rows = self._database.rows(
            "SELECT kind, code, created FROM links WHERE session_id = :session_id "
            "ORDER BY created, kind, code",
            session_id=session_id,
        )
        return tuple(Link(row.kind, row.code, row.created) for row in rows)
