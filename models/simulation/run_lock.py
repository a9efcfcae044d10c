"""A lock that a simulation holds for as long as its process lives."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PATIENCE_S, _POLL_S = 0.05, 0.005  # another process may hold the lock briefly to test it


@contextmanager
def exclusive_run(out: Path) -> Iterator[None]:
    """Hold OUT.lock, with this process's number in OUT.process.

    Raises ValueError if another process holds it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{out}.lock", timeout=1.0, poll_interval=_POLL_S):
            number = _number(out)
            number.write_text(str(os.getpid()))
            yield
            number.unlink(missing_ok=True)
    except Timeout as error:
        raise ValueError(f"Another process simulates {out}: wait until it ends.") from error


def running_process(out: Path) -> int | None:
    """Number of the process that simulates ``out``; 0 if it has not told it yet, None if none."""
    if not Path(f"{out}.lock").exists():
        return None
    try:
        with FileLock(f"{out}.lock", timeout=_PATIENCE_S, poll_interval=_POLL_S):
            _number(out).unlink(missing_ok=True)  # of a process that was killed
            return None
    except Timeout:
        text = _number(out).read_text() if _number(out).exists() else ""
        return int(text) if text.isdecimal() else 0


def _number(out: Path) -> Path:
    return Path(f"{out}.process")
