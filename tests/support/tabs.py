"""A tab without a browser: visits any page by websocket and tells all that the server sends it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from servers import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


@dataclass
class Seen:
    """What a page sent: all of it as text, and the widgets by their keys."""

    text: str = ""
    buttons: dict[str, str] = field(default_factory=dict)  # key -> widget id
    fields: dict[str, str] = field(default_factory=dict)  # the same of text fields
    query: str = ""


class Tab:
    """``headers`` are those of the handshake, cookies among them."""

    def __init__(self, server: Server, headers: Mapping[str, str] | None = None) -> None:
        self._headers, self._port = dict(headers or {}), server.port
        host = self._headers.pop("Host", f"localhost:{server.port}")
        self._url = f"ws://{host}/_stcore/stream"
        self._page, self.seen = "", Seen()

    async def __aenter__(self) -> "Tab":
        self._socket: ClientConnection = await connect(
            self._url,
            host="localhost",  # whatever name is asked for
            port=self._port,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=self._headers,
            max_size=None,
            compression=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def look(self, page: str = "", query: str = "") -> Seen:
        """Open a page, named as in its address."""
        self._page, self.seen = page, Seen(query=query)
        return await self._run(BackMsg())

    async def press(self, widget: str, **typed: str) -> Seen:
        """Press the button of this id, with text in the fields of these keys."""
        message = BackMsg()
        states = message.rerun_script.widget_states.widgets
        for key, text in typed.items():
            states.add(id=self.seen.fields[key], string_value=text)
        states.add(id=widget, trigger_value=True)
        return await self._run(message)

    async def _run(self, message: BackMsg) -> Seen:
        message.rerun_script.query_string = self.seen.query
        message.rerun_script.page_name = self._page
        await self._socket.send(message.SerializeToString())
        seen = Seen(query=self.seen.query)
        async with asyncio.timeout(30):
            while True:
                answer = ForwardMsg.FromString(await self._socket.recv(decode=False))
                if answer.HasField("page_info_changed"):
                    seen.query = answer.page_info_changed.query_string
                elif answer.HasField("delta"):
                    element = answer.delta.new_element
                    seen.text += str(answer.delta)
                    if element.HasField("button"):
                        seen.buttons[_key(element.button.id)] = element.button.id
                    elif element.HasField("text_input"):
                        seen.fields[_key(element.text_input.id)] = element.text_input.id
                elif answer.HasField("script_finished"):
                    break
        self.seen = seen
        return seen


def _key(widget: str) -> str:
    return widget.rsplit("-", 1)[-1]
