"""Somebody who answers questions without end, at whichever replica lets them in.

They stay with a replica as long as it has them, as behind a proxy with stickiness and fall-back.
They write down what they said at which step once the page shows the next one: it is acknowledged.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.app.visitor import GRID, NAMING, PAIR, Visitor
from pages.components.access.browser_cookie import new_key

START, GO_ON = "start_button", "go_on"
AGAIN_S = 1.0  # until somebody who was turned away or stands in line looks again
PATIENCE_S = 20.0  # that a browser waits for a page


@dataclass(frozen=True)
class Said:
    """What was said at a step: "left", "right", the places tapped, or the names."""

    session_id: str
    step: int
    what: str | tuple[int, ...]


@dataclass
class Diary:
    """What a person saw; seconds are of the clock ``time.monotonic``."""

    kept: list[Said] = field(default_factory=list)
    unsure: list[Said] = field(default_factory=list)  # said, and the page did not go on
    clicks: list[tuple[float, float]] = field(default_factory=list)  # when it ended, how long


class Person:
    """Thinks for ``thinking`` seconds on average."""

    def __init__(self, urls: Sequence[str], seed: int, thinking: float) -> None:
        self.diary = Diary()
        self._urls, self._at = urls, seed % len(urls)
        self._rng, self._thinking = np.random.default_rng(seed), thinking
        self._browser, self._query = new_key(), ""
        self._began: float | None = None  # a click that has not been answered yet
        self._said: Said | None = None

    async def live(self, until: float) -> None:
        """Come in, answer, and come in again wherever one is let in."""
        while time.monotonic() < until:
            try:
                async with asyncio.timeout(max(0.1, until + PATIENCE_S - time.monotonic())):
                    await self._visit(until)
            except (OSError, WebSocketException, TimeoutError):
                self._at = (self._at + 1) % len(self._urls)
                await asyncio.sleep(AGAIN_S * self._rng.uniform(0.2, 1.0))
        if self._said is not None:  # the day was over before the page came
            self.diary.unsure.append(self._said)

    async def _visit(self, until: float) -> None:
        visitor = Visitor(self._urls[self._at], self._browser)
        visitor.query = self._query
        async with visitor:
            await self._page(visitor.open())
            while time.monotonic() < until:
                self._settle(visitor)
                if not self._can_answer(visitor):
                    await self._on(visitor)
                    continue
                await asyncio.sleep(self._rng.uniform(0.5, 1.5) * self._thinking)
                if time.monotonic() >= until:
                    return
                self._begin(visitor)
                await self._page(visitor.answer(self._rng))
                self._query = visitor.query
                self._settle(visitor)

    async def _page(self, page) -> None:  # type: ignore[no-untyped-def]
        async with asyncio.timeout(PATIENCE_S):
            await page

    def _can_answer(self, visitor: Visitor) -> bool:
        return PAIR[0] in visitor.buttons or bool({NAMING, GRID} & visitor.components.keys())

    async def _on(self, visitor: Visitor) -> None:
        """From a page that asks nothing: begin, go on, or look again."""
        for key in (START, GO_ON):
            if key in visitor.buttons:
                await self._page(visitor.click(key))
                self._query = visitor.query
                return
        await asyncio.sleep(AGAIN_S)
        await self._page(visitor.open())

    def _begin(self, visitor: Visitor) -> None:
        """Write down what the next ``answer`` will say; its random numbers are looked up first."""
        step = visitor.step
        ahead = np.random.default_rng()
        ahead.bit_generator.state = self._rng.bit_generator.state
        self._began = self._began or time.monotonic()
        found = re.search(r"s=([\w-]+)", visitor.query)
        self._said = Said(found[1] if found else "", step, visitor.intended(ahead))

    def _settle(self, visitor: Visitor) -> None:
        """The page is there: did it go on from what was said?"""
        said = self._said
        if said is None or visitor.step < 0:
            return
        if visitor.step > said.step:
            self.diary.kept.append(said)
        else:
            self.diary.unsure.append(said)
        if self._began is not None:
            now = time.monotonic()
            self.diary.clicks.append((now, now - self._began))
        self._said = self._began = None
