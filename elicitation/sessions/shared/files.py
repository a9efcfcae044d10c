"""Files that somebody has just asked for, so that any process can hand them out."""

from dataclasses import dataclass

from elicitation.sessions.database import Database

KEPT_S = 600.0  # until a file has been fetched
MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class SharedFile:
    """``name`` is what the file is saved as, ``mime`` its type."""

    name: str
    mime: str
    content: bytes


class FileStore:
    """Files by id. All methods raise StoreUnavailable if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, file_id: str, file: SharedFile, session_id: str, created: float) -> None:
        """Keep a file for ``KEPT_S``; one of the same id is replaced, larger ones are left out.

        With the session, "" for none, it is deleted at once.
        """
        if len(file.content) > MOST_BYTES:
            return
        add = (
            "INSERT INTO files (id, name, mime, content, session_id, created) "
            "VALUES (:id, :name, :mime, :content, :session_id, :created) ON CONFLICT DO NOTHING"
        )
        self._database.write(
            ["DELETE FROM files WHERE id = :id", add],
            {"id": file_id, **vars(file), "session_id": session_id, "created": created},
        )

    def get(self, file_id: str, now: float) -> SharedFile | None:
        """The file, None if there is none or its time is over."""
        rows = self._database.rows(
            "SELECT name, mime, content FROM files WHERE id = :id AND created > :oldest",
            id=file_id,
            oldest=now - KEPT_S,
        )
        return SharedFile(rows[0].name, rows[0].mime, bytes(rows[0].content)) if rows else None

    def forget_old(self, now: float) -> None:
        """Delete all whose time is over."""
        self._database.write(
            ["DELETE FROM files WHERE created <= :oldest"], {"oldest": now - KEPT_S}
        )
