"""What befalls the service while people answer, one thing after the other."""

import asyncio
import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.app.server import Server
from benchmarks.service.postgresql import Postgresql
from benchmarks.service.relay import Relay

QUIET = "quiet"
LASTS_S = 6.0  # a fault, before it is mended
LEAVES_S = 15.0  # that a replica has to leave


@dataclass(frozen=True)
class Moment:
    """A fault: when it began and when it was mended, by ``time.monotonic``."""

    name: str
    began: float
    mended: float


@dataclass(frozen=True)
class Parts:
    """What can fail."""

    replicas: Sequence[Server]
    postgresql: Postgresql
    relay: Relay


def _killed(parts: Parts) -> None:
    parts.replicas[0].kill()
    time.sleep(LASTS_S)
    parts.replicas[0].start()


def _told_to_leave(parts: Parts) -> None:
    leaving = parts.replicas[1]
    leaving.process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        leaving.process.wait(LEAVES_S)
    if leaving.process.poll() is None:
        raise RuntimeError("a replica did not leave")
    leaving.start()


def _stopped(parts: Parts) -> None:
    parts.postgresql.stop()
    time.sleep(LASTS_S)
    parts.postgresql.start()


def _cut(parts: Parts) -> None:
    parts.relay.cut()
    time.sleep(LASTS_S)
    parts.relay.restore()


def _swallowed(parts: Parts) -> None:
    parts.relay.swallow()
    time.sleep(LASTS_S)
    parts.relay.restore()


FAULTS: dict[str, Callable[[Parts], None]] = {
    "a replica is killed": _killed,
    "a replica gets SIGTERM": _told_to_leave,
    "PostgreSQL is stopped at once": _stopped,
    "the way to PostgreSQL is cut": _cut,
    "the way swallows everything": _swallowed,
}


async def befall(parts: Parts, began: float, seconds: float) -> list[Moment]:
    """One fault after the other, after a quiet time, each with as much time as the others."""
    share, moments = seconds / (len(FAULTS) + 1), []
    for n, (name, happens) in enumerate(FAULTS.items(), start=1):
        await asyncio.sleep(max(0.0, began + n * share - time.monotonic()))
        start = time.monotonic()
        await asyncio.to_thread(happens, parts)
        moments.append(Moment(name, start, time.monotonic()))
    return moments
