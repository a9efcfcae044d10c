"""Work that one process of a service does, and no other: a lease that expires unless renewed."""

from elicitation.sessions.database import Database

LASTS_S = 30.0  # much longer than the clocks of processes differ


class LeaseStore:
    """Leases by name. All methods raise StoreUnavailable if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, holder: str, now: float) -> bool:
        """Whether ``holder`` has the lease for ``LASTS_S`` from ``now`` (seconds since 1970).

        Whoever has it renews it so. An expired one goes to whoever asks first.
        """
        row = {"name": name, "holder": holder, "expires": now + LASTS_S}
        statement = (
            "UPDATE leases SET holder = :holder, expires = :expires "
            "WHERE name = :name AND (holder = :holder OR expires <= :now)"
        )
        renewed = self._database.write([statement], {**row, "now": now})
        return renewed > 0 or self._database.insert("leases", row)

    def holder(self, name: str, now: float) -> str:
        """Who has the lease, "" if nobody."""
        rows = self._database.rows(
            "SELECT holder FROM leases WHERE name = :name AND expires > :now", name=name, now=now
        )
        return str(rows[0].holder) if rows else ""

    def give_back(self, name: str, holder: str) -> None:
        """Let another have it at once; nothing happens if it was lost meanwhile."""
        self._database.write(
            ["DELETE FROM leases WHERE name = :name AND holder = :holder"],
            {"name": name, "holder": holder},
        )
