"""One page after the other, and a line before the door once that would take too long.

A page is some milliseconds of Python. A hundred threads that want the interpreter at the same time
hand it back and forth until everybody waits for everybody, so pages take turns
(benchmarks/app/wall.py). Who would wait for a turn for more than ``PATIENCE_S`` gets a light page
with their place instead, and asks again when it is likely to be their turn: the process then works
on as many pages a second as it can, however many people there are.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Semaphore

PATIENCE_S = 5.0  # that a page waits for its turn
HANGS_S = 10.0  # a turn that lasts so long hangs, and holds up nobody else
SOONEST_S, LATEST_S = 1.0, 15.0  # between two questions whether it is one's turn
GONE_S = 3 * LATEST_S  # who does not ask for so long has left the line
FIRST_GUESS_S, WEIGHT = 0.03, 0.05  # of what a page takes, and of each page in the mean


@dataclass(frozen=True)
class Place:
    """Where somebody stands in the line, from 1, and in how many seconds to ask again."""

    number: int
    seconds: float


class Admission:
    """Safe for threads. Times come from ``clock`` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turn, self._lock = Semaphore(1), Lock()
        self._n_inside = 0  # at work or waiting for their turn
        self._line: dict[str, float] = {}  # who stands in line, the first first, and who asked when
        self._takes_s = FIRST_GUESS_S  # mean of the last pages

    @property
    def n_inside(self) -> int:
        return self._n_inside

    @property
    def n_in_line(self) -> int:
        return len(self._line)

    @contextmanager
    def turn(self, who: str) -> Iterator[Place | None]:
        """None while it is one's turn, else one's place in the line. ``who`` names a tab."""
        place = self._place(who)
        if place is not None:
            yield place
            return
        try:
            with self.work():
                yield None
        finally:
            with self._lock:
                self._n_inside -= 1

    @contextmanager
    def work(self) -> Iterator[None]:
        """Work that takes a turn whatever the line."""
        mine = self._turn.acquire(timeout=HANGS_S)
        began = self._clock()
        try:
            yield
        finally:
            if mine:
                self._turn.release()
            with self._lock:
                took = min(self._clock() - began, PATIENCE_S)
                self._takes_s += WEIGHT * (took - self._takes_s)

    def is_near(self, who: str) -> Place | None:
        """None if it is worth to ask for a turn now, else one's place; changes no place."""
        with self._lock:
            return self._look(who, self._clock())

    def _place(self, who: str) -> Place | None:
        with self._lock:
            place = self._look(who, self._clock())
            if place is None:
                self._line.pop(who, None)
                self._n_inside += 1
            return place

    def _look(self, who: str, now: float) -> Place | None:
        for name in [name for name, asked in self._line.items() if now - asked > GONE_S]:
            del self._line[name]
        ahead = len(self._line)
        if who in self._line:
            ahead = list(self._line).index(who)
        room = max(1, int(PATIENCE_S / self._takes_s))  # pages within one's patience
        if self._n_inside + ahead < room:
            return None
        self._line[who] = now
        wait = (self._n_inside + ahead - room / 2) * self._takes_s
        return Place(ahead + 1, min(LATEST_S, max(SOONEST_S, wait)))
