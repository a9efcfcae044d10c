"""A lease held for as long as a piece of work takes, renewed beside it."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.shared.leases import LASTS_S, LeaseStore

log = logging.getLogger("tenfold")


@contextmanager
def holding(
    leases: LeaseStore, name: str, clock: Callable[[], float] = time.time, holder: str = ""
) -> Iterator[Event]:
    """Wait for the lease and keep it; what is given is set once it is lost.

    It is lost to another process if the database could not be reached for ``LASTS_S``. ``clock``
    gives seconds since 1970. ``holder`` names who holds it: who was killed and starts again under
    the same name need not wait. Raises StoreUnavailable if it cannot even be asked for.
    """
    holder, lost, done = holder or secrets.token_urlsafe(16), Event(), Event()
    waits = False
    while not leases.take(name, holder, clock()):
        if not waits:
            log.warning("Another process does %s: this one waits until that ends", name)
        waits = True
        time.sleep(LASTS_S / 10)

    def renew() -> None:
        while not done.wait(LASTS_S / 5):
            with suppress(StoreUnavailable):  # the log says so; until it expires it is ours
                if not leases.take(name, holder, clock()):
                    lost.set()
                    return

    keeper = Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield lost
    finally:
        done.set()
        keeper.join()
        with suppress(StoreUnavailable):
            leases.give_back(name, holder)
