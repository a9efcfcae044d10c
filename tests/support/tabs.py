"""A tab without a browser: visits any page by websocket and tells all that the server sends it."""

import asyncio
from collections.abc import Iterable, Mapping
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
    files: dict[str, str] = field(default_factory=dict)  # downloads: key -> what to ask for
    ids: set[str] = field(default_factory=set)  # of everything that can be pressed
    query: str = ""


class Tab:
    """``headers`` are those of the handshake, cookies among them."""

    def __init__(self, server: Server, headers: Mapping[str, str] | None = None) -> None:
        self._headers, self._port = dict(headers or {}), server.port
        host = self._headers.pop("Host", f"localhost:{server.port}")
        self._url = f"ws://{host}/_stcore/stream"
        self._page, self.seen = "", Seen()
        self._session = ""  # as the server calls this connection

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

    async def type(self, **typed: str) -> Seen:
        """Write text into the fields of these keys."""
        message = BackMsg()
        for key, text in typed.items():
            message.rerun_script.widget_states.widgets.add(
                id=self.seen.fields[key], string_value=text
            )
        return await self._run(message)

    async def put(self, message: BackMsg) -> Seen:
        """Send a message of any kind that runs the page."""
        return await self._run(message)

    async def throw(self, message: BackMsg) -> None:
        """Send a message that the guard refuses: nothing comes back."""
        await self._socket.send(message.SerializeToString())

    async def press_all(self, widgets: Iterable[str]) -> Seen:
        """Press every button of these ids at once, whether it is on the page or not."""
        message = BackMsg()
        for widget in widgets:
            message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
        return await self._run(message)

    async def fetch(self, file: str) -> str:
        """The address of a file that is made when asked for, "" if it is refused."""
        message = BackMsg()
        message.backend_operation_request.request_id = file
        message.backend_operation_request.session_id = self._session
        message.backend_operation_request.deferred_file.file_id = file
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(30):
            while True:
                answer = ForwardMsg.FromString(await self._socket.recv(decode=False))
                if answer.HasField("backend_operation_response"):
                    return answer.backend_operation_response.deferred_file.url

    async def _run(self, message: BackMsg) -> Seen:
        message.rerun_script.query_string = self.seen.query
        message.rerun_script.page_name = self._page
        await self._socket.send(message.SerializeToString())
        seen = Seen(query=self.seen.query)
        async with asyncio.timeout(30):
            while True:
                answer = ForwardMsg.FromString(await self._socket.recv(decode=False))
                if answer.HasField("new_session"):
                    self._session = answer.new_session.initialize.session_id
                elif answer.HasField("page_info_changed"):
                    seen.query = answer.page_info_changed.query_string
                elif answer.HasField("delta"):
                    element = answer.delta.new_element
                    seen.text += str(answer.delta)
                    if element.HasField("button"):
                        seen.buttons[_key(element.button.id)] = element.button.id
                        seen.ids.add(element.button.id)
                    elif element.HasField("download_button"):
                        found = element.download_button
                        seen.files[_key(found.id)] = found.deferred_file_id or found.url
                        seen.ids.add(found.id)
                    elif element.HasField("text_input"):
                        seen.fields[_key(element.text_input.id)] = element.text_input.id
                elif answer.HasField("script_finished"):
                    break
        self.seen = seen
        return seen


def _key(widget: str) -> str:
    return widget.rsplit("-", 1)[-1]
