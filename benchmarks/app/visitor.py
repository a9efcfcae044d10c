"""A client of a Streamlit page without a browser, by websocket and protobuf.

Times include the server's work and the transfer, not the browser's drawing.
"""

import asyncio
import json
import time
from typing import Any

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from pages.components.access.browser_cookie import NAME, new_key

TIMEOUT = 60.0  # seconds to wait for a page
PAIR = ("left", "right")  # buttons that answer
GRID, NAMING = "grid", "naming"  # components that do
GESTURES = "gestures"  # the component that knows the step


class Visitor:
    """One tab of the browser with this key. Buttons are named by their keys in the page's code."""

    def __init__(self, url: str, browser: str = "") -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._buttons: dict[str, str] = {}  # key -> widget id
        self._components: dict[str, tuple[str, Any]] = {}  # key -> widget id and data
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
    def components(self) -> dict[str, tuple[str, Any]]:
        """Components of our own on the page: their widget ids and data, by key."""
        return self._components

    @property
    def step(self) -> int:
        """The step of the question on the page, -1 if it asks none."""
        found = self._components.get(GESTURES, ("", {}))[1]
        step = found.get("step") if isinstance(found, dict) else None
        return -1 if step is None else int(step)

    def intended(self, rng: np.random.Generator) -> str | tuple[int, ...]:
        """What ``answer`` would say with these random numbers: a button, or places tapped."""
        if PAIR[0] in self._buttons:
            return PAIR[int(rng.integers(2))]
        return () if NAMING in self._components else tuple(self._taps(rng))

    def _taps(self, rng: np.random.Generator) -> list[int]:
        size = self._components[GRID][1]["size"]
        chosen: list[int] = np.flatnonzero(rng.random(size) < 1.0 / 3.0).tolist()
        return chosen

    @property
    def buttons(self) -> set[str]:
        """Keys of the buttons on the page."""
        return set(self._buttons)

    @property
    def close_code(self) -> int | None:
        """Why the connection was closed, None while it is open."""
        return self._socket.close_code

    async def open(self) -> float:
        """Load the page; seconds until it is whole."""
        return await self._run(BackMsg(rerun_script=ClientState(query_string=self.query)))

    async def click(self, key: str) -> float:
        """Press a button; seconds until the new page is whole."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.widget_states.widgets.add(id=self._buttons[key], trigger_value=True)
        return await self._run(message)

    async def answer(self, rng: np.random.Generator) -> float:
        """Answer whatever is asked, by chance; seconds until the new page is whole.

        A third of what can be tapped is tapped, and nothing is named. Raises KeyError if nothing is
        asked.
        """
        if PAIR[0] in self._buttons:
            return await self.click(PAIR[int(rng.integers(2))])
        if NAMING in self._components:
            step = self._components[NAMING][1]["step"]
            return await self._send(NAMING, {"step": step, "named": []})
        asked = self._components[GRID][1]
        chosen = self._taps(rng)
        return await self._send(GRID, {"step": asked["step"], "chosen": chosen, "unseen": []})

    async def _send(self, key: str, said: dict[str, Any]) -> float:
        """Let the component with this key say something."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        widget = self._components[key][0]
        value = json.dumps([{"event": "said", "value": said}])
        trigger = f"$$STREAMLIT_INTERNAL_KEY_{widget}__events"
        states = message.rerun_script.widget_states.widgets
        states.add(id=widget, json_value="{}")
        states.add(id=trigger, json_trigger_value=value)
        return await self._run(message)

    async def _run(self, message: BackMsg) -> float:
        began = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        found: dict[str, str] = {}
        components: dict[str, tuple[str, Any]] = {}
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
                elif answer.HasField("delta") and answer.delta.new_element.HasField(
                    "bidi_component"
                ):
                    component = answer.delta.new_element.bidi_component
                    key = component.id.rsplit("-", 1)[-1]
                    components[key] = component.id, json.loads(component.json or "null")
                elif answer.HasField("script_finished"):
                    break
        self._buttons, self._components = found, components
        return time.perf_counter() - began
