"""How a person set the controls of their list; it says nothing about taste and is no event."""

from elicitation.sessions.database import Database


class ChoiceStore:
    """Choices by session and name. All methods raise StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, session_id: str, name: str, value: str) -> None:
        """What was chosen last counts; names and values of at most 64 characters."""
        row = {"session_id": session_id, "name": name, "value": value}
        changed = self._database.write(
            ["UPDATE choices SET value = :value WHERE session_id = :session_id AND name = :name"],
            row,
        )
        if not changed:
            self._database.insert("choices", row)

    def of(self, session_id: str) -> dict[str, str]:
        """All choices of a session by name."""
        rows = self._database.rows(
            "SELECT name, value FROM choices WHERE session_id = :session_id", session_id=session_id
        )
        return {row.name: row.value for row in rows}
