"""Answers for files of the platform and for its document, in front of the platform's own."""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from pages.components.delivery.compression import (
    COMPRESSED,
    compressed,
    encoded,
    encoding_of,
    file_of,
)
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
FRESH = {"cache-control": "no-cache", "vary": "accept-language, accept-encoding"}
FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


class Delivery:
    """Wraps ``app``. ``folder`` holds the platform's files.

    ``instead`` maps the beginning of a file's name to a file that is sent in its place, or to the
    address of one, relative to the file's. ``pages`` are the paths of the app's pages, without
    slashes; ``preview`` says of a request for one what its document says, and ``styles`` how all
    look.
    """

    def __init__(
        self,
        app: App,
        folder: Path,
        instead: dict[str, Path | str],
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
            return await run_in_threadpool(self._document, Request(scope))
        if path == STYLES:
            return _text(Request(scope), self._styles.text, "text/css", FOREVER)
        if not path.startswith(STATIC):
            # the platform would answer with a page: an operator's probe would find all well
            return None if path.startswith(KNOWN) else Response(NOT_HERE, 404)
        found = file_of(self._folder, path)
        if found is None:
            return Response(status_code=404)
        for name, own in self._instead.items():
            if found.name.startswith(name):
                if isinstance(own, Path):
                    return FileResponse(own, headers=FOREVER)
                return RedirectResponse(own, 308, headers=FOREVER)
        encoding = encoding_of(Headers(scope=scope).get("accept-encoding", ""))
        if found.suffix not in COMPRESSED or encoding is None:
            return FileResponse(found, headers=FOREVER)
        body = await run_in_threadpool(compressed, found, encoding)
        headers = {**FOREVER, "content-encoding": encoding, "vary": "accept-encoding"}
        return Response(body, media_type=COMPRESSED[found.suffix], headers=headers)

    def _document(self, request: Request) -> Response:
        page = document(self._platform, self._preview(request), self._styles.link)
        return _text(request, page, "text/html", FRESH)


def _text(request: Request, text: str, kind: str, headers: dict[str, str]) -> Response:
    """Encoded as the request accepts it."""
    encoding = encoding_of(request.headers.get("accept-encoding", ""))
    if encoding is None:
        return Response(text, media_type=kind, headers=headers)
    told = {"vary": "accept-encoding", **headers, "content-encoding": encoding}
    return Response(encoded(text.encode(), encoding), media_type=kind, headers=told)
