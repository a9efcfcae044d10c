"""What a process clears away from time to time, whichever process made it."""

import asyncio
import time
from contextlib import suppress

from elicitation.sessions.database import StoreUnavailable
from pages.components.app import assets

EVERY_S = 60.0


async def keep() -> None:
    """Clear away until cancelled."""
    while True:
        await asyncio.sleep(EVERY_S)
        await asyncio.to_thread(clear, time.time())


def clear(now: float) -> None:
    """Files that nobody fetched in time; ``now`` since 1970. The next time if it fails."""
    with suppress(StoreUnavailable):
        assets.files().forget_old(now)
