"""A connection to PostgreSQL that is given up where no answer comes.

The server ends its own long statements, and the network reports packets that vanish. What neither
sees is a relay that takes everything and passes nothing on.
"""

from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

T = TypeVar("T")

SILENT_S = 3.0


class TimedConnection(Connection[Any]):
    """Raises OperationalError, and is closed, where the server is silent for ``SILENT_S``."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = SILENT_S) -> T:
        """What ``gen`` returns; intervals and timeouts in seconds."""
        try:
            return super().wait(gen, interval, timeout)
        except _WaitTimeout:
            self.close()
            raise OperationalError("statement timeout: the connection is silent") from None
