"""How a process ends: nobody new, what was clicked is finished and stored, then it goes.

At SIGTERM the process says that it is not ready. For ``NOTICE_S`` it works on as before, so that a
proxy can see that and send people elsewhere. Then each tab is closed as soon as nothing of it is
being worked on; its browser comes again, and the proxy leads it to another process. Whatever is
still at work after ``MOST_S`` is cut off.
"""

import asyncio
import logging
import signal
from collections.abc import Callable
from types import FrameType

from pages.components.service.tabs import Tabs

NOTICE_S, MOST_S = 2.0, 8.0  # since the signal; a second later at most the process has ended
log = logging.getLogger("tenfold")

Handler = Callable[[int, FrameType | None], object]


class Drain:
    """The way out of one process."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self.has_begun = False
        self._task: asyncio.Task[None] | None = None

    def listen(self) -> None:
        """From now on SIGTERM begins the end; a second one ends at once. In the main thread.

        What was to happen at the signal before happens when all is done.
        """
        loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

        def at_signal(number: int, frame: FrameType | None) -> None:
            if self.has_begun:
                _go(before, number)
            self.has_begun = True
            loop.call_soon_threadsafe(self._begin, lambda: _go(before, number))

        signal.signal(signal.SIGTERM, at_signal)

    def _begin(self, go: Callable[[], None]) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(go))

    async def _run(self, go: Callable[[], None]) -> None:
        log.warning("Leaving: %d tabs are open", len(self._tabs))
        self._tabs.refuse()
        try:
            async with asyncio.timeout(MOST_S):
                await asyncio.sleep(NOTICE_S if len(self._tabs) else 0.0)
                self._tabs.leave()
                await self._tabs.gone()
            log.warning("Leaving: every click was finished")
        except TimeoutError:
            log.error("Leaving: %d tabs had to be cut off", self._tabs.n_waiting)
        go()


def _go(before: object, number: int) -> None:
    if callable(before):
        before(number, None)
    else:
        raise SystemExit(0)
