"""Which sessions nobody has used for a while, and how they are forgotten."""

from dataclasses import dataclass

from elicitation.sessions.database import Database

# kinds of links that lead to a session of a person; others lead to rounds, or only count
TO_SESSIONS = ("owner", "share", "group", "member", "round", "move", "took part")


@dataclass(frozen=True)
class Stale:
    """Ids of sessions, and (code, session) of links whose session is gone."""

    sessions: tuple[str, ...]
    of_studies: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def stale(database: Database, before: float, of_studies_before: float | None) -> Stale:
    """What was last written before these times, in seconds since 1970; None = keep all of studies.

    A session that has begun to be used again meanwhile is not among them. Raises StoreUnavailable.
    """
    in_study = "SELECT session_id FROM links WHERE kind = 'took part'"
    query = (
        "SELECT session_id FROM events WHERE session_id {} ({}) "
        "GROUP BY session_id HAVING MAX(created) < :before ORDER BY session_id"
    )
    own = database.rows(query.format("NOT IN", in_study), before=before)
    of_studies = (
        database.rows(query.format("IN", in_study), before=of_studies_before)
        if of_studies_before is not None
        else ()
    )
    kinds = ", ".join(f"'{kind}'" for kind in TO_SESSIONS)
    links = database.rows(
        f"SELECT code, session_id FROM links WHERE kind IN ({kinds}) AND created < :before "
        "AND session_id NOT IN (SELECT session_id FROM events) ORDER BY code, session_id",
        before=before,
    )
    return Stale(
        tuple(row.session_id for row in own),
        tuple(row.session_id for row in of_studies),
        tuple((row.code, row.session_id) for row in links),
    )


def forget(database: Database, found: Stale) -> None:
    """Delete it all, session by session. Raises StoreUnavailable; what is gone by then is gone."""
    for session_id in (*found.sessions, *found.of_studies):
        database.delete_session(session_id)
    for code, session_id in found.links:
        database.write(
            ["DELETE FROM links WHERE code = :code AND session_id = :session_id"],
            {"code": code, "session_id": session_id},
        )
