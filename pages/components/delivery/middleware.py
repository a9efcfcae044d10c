"""Answers for files of the platform and for its document, in front of the platform's own."""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from pages.components.delivery.compression import COMPRESSED, compressed, encoding_of, file_of
from pages.components.delivery.document import Preview, document
from pages.components.delivery.stylesheet import PATH as STYLES
from pages.components.delivery.stylesheet import StyleSheet
from pages.components.guard.asgi import App, Message, Receive, Send, path_of

STATIC = "/static/"
KNOWN = (  # beginnings of what others answer
    *("/_stcore/", "/media/", "/component/", "/auth/", "/oauth2callback", "/favicon."),
    *("/fonts/", "/healthz", "/readyz", "/metrics", "/preview.png", "/desk"),
)
NOT_HERE = "There is no such page here.\n"
FRESH = {"cache-control": "no-cache", "vary": "accept-language"}
FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


class Delivery:
    """Wraps ``app``. ``folder`` holds the platform's files.

    ``instead`` maps the beginning of a file's name to a file that is sent in its place. ``pages``
    are the paths of the app's pages, without slashes; ``preview`` says of a request for one what
    its document says, and ``styles`` how all look.
    """

    def __init__(
        self,
        app: App,
        folder: Path,
        instead: dict[str, Path],
        pages: frozenset[str],
        preview: Callable[[Request], Preview],
        styles: StyleSheet,
    ) -> None:
        self._app, self._folder, self._instead = app, folder, instead
        self._pages, self._preview, self._styles = pages, preview, styles
        self._platform = (folder / "index.html").read_text(encoding="utf-8")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        response = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            response = await self._response(scope)
        await (response or self._app)(scope, receive, send)

    async def _response(self, scope: Message) -> Response | None:
        path = path_of(scope)
        if path.strip("/") in self._pages:
            preview = await run_in_threadpool(self._preview, Request(scope))
            return HTMLResponse(document(self._platform, preview, self._styles.link), headers=FRESH)
        if path == STYLES:
            return Response(self._styles.text, media_type="text/css", headers=FOREVER)
        if not path.startswith(STATIC):
            # the platform would answer with a page: an operator's probe would find all well
            return None if path.startswith(KNOWN) else Response(NOT_HERE, 404)
        found = file_of(self._folder, path)
        if found is None:
            return Response(status_code=404)
        ours = next(
            (own for name, own in self._instead.items() if found.name.startswith(name)), None
        )
        if ours is not None:
            return FileResponse(ours, headers=FOREVER)
        encoding = encoding_of(Headers(scope=scope).get("accept-encoding", ""))
        if found.suffix not in COMPRESSED or encoding is None:
            return FileResponse(found, headers=FOREVER)
        body = await run_in_threadpool(compressed, found, encoding)
        headers = {**FOREVER, "content-encoding": encoding, "vary": "accept-encoding"}
        return Response(body, media_type=COMPRESSED[found.suffix], headers=headers)
