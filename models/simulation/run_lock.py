"""A lock that a simulation holds for as long as its process lives."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from filelock import FileLock, Timeout

_WISH_S = 0.5  # between two looks whether somebody wants it to stop
_PATIENCE_S, _POLL_S = 0.05, 0.005  # another process may hold the lock briefly to test it


@contextmanager
def exclusive_run(out: Path) -> Iterator[None]:
    """Hold OUT.lock, with this process's number in OUT.process.

    Raises ValueError if another process holds it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{out}.lock", timeout=1.0, poll_interval=_POLL_S):
            number, over = _number(out), Event()
            _wish(out).unlink(missing_ok=True)
            _machine(out).write_text(socket.gethostname())
            number.write_text(str(os.getpid()))
            Thread(target=_obey, args=(out, over), daemon=True).start()
            yield
            over.set()
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


def ask_to_stop(out: Path) -> None:
    """Let the process that simulates ``out`` end within a second, on whatever machine it runs."""
    _wish(out).touch()


def runs_here(out: Path) -> bool:
    """Whether it runs on this machine, so that its number means something here."""
    try:
        return _machine(out).read_text() == socket.gethostname()
    except OSError:
        return False


def _obey(out: Path, over: Event) -> None:
    while not over.wait(_WISH_S):
        if _wish(out).exists():
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _wish(out: Path) -> Path:
    return Path(f"{out}.stop")


def _machine(out: Path) -> Path:
    return Path(f"{out}.machine")


def _number(out: Path) -> Path:
    return Path(f"{out}.process")
