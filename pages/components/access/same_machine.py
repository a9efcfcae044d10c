"""Whether a visitor sits at the computer that runs the server. In doubt they do not.

No single sign can be trusted. The connection comes from this computer also when a proxy or a tunnel
brings it; the Host header is whatever a visitor writes; and any web site may send a browser here
under its own name (DNS rebinding), so that connection and browser are local and the page that
looks is not. Hence all of it must agree: the connection, the name the visitor called, the page that
opened the connection, no trace of a proxy, and a server that is not meant for other addresses.

What remains is a proxy on this computer that hides every trace of itself. Nobody can see it from
inside, so whoever sets up a proxy sets a passphrase or a login.
"""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

TRACES = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")


def is_nearby(peer: str | None, headers: Mapping[str, str], public_name: str) -> bool:
    """``peer``: address of the connection, None for a loopback one; ``headers`` of its handshake.

    ``public_name`` is the name under which the server says it can be reached.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    if any(name in TRACES or name.startswith("x-forwarded") for name in lower):
        return False
    # no header at all: the connection is gone, and with it what is known of it
    host, origin = lower.get("host", ""), lower.get("origin")
    called = [f"//{host}", f"//{public_name}"] + ([] if origin is None else [origin])
    return (peer is None or is_loopback(peer)) and all(map(is_loopback, map(_name, called)))


def is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761: never another computer
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
