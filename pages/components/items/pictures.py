"""Which pictures of a catalogue a browser may fetch: those of hosts that the operator names.

An address in a catalogue comes from outside. Whoever serves it would learn who looks at what, so
other hosts' items get the poster that we draw, and the content security policy says so, too.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from models.datasets.catalogue import Catalogue
from models.settings import read_settings

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_INLINE = "data:image/"


def of(catalogue: Catalogue, item: int) -> str:
    """The address of the item's picture, "" where it has none that may be shown."""
    address = catalogue.images[item]
    if address.startswith(_INLINE):
        return address
    return address if host_of(address) in hosts() else ""


def hosts() -> frozenset[str]:
    """The hosts that TENFOLD_IMAGE_HOSTS names; what is not a name of a host is passed over."""
    return _hosts(read_settings().image_hosts)


def refused(catalogue: Catalogue) -> tuple[str, ...]:
    """Hosts of pictures in the catalogue that are not shown, sorted."""
    found = {host_of(address) for address in catalogue.images if not address.startswith(_INLINE)}
    return tuple(sorted(found - hosts() - {""}))


def host_of(address: str) -> str:
    """The host of an https address, "" for any other."""
    try:
        parts = urlsplit(address)
        is_plain = parts.port is None and not parts.username
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme == "https" and is_plain else ""


@lru_cache(maxsize=4)
def _hosts(listed: str) -> frozenset[str]:
    names = (name.lower() for name in re.split(r"[,\s]+", listed))
    return frozenset(name for name in names if _HOST.fullmatch(name))
