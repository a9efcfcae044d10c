"""The desk: a link that the server prints where it was started lets one browser in as a researcher.

For a server with neither a passphrase nor a login. Where a visitor comes from proves nothing: a
proxy or a tunnel on this computer looks like the computer itself, and a Host header is whatever
somebody writes. Who can read the server's terminal, however, may do everything already. The link
works once; a browser that follows it gets a cookie that no script can read, and the next link is
printed. The database holds the cookie's hash, so that it is good for all processes and after a
restart.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from threading import Lock

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from streamlit.auth_util import get_secrets_auth_section

from elicitation.sessions.database import StoreUnavailable
from models.settings import read_settings
from pages.components.access.browser_cookie import is_by_https
from pages.components.app import assets

COOKIE = "tenfold_desk"
PATH = "/desk"
KIND = "desk"  # of a link from a cookie's hash
LASTS_S = 30 * 24 * 3600  # that a browser stays let in


class OneTimeKey:
    """A key of 256 bits that opens once, then there is another. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.key = secrets.token_urlsafe(32)

    def spend(self, key: str) -> bool:
        """Whether it is the key; if so it never is again."""
        with self._lock:
            fits = hmac.compare_digest(key.encode(errors="replace"), self.key.encode())
            if fits:
                self.key = secrets.token_urlsafe(32)
            return fits


_key = OneTimeKey()


def is_in_use() -> bool:
    """Whether researchers come in by the desk: nothing else is set up."""
    return not read_settings().passphrase and not get_secrets_auth_section()


def link() -> str:
    """The address that lets the next browser in."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    name = st.get_option("browser.serverAddress") or "localhost"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    below = f"/{base}" if base else ""
    return f"{scheme}://{name}:{st.get_option('server.port')}{below}{PATH}?key={_key.key}"


def print_link() -> None:
    """Where the server was started, if researchers come in by the desk."""
    if is_in_use():
        print(f"  For studies, lab and present, in one browser: {link()}\n", flush=True)


def is_at_desk(cookies: Mapping[str, str], now: float) -> bool:
    """Whether this browser has followed a link; ``now`` since 1970. Raises StoreUnavailable."""
    key = str(cookies.get(COOKIE, ""))
    return bool(key and assets.links().fresh(_hash(key), KIND, now - LASTS_S))


def leave(cookies: Mapping[str, str]) -> None:
    """Let this browser in no more. Raises StoreUnavailable."""
    assets.links().unlink(_hash(str(cookies.get(COOKIE, ""))), KIND)


def enter(request: Request) -> Response:
    """Exchange the key for a cookie. Whoever has none is told at the pages what to do."""
    looked_ahead = request.method == "HEAD"
    if looked_ahead or not is_in_use() or not _key.spend(request.query_params.get("key", "")):
        return RedirectResponse("studies", status_code=303)
    cookie = secrets.token_urlsafe(32)
    try:
        assets.links().link(_hash(cookie), KIND, KIND, time.time())
    except StoreUnavailable as error:
        return Response(f"{error}\n", 503)
    finally:
        print_link()
    answer = RedirectResponse("research", status_code=303)
    answer.set_cookie(
        COOKIE, cookie, LASTS_S, httponly=True, samesite="strict", secure=is_by_https(request.scope)
    )
    return answer


def routes() -> list[Route]:
    """The way in; a look ahead at its head spends nothing."""
    return [Route(PATH, enter)]


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
