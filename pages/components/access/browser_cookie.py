"""A cookie by which a browser is known again; no script can read it, no other site can send it.

It holds a random key and nothing about the person. Whoever begins a session owns it by this key
(pages/components/access/ownership.py).
"""

import re
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from pages.components.guard.asgi import App, Message, Receive, Send, base_of, path_of

NAME = "tenfold_browser"
A_YEAR = 365 * 24 * 3600  # seconds
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


def new_key() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def key_of(cookies: Mapping[str, str]) -> str:
    """The key that a browser sends, "" if it sends none that we can have made."""
    found = str(cookies.get(NAME, ""))
    return found if _KEY.fullmatch(found) else ""


class BrowserCookie:
    """Wraps ``app``: a browser that asks for a page, one of ``pages``, gets a key if it has none.

    ``pages`` are paths without slashes.
    """

    def __init__(self, app: App, pages: frozenset[str]) -> None:
        self._app, self._pages = app, pages

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), (b"set-cookie", _header(scope))]
                message = {**message, "headers": headers}
            await send(message)

        is_page = scope["type"] == "http" and path_of(scope).strip("/") in self._pages
        await self._app(
            scope, receive, with_cookie if is_page and not key_of(_cookies(scope)) else send
        )


def is_by_https(scope: Message) -> bool:
    """Whether the browser asked by https, as far as a proxy in between says so."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"").decode("latin-1")
    return "https" in (scope.get("scheme"), forwarded)


def _cookies(scope: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                morsels = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                continue
            found |= {name: morsel.value for name, morsel in morsels.items()}
    return found


def _header(scope: Message) -> bytes:
    parts = [
        f"{NAME}={new_key()}",
        f"Path={base_of(scope) or '/'}",
        f"Max-Age={A_YEAR}",
        "HttpOnly",
        "SameSite=Lax",
    ]
    return "; ".join(parts + ["Secure"] * is_by_https(scope)).encode()
