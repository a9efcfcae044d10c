"""Response headers that tell a browser what the app never does."""

from collections.abc import Sequence

Header = tuple[bytes, bytes]


def policy(image_hosts: Sequence[str] = ()) -> str:
    """The content security policy. Scripts, fonts and data come from this server only.

    ``image_hosts`` are the origins that posters of the catalogue may be loaded from. Styles stand
    inline and components are imported from blobs: the platform does both.
    """
    parts = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
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


def headers(image_hosts: Sequence[str] = ()) -> tuple[Header, ...]:
    """All of them, as ASGI wants them."""
    return (
        (b"content-security-policy", policy(image_hosts).encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    )
