"""The open tabs of this process, and which of them wait for an answer: a layer before the platform.

A tab waits from the moment its message has arrived until the platform says that the page is whole.
Times come from ``clock`` in seconds.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.components.guard.asgi import App, Message, Receive, Send

SHORT = 256  # bytes; longer messages are parts of a page, and say nothing of its end
RESTARTS = 1012  # code of a closed connection: come again, here or elsewhere
GOING = "going"  # the platform's own message for a browser that has left


@dataclass(eq=False)
class Tab:
    """One connection; ``idle`` is set while nothing of it is being worked on."""

    idle: asyncio.Event = field(default_factory=asyncio.Event)
    since: float = 0.0  # when it began to wait
    page: str = ""  # the platform's name of the page it waits for


class Tabs:
    """All tabs, and whether the process is leaving: then each is closed once it is idle.

    ``answered`` is told of every message that made a page run: the page's name, and seconds.
    """

    def __init__(
        self,
        answered: Callable[[str, float], None] = lambda _page, _seconds: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answered, self._clock = answered, clock
        self._open: set[Tab] = set()
        self._refusing = False
        self._leaving = asyncio.Event()

    def __len__(self) -> int:
        return len(self._open)

    @property
    def n_waiting(self) -> int:
        return sum(not tab.idle.is_set() for tab in self._open)

    def refuse(self) -> None:
        """Let no further tab in."""
        self._refusing = True

    def leave(self) -> None:
        """Close all that are idle, and the others as soon as they are."""
        self._leaving.set()

    async def gone(self) -> None:
        """Returns when no tab is open any more."""
        while self._open:
            await asyncio.sleep(0.02)

    async def serve(self, app: App, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a connection on to ``app`` and follow what is said."""
        if self._refusing:
            await receive()  # the handshake, which ASGI wants read before it is refused
            await send({"type": "websocket.close", "code": RESTARTS})
            return
        tab = Tab()
        tab.idle.set()
        self._open.add(tab)

        async def heard() -> Message:
            message = await self._next(tab, receive)
            if message["type"] == "websocket.receive":
                self._begin(tab, message.get("bytes") or b"")
            elif message.get("reason") == GOING:
                with suppress(RuntimeError):  # the browser was faster
                    await send({"type": "websocket.close", "code": RESTARTS})
            return message

        async def said(message: Message) -> None:
            await send(message)
            if message["type"] == "websocket.send":
                self._end(tab, message.get("bytes") or b"")

        try:
            await app(scope, heard, said)
        finally:
            self._open.discard(tab)

    async def _next(self, tab: Tab, receive: Receive) -> Message:
        """The next message; once the process leaves, none but that the tab is closed."""
        if not self._leaving.is_set():
            waits = [asyncio.ensure_future(receive()), asyncio.ensure_future(self._leaving.wait())]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                if waits[0].done():
                    return waits[0].result()  # type: ignore[return-value]
            finally:
                for each in waits:
                    each.cancel()
        await tab.idle.wait()
        return {"type": "websocket.disconnect", "code": RESTARTS, "reason": GOING}

    def _begin(self, tab: Tab, frame: bytes) -> None:
        message = BackMsg()
        with suppress(DecodeError):
            message.ParseFromString(frame)
        if message.HasField("rerun_script"):
            if tab.idle.is_set():
                tab.since = self._clock()
            tab.page = message.rerun_script.page_script_hash
            tab.idle.clear()

    def _end(self, tab: Tab, frame: bytes) -> None:
        if tab.idle.is_set() or len(frame) > SHORT:
            return
        message = ForwardMsg()
        with suppress(DecodeError):
            message.ParseFromString(frame)
        if not message.HasField("script_finished"):
            return
        if message.script_finished != ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN:
            tab.idle.set()
            self._answered(tab.page, self._clock() - tab.since)


class FollowTabs:
    """Wraps ``app``: its connections are followed by ``tabs``."""

    def __init__(self, app: App, tabs: Tabs) -> None:
        self._app, self._tabs = app, tabs

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._tabs.serve(self._app, scope, receive, send)
        else:
            await self._app(scope, receive, send)
