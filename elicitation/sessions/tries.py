"""Tries of a secret, so that their limits hold in all processes and whatever is cleared in one."""

import secrets

from elicitation.sessions.database import Database


class TryStore:
    """Who tried when, for one ``purpose``, a word. All methods raise StoreUnavailable."""

    def __init__(self, database: Database, purpose: str) -> None:
        self._database = database
        self._prefix = f"{purpose} "

    def add(self, client: str, created: float) -> str:
        """Note a try, in seconds since 1970; its id."""
        number = secrets.token_urlsafe(16)
        self._database.insert(
            "tries", {"id": number, "client": self._prefix + client, "created": created}
        )
        return number

    def since(self, oldest: float) -> tuple[tuple[str, str, float], ...]:
        """Id, client and time of each try after ``oldest``, the earliest first."""
        rows = self._database.rows(
            "SELECT id, client, created FROM tries WHERE created > :oldest "
            "AND client LIKE :prefix ORDER BY created, id",
            oldest=oldest,
            prefix=f"{self._prefix}%",
        )
        return tuple((row.id, row.client.removeprefix(self._prefix), row.created) for row in rows)

    def forget(self, number: str) -> None:
        """As if that try had not been."""
        self._database.write(["DELETE FROM tries WHERE id = :id"], {"id": number})

    def forget_before(self, oldest: float) -> None:
        """Keep no try, and no address, for longer than a limit needs it."""
        self._database.write(["DELETE FROM tries WHERE created <= :oldest"], {"oldest": oldest})
