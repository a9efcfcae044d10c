"""Stages on the screen of who waits: the share done, time gone and left, and memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from models.stages import memory
from models.stages.stages import OnProgress


@contextmanager
def shown_on(console: Console) -> Iterator[OnProgress]:
    """A function that takes a stage and its share, and shows all of them.

    In a log, where nothing can be drawn anew, each finished stage is one line.
    """
    columns = (
        TextColumn("{task.description:28}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[memory]}"),
    )
    live = console.is_terminal
    with Progress(*columns, console=console, disable=not live) as progress:
        tasks: dict[str, TaskID] = {}
        began: dict[str, float] = {}

        def show(stage: str, share: float) -> None:
            held = memory.shown(memory.resident())
            if stage not in tasks:
                began[stage] = time.perf_counter()
                tasks[stage] = progress.add_task(stage, total=1.0, memory=held)
            progress.update(tasks[stage], completed=share, memory=held)
            if share >= 1.0 and not live:
                seconds = time.perf_counter() - began[stage]
                most = memory.shown(memory.peak())
                console.print(f"{stage}: {seconds:.1f} s, {most} at most", highlight=False)

        yield show
