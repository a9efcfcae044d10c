"""Whether a browser's request comes from a page of this server."""

from collections.abc import Mapping
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


def is_same_origin(headers: Mapping[str, str], public_name: str = "") -> bool:
    """True if the ``Origin`` header names the host and port that the request was sent to.

    ``headers`` have lower-case names. ``public_name`` is a further host that the server is known
    by, with its port unless that is the scheme's own: a proxy may rewrite ``Host``. A request
    without an ``Origin`` is no browser's script and passes; an unreadable one does not.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    own = _host_and_port(origin)
    if own is None:
        return False
    scheme = urlsplit(origin).scheme
    names = (headers.get("host", ""), public_name)
    return any(own == _host_and_port(f"{scheme}://{name}") for name in names if name)


def _host_and_port(url: str) -> tuple[str, int] | None:
    """Lower-case host and port, None if there is none to be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        return None
    return parts.hostname.rstrip("."), port or PORTS[parts.scheme]
