"""A passphrase as a door: compared by a slow hash in constant time, and tried only so often."""

import hashlib
import hmac
import unicodedata

from pages.components.access.limits import Limit


def digest(passphrase: str, salt: bytes) -> bytes:
    """The same letters give the same bytes, however a keyboard composes them."""
    letters = unicodedata.normalize("NFKC", passphrase.strip()).encode()
    return hashlib.scrypt(letters, salt=salt, n=2**14, r=8, p=1)


class Door:
    """The passphrase of a server. Raises StoreUnavailable where tries cannot be counted."""

    def __init__(self, passphrase: str, salt: bytes, limit: Limit) -> None:
        self._salt = salt
        self._digest = digest(passphrase, salt)
        self._limit = limit

    def wait(self, client: str, now: float) -> float:
        """Seconds until ``client`` may try again; 0 = at once."""
        return self._limit.wait(client, now)

    def opens(self, passphrase: str, client: str, now: float) -> bool:
        """Whether it is the passphrase; never while ``client`` has to wait. ``now`` since 1970."""
        own = self._limit.enter(client, now)
        if not own or not hmac.compare_digest(digest(passphrase, self._salt), self._digest):
            return False
        self._limit.forgive(own)
        return True
