"""The first look at a page is nobody else's: it loads what the page draws with.

Where two threads load packages that need each other, Python hands one of them a module that is only
half there, and that visitor would see that something went wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class FirstLooks:
    """Safe for threads."""

    def __init__(self) -> None:
        self._looking, self._seen = Lock(), set[str]()

    @contextmanager
    def at(self, page: str) -> Iterator[None]:
        """Where ``page`` is drawn: alone among first looks, if nobody has seen it yet."""
        if page in self._seen:
            yield
            return
        with self._looking:
            try:
                yield
            finally:
                self._seen.add(page)
