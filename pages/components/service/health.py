"""What whoever runs the server asks it: is it alive, and can it be sent people?"""

import logging
import time
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from elicitation.sessions.database import StoreUnavailable
from models.artifacts import ArtifactError
from pages.components.app import assets
from pages.components.service import process

FRESH_S = 1.0  # that an answer is good for, however often somebody asks
log = logging.getLogger("tenfold")


def alive(_: Request) -> PlainTextResponse:
    """The process runs and answers."""
    return PlainTextResponse("alive\n")


class Ready:
    """Whether a model is loaded and an answer could be written down now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until, self._problem = 0.0, ""

    def problem(self, now: float) -> str:
        """What is missing, "" if nothing: looked up once in ``FRESH_S``; ``now`` in seconds."""
        with self._lock:
            if now >= self._until:
                self._problem, self._until = _missing(), now + FRESH_S
            return self._problem

    async def response(self, _: Request) -> PlainTextResponse:
        """200 or 503."""
        if process.drain.has_begun:
            return PlainTextResponse("leaving\n", 503)
        problem = await run_in_threadpool(self.problem, time.monotonic())
        if problem:
            log.warning("Not ready: %s", problem)
            return PlainTextResponse("not ready\n", 503)
        return PlainTextResponse("ready\n")


def _missing() -> str:
    """Asked by writing: a full disk and a read-only database can still be read."""
    try:
        assets.artifact()
        tries = assets.tries("probe")
        tries.forget(tries.add("", time.time()))
    except (ArtifactError, StoreUnavailable) as error:
        return str(error)
    return ""


def routes() -> list[Route]:
    """Both probes, for no visitor's eyes: they say nothing of where or why."""
    return [Route("/healthz", alive), Route("/readyz", Ready().response)]
