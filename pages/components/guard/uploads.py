"""What uploads may cost: bytes that wait in memory, by session, by address and in all."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from pages.components.guard.buckets import Buckets, Rate

MOST_BYTES = (5 << 20) + (1 << 16)  # of a request: the largest file and what frames it
OF_ADDRESS = Rate(0.5, 60.0)  # uploads: everybody in a lecture hall within some minutes
MOST_OF_SESSION = 2  # files that wait at once
MOST_OF_ADDRESS = 40 << 20  # bytes that wait at once
MOST_IN_ALL = 160 << 20
WAITS_S = 60.0  # a page takes a file within a second; what nobody takes is dropped after so long
BODY_S = 30.0  # that a body may take to arrive
File = tuple[str, str]  # session and file, as the platform names them


@dataclass(frozen=True)
class _Waiting:
    client: str
    n_bytes: int
    since: float


class Uploads:
    """Which files wait to be read. ``remove`` drops one from the platform's memory.

    Threads may share it: the server admits files, pages are done with them. Times are in seconds
    by ``clock``.
    """

    def __init__(
        self,
        remove: Callable[[str, str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._remove, self._clock = remove, clock
        self._waiting: dict[File, _Waiting] = {}
        self._rates = Buckets(OF_ADDRESS)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    def refusal(self, client: str, file: File, n_bytes: int | None) -> int:
        """The HTTP status with which an upload is refused; 0, and it waits from now on, if not.

        ``n_bytes`` is the announced length of the body, None if there is none: then it could be of
        any length.
        """
        self._drop_old()
        if n_bytes is None:
            return 411
        if n_bytes > MOST_BYTES:
            return 413
        with self._lock:
            if not self._rates.take(client, self._clock()) or file in self._waiting:
                return 429
            own = [one.n_bytes for one in self._waiting.values() if one.client == client]
            everything = sum(one.n_bytes for one in self._waiting.values())
            of_session = sum(session == file[0] for session, _ in self._waiting)
            if (
                of_session >= MOST_OF_SESSION
                or sum(own) + n_bytes > MOST_OF_ADDRESS
                or everything + n_bytes > MOST_IN_ALL
            ):
                return 429
            self._waiting[file] = _Waiting(client, n_bytes, self._clock())
        return 0

    def done(self, file: File) -> None:
        """The file is read, or did not arrive: it leaves the memory."""
        self._remove(*file)
        with self._lock:
            self._waiting.pop(file, None)

    def forget(self, file: File) -> None:
        """The platform has dropped the file itself."""
        with self._lock:
            self._waiting.pop(file, None)

    def _drop_old(self) -> None:
        now = self._clock()
        with self._lock:
            old = [file for file, one in self._waiting.items() if now - one.since > WAITS_S]
        for file in old:
            self.done(file)
