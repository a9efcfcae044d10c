"""Tries of a secret, so that their limits hold in all processes and whatever is cleared in one."""

import secrets

from elicitation.sessions.database import Database


class TryStore:
    """Who tried when. All methods raise StoreUnavailable as the database does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, client: str, created: float) -> str:
        """Note a try, in seconds since 1970; its id."""
        number = secrets.token_urlsafe(16)
        self._database.insert("tries", {"id": number, "client": client[:64], "created": created})
        return number

    def since(self, oldest: float) -> tuple[tuple[str, str, float], ...]:
        """Id, client and time of each try after ``oldest``, the earliest first."""
        rows = self._database.rows(
            "SELECT id, client, created FROM tries WHERE created > :oldest ORDER BY created, id",
            oldest=oldest,
        )
        return tuple((row.id, row.client, row.created) for row in rows)

    def forget(self, number: str) -> None:
        """As if that try had not been."""
        self._database.write(["DELETE FROM tries WHERE id = :id"], {"id": number})

    def forget_before(self, oldest: float) -> None:
        """Keep no try, and no address, for longer than a limit needs it."""
        self._database.write(["DELETE FROM tries WHERE created <= :oldest"], {"oldest": oldest})
