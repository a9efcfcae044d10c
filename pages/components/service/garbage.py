"""When garbage is collected: what is young all the time, everything in a quiet moment.

What a collection looks at, it looks at while everybody waits, and all that many sessions hold is
much. Most objects are freed at once when nobody needs them; only rings wait for a collection, and
most rings are young. So a full collection can wait until no tab does.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Callable

EVERY_S = 2.0  # between two collections of what is young
FULL_S, LATE_S = 60.0, 600.0  # between two full ones: in a quiet moment, and in any
ALLOCATIONS = 20_000  # after which the interpreter looks at the youngest by itself
NEVER = 1_000_000
log = logging.getLogger("tenfold")


def exempt() -> None:
    """Collect, and leave all there is now out of later collections: modules and what they keep."""
    gc.collect()
    gc.freeze()


def full() -> float:
    """Collect everything; the seconds that it took."""
    began = time.perf_counter()
    gc.collect()
    return time.perf_counter() - began


async def collect(n_waiting: Callable[[], int]) -> None:
    """Collect until cancelled; ``n_waiting`` says how many wait for a page."""
    gc.set_threshold(ALLOCATIONS, 10, NEVER)
    since = time.monotonic()
    while True:
        await asyncio.sleep(EVERY_S)
        gc.collect(1)
        passed = time.monotonic() - since
        if passed > LATE_S or (passed > FULL_S and not n_waiting()):
            took, since = full(), time.monotonic()
            log.info("A full collection of garbage took %.0f ms", 1000.0 * took)
