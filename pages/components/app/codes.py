"""Short codes that bring people together, and how a phone gets to them."""

import re
import secrets
import socket
from html import escape
from urllib.parse import urlsplit

import segno
import streamlit as st

from pages.components.access.same_machine import is_loopback
from pages.components.app.i18n import N_, _

SCAN = N_("Scan this, open the link, or enter the code under “Together”:")
QUERY = "g"  # the URL's name for a code
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE = re.compile(f"[{ALPHABET}]{{5}}")


def new() -> str:
    """One of 28 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(5))


def clean(text: str) -> str:
    """What somebody typed as a code, "" if it cannot be one."""
    code = re.sub(r"[\s-]", "", text).upper()
    return code if CODE.fullmatch(code) else ""


def address(code: str, page: str) -> str:
    """Where others come in with ``code``; ``page`` is the path of the page that says so."""
    return f"{home(page)}/?{QUERY}={code}"


def home(page: str) -> str:
    """The app's address for others, without a slash; ``page`` is the path of the page that asks.

    Whoever opened it as localhost shows this computer's address in the network instead: on
    another phone localhost is the phone.
    """
    parts = urlsplit(str(st.context.url or ""))
    host = parts.netloc
    if is_loopback(parts.hostname or "localhost"):
        name = str(st.get_option("browser.serverAddress") or "localhost")
        name = own_address() if is_loopback(name) else name
        host = f"{name}:{parts.port}" if parts.port else name
    path = parts.path.rstrip("/").removesuffix(f"/{page}")
    return f"{parts.scheme or 'http'}://{host}{path}"


def qr_html(url: str) -> str:
    """The address as a QR code, in HTML."""
    picture = segno.make(url, error="m").svg_data_uri(
        scale=4, border=2, dark="#231f1a", light="#ffffff"
    )
    return f'<div class="qr"><img alt="{escape(_(SCAN))}" src="{escape(picture)}"></div>'


def own_address() -> str:
    """This computer's address in its network, "localhost" if it is in none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: belongs to nobody
            found = str(probe.getsockname()[0])
        except OSError:
            return "localhost"
    return "localhost" if is_loopback(found) else found
