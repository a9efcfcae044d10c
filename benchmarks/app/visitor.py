"""A client of a Streamlit page without a browser, by websocket and protobuf.

Times include the server's work and the transfer, not the browser's drawing.
"""

import asyncio
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from pages.components.access.browser_cookie import NAME, new_key

TIMEOUT = 60.0  # seconds to wait for a page


class Visitor:
    """One tab of the browser with this key. Buttons are named by their keys in the page's code."""

    def __init__(self, url: str, browser: str = "") -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._buttons: dict[str, str] = {}  # key -> widget id
        self._browser = browser or new_key()
        self.query = ""
        self.received = 0  # bytes of all pages

    async def __aenter__(self) -> "Visitor":
        self._socket: ClientConnection = await connect(
            self._url,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": f"{NAME}={self._browser}"},
            max_size=None,
            compression=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    @property
    def buttons(self) -> set[str]:
        """Keys of the buttons on the page."""
        return set(self._buttons)

    async def open(self) -> float:
        """Load the page; seconds until it is whole."""
        return await self._run(BackMsg(rerun_script=ClientState(query_string=self.query)))

    async def click(self, key: str) -> float:
        """Press a button; seconds until the new page is whole."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.widgets.add(id=self._buttons[key], trigger_value=True)
        return await self._run(message)

    async def _run(self, message: BackMsg) -> float:
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        found: dict[str, str] = {}
        async with asyncio.timeout(TIMEOUT):
            while True:
                received = await self._socket.recv(decode=False)
                self.received += len(received)
                answer = ForwardMsg.FromString(received)
                if answer.HasField("page_info_changed"):
                    self.query = answer.page_info_changed.query_string
                elif answer.HasField("delta") and answer.delta.new_element.HasField("button"):
                    widget = answer.delta.new_element.button.id
                    found[widget.rsplit("-", 1)[-1]] = widget
                elif answer.HasField("script_finished"):
                    break
        self._buttons = found
        return time.perf_counter() - began
