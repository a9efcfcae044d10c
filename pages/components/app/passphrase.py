"""A passphrase as a door: compared by a slow hash in constant time, and tried only so often.

Pure but for the door's memory of who tried; time and salt are arguments.
"""

import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Sequence

# (tries, seconds): so many within so long, then wait. Each try costs 20 ms of a core and 16 MiB.
LIMITS = ((5, 60.0), (20, 3600.0))  # of one client
LIMITS_OF_ALL = ((60, 60.0),)  # whoever has many addresses still has only 86,400 guesses a day
LONGEST = max(seconds for _, seconds in (*LIMITS, *LIMITS_OF_ALL))

Tries = Sequence[tuple[str, float]]  # client and time in seconds, the earliest first


def digest(passphrase: str, salt: bytes) -> bytes:
    """The same letters give the same bytes, however a keyboard composes them."""
    letters = unicodedata.normalize("NFKC", passphrase.strip()).encode()
    return hashlib.scrypt(letters, salt=salt, n=2**14, r=8, p=1)


def wait(tries: Tries, client: str, now: float) -> float:
    """Seconds until ``client`` may try again; 0 = at once."""
    own = [time for who, time in tries if who == client]
    everybody = [time for _, time in tries]
    waits = [
        times[-most] + seconds - now
        for times, limits in ((own, LIMITS), (everybody, LIMITS_OF_ALL))
        for most, seconds in limits
        if len(times) >= most
    ]
    return max(0.0, *waits) if waits else 0.0


class Door:
    """The passphrase of one server, and who tried it lately. Safe for threads."""

    def __init__(self, passphrase: str, salt: bytes) -> None:
        self._salt = salt
        self._digest = digest(passphrase, salt)
        self._tries: tuple[tuple[str, float], ...] = ()
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> float:
        """Seconds until ``client`` may try again; 0 = at once."""
        return wait(self._tries, client, now)

    def opens(self, passphrase: str, client: str, now: float) -> bool:
        """Whether it is the passphrase; never while ``client`` has to wait.

        A try counts before it is compared, so that many at once are no way around the limit, and
        one that opens is forgotten.
        """
        with self._lock:
            recent = tuple(one for one in self._tries if one[1] > now - LONGEST)
            if wait(recent, client, now) > 0.0:
                return False
            self._tries = (*recent, (client, now))
        opens = hmac.compare_digest(digest(passphrase, self._salt), self._digest)
        if opens:
            with self._lock:
                self._tries = tuple(one for one in self._tries if one != (client, now))
        return opens
