"""A passphrase as a door: compared by a slow hash in constant time, and tried only so often.

Tries are noted in the database, time and salt are arguments.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence

from elicitation.sessions.tries import TryStore

# (tries, seconds): so many within so long, then wait. Each try costs 20 ms of a core and 16 MiB.
LIMITS = ((5, 60.0), (20, 3600.0))  # of one client
LIMITS_OF_ALL = ((60, 60.0),)  # whoever has many addresses still has only 86,400 guesses a day
LONGEST = max(seconds for _, seconds in (*LIMITS, *LIMITS_OF_ALL))

CLOCKS_DIFFER = 1.0  # seconds, between processes that count together

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
    """The passphrase of a server, and who tried it lately, whichever process they came to.

    Safe for threads. Its methods raise StoreUnavailable where tries cannot be noted: then nobody
    comes in. ``now`` is in seconds since 1970, since processes have no other clock in common.
    """

    def __init__(self, passphrase: str, salt: bytes, tries: TryStore) -> None:
        self._salt = salt
        self._digest = digest(passphrase, salt)
        self._tries = tries

    def wait(self, client: str, now: float) -> float:
        """Seconds until ``client`` may try again; 0 = at once."""
        return wait(self._recent(now), client, now)

    def opens(self, passphrase: str, client: str, now: float) -> bool:
        """Whether it is the passphrase; never while ``client`` has to wait.

        A try counts before it is compared, so that many at once are no way around the limit. One
        that opens, or came too early, is forgotten.
        """
        self._tries.forget_before(now - LONGEST)
        own = self._tries.add(client, now)
        if wait(self._before(own, now), client, now) > 0.0:
            self._tries.forget(own)
            return False
        if hmac.compare_digest(digest(passphrase, self._salt), self._digest):
            self._tries.forget(own)
            return True
        return False

    def _before(self, own: str, now: float) -> Tries:
        """The tries that came before ``own``; of those at the same time, one order for all."""
        return [
            (who, min(time, now))
            for number, who, time in self._tries.since(now - LONGEST)
            if (time, number) < (now, own) or time > now + CLOCKS_DIFFER
        ]

    def _recent(self, now: float) -> Tries:
        """Also those of the future, where a clock was set back: in doubt one waits."""
        return [(who, min(time, now)) for _, who, time in self._tries.since(now - LONGEST)]
