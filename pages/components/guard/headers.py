"""Response headers that tell a browser what the app never does."""

import base64
import hashlib
import re
from collections.abc import Sequence

Header = tuple[bytes, bytes]


_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def inline_scripts(page: str) -> tuple[str, ...]:
    """Sources that allow just the scripts that stand inline in ``page``, by their hash."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def policy(scripts: Sequence[str] = (), image_hosts: Sequence[str] = ()) -> str:
    """The content security policy. Scripts, fonts and data come from this server only.

    ``scripts`` are further sources of scripts, ``image_hosts`` the origins that posters of the
    catalogue may be loaded from. Styles stand inline and components are imported from blobs: the
    platform does both.
    """
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *scripts]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": " ".join(["'self'", "data:", "blob:", *image_hosts]),
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def headers(scripts: Sequence[str] = (), image_hosts: Sequence[str] = ()) -> tuple[Header, ...]:
    """All of them, as ASGI wants them."""
    return (
        (b"content-security-policy", policy(scripts, image_hosts).encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    )
