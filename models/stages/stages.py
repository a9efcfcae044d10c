"""Runs the stages of a fit one after the other: measured, reported, kept and found again."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from models.stages import memory
from models.stages.kept import NOTHING, Kept

Result = TypeVar("Result")
OnProgress = Callable[[str, float], None]  # what is being fitted, share of it that is done


@dataclass(frozen=True)
class Took:
    """What a stage took. ``found``: it was not run, a fit that was cut off had finished it."""

    seconds: float
    processor: float  # seconds, of all threads
    peak: int  # bytes of the process while it ran; 0 where that is not known
    found: bool = False


class Stages:
    """Stages of one fit. Without ``kept`` nothing is written."""

    def __init__(
        self, report: OnProgress = lambda what, share: None, kept: Kept | None = None
    ) -> None:
        self.report, self.kept = report, kept
        self.took: dict[str, Took] = {}

    def run(self, name: str, work: Callable[[Callable[[float], None]], Result]) -> Result:
        """What ``work`` returns, or returned before the fit was cut off.

        ``work`` takes a function that it tells the finished share, 0 to 1. Names are unique.
        """
        began, worked = time.perf_counter(), time.process_time()
        memory.forget_peak()
        found: Result | object = self.kept.get(name) if self.kept else NOTHING
        is_found = found is not NOTHING
        if not is_found:
            self.report(name, 0.0)
            found = work(lambda share: self.report(name, min(share, 0.999)))
            if self.kept:
                self.kept.put(name, found)
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
        self.took[name] = Took(seconds, processor, memory.peak(), is_found)
        self.report(name, 1.0)
        return found  # type: ignore[return-value]
