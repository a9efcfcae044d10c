"""Files to take away, from whichever process: made when wanted, and kept for all for ten minutes.

The platform keeps a file in the memory of the process that made it, and the browser then asks any.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from streamlit.runtime.memory_media_file_storage import _calculate_file_id

from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.shared.files import SharedFile
from pages.components.app import assets
from pages.components.guard.asgi import App, Message, Receive, Send, path_of

MEDIA = "/media/"  # where the platform hands files out
log = logging.getLogger("tenfold")


def button(
    label: str,
    make: Callable[[], str | bytes],
    name: str,
    mime: str,
    session_id: str = "",
    **look: Any,
) -> None:
    """A button that saves what ``make`` returns as ``name``, of type ``mime``.

    ``session_id``: the session that it is about, with which it is deleted; ``look`` goes on to
    Streamlit's button.
    """

    def made() -> bytes:
        found = make()
        content = found.encode() if isinstance(found, str) else found
        try:
            file = SharedFile(name, mime, content)
            number = _calculate_file_id(content, mime, name)
            assets.files().put(number, file, session_id, time.time())
        except StoreUnavailable:  # the log says so; this process still has the file
            log.warning("A file can be fetched from one process only")
        return content

    st.download_button(label, made, name, mime, on_click="ignore", **look)


class SharedFiles:
    """Wraps ``app``: files that another process made are handed out, too."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not path_of(scope).startswith(MEDIA):
            await self._app(scope, receive, send)
            return
        missing = False

        async def unless_missing(message: Message) -> None:
            nonlocal missing
            missing = missing or message.get("status") == 404
            if not missing:
                await send(message)

        await self._app(scope, receive, unless_missing)
        if missing:
            answer = await run_in_threadpool(_answer, Request(scope))
            await answer(scope, receive, send)


def _answer(request: Request) -> Response:
    number = path_of(request.scope).removeprefix(MEDIA).partition(".")[0]
    try:
        file = assets.files().get(number, time.time())
    except StoreUnavailable as error:
        return Response(f"{error}\n", 503)
    if file is None:
        return Response(status_code=404)
    kept = {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.mime, headers=kept)
