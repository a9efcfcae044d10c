"""The outermost layer of the server: refuses before the platform sees what is refused.

A plain ASGI middleware. Times come from ``clock`` in seconds.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from pages.components.guard.addresses import client_of
from pages.components.guard.asgi import App, Message, Receive, Send, path_of
from pages.components.guard.buckets import Bucket, Buckets, Rate
from pages.components.guard.frames import refusal
from pages.components.guard.headers import Header
from pages.components.guard.origins import is_same_origin
from pages.components.guard.uploads import BODY_S, File, Uploads

log = logging.getLogger("tenfold")

CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
UPLOADS = "/_stcore/upload_file"
OF_SOCKET = Rate(20.0, 60.0)  # a person clicks a few times a second
OF_ADDRESS = Rate(120.0, 600.0)  # a lecture hall behind one address
CONNECTIONS = Rate(20.0, 200.0)  # handshakes of an address
MOST_SOCKETS = 400  # open at once from one address
POLICY_VIOLATION = 1008


class Guard:
    """Wraps ``app``. ``headers`` go onto every response; ``uploads`` opens the upload route, within
    its limits."""

    def __init__(
        self,
        app: App,
        headers: tuple[Header, ...] = (),
        public_name: str = "",
        uploads: Uploads | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._headers, self._clock = app, headers, clock
        self._public_name, self._uploads = public_name, uploads
        self._messages, self._handshakes = Buckets(OF_ADDRESS), Buckets(CONNECTIONS)
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._headers}
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in own]
                message = {**message, "headers": [*kept, *self._headers]}
            await send(message)

        path = path_of(scope)
        if any(path == route or path.startswith(f"{route}/") for route in CLOSED):
            await _refuse(404, with_headers)
        elif path == UPLOADS or path.startswith(f"{UPLOADS}/"):
            await self._upload(scope, path, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)

    async def _upload(self, scope: Message, path: str, receive: Receive, send: Send) -> None:
        """A file arrives within the limits and in time, or it does not stay in the memory."""
        uploads, parts = self._uploads, path.removeprefix(f"{UPLOADS}/").split("/")
        if uploads is None or len(parts) != 2:
            await _refuse(404, send)
            return
        file: File = (parts[0], parts[1])
        if scope["method"] != "PUT":
            await self._app(scope, receive, send)
            if scope["method"] == "DELETE":
                uploads.forget(file)
            return
        client = client_of(scope["client"][0] if scope.get("client") else None)
        status = uploads.refusal(client, file, _length(scope))
        if status:
            log.warning("An upload was refused with status %s", status)
            await _refuse(status, send)
            return
        arrived = False

        async def watched(message: Message) -> None:
            nonlocal arrived
            if message["type"] == "http.response.start":
                arrived = message["status"] < 400
            await send(message)

        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(BODY_S):
                    await self._app(scope, receive, watched)
        finally:
            if not arrived:
                uploads.done(file)

    async def _websocket(self, scope: Message, receive: Receive, send: Send) -> None:
        client = client_of(scope["client"][0] if scope.get("client") else None)
        why = self._handshake(scope, client)
        if why:
            log.warning("A connection was refused: %s", why)
            await receive()  # the handshake, which ASGI wants read before it is refused
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        self._open[client] += 1
        try:
            await self._app(scope, self._checked(client, receive), send)
        finally:
            self._open[client] -= 1
            if self._open[client] <= 0:
                del self._open[client]

    def _handshake(self, scope: Message, client: str) -> str:
        """Why a connection is refused, "" if it may open."""
        names = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        if not is_same_origin(names, self._public_name):
            return "it comes from another site"
        if self._open[client] >= MOST_SOCKETS:
            return f"its address has {MOST_SOCKETS} open already"
        if not self._handshakes.take(client, self._clock()):
            return "its address opens too many"
        return ""

    def _checked(self, client: str, receive: Receive) -> Receive:
        """``receive``, without what is refused; a client that is too fast is disconnected."""
        own = Bucket.full(OF_SOCKET, self._clock())
        told = False

        async def checked() -> Message:
            nonlocal told
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                now = self._clock()
                if not own.take(now) or not self._messages.take(client, now):
                    log.warning("A connection was closed: it sends too many messages")
                    return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
                frame = message.get("bytes")
                why = "a text frame" if frame is None else refusal(frame)
                if why is None:
                    return message
                if not told:
                    log.warning("Messages of a connection are ignored: %s", why)
                told = True

        return checked


async def _refuse(status: int, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _length(scope: Message) -> int | None:
    """The announced length of the body in bytes, None if there is none to be read."""
    written = dict(scope["headers"]).get(b"content-length", b"")
    return int(written) if written.isdigit() and len(written) < 16 else None
