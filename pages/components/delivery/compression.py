"""The platform's own scripts and styles, compressed once and kept.

The platform serves them as they are, 2.8 MB on a first visit. Their names carry a hash of their
content, so a browser may keep them for good.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import brotli

ENCODINGS = ("br", "gzip")  # the first that a browser accepts
COMPRESSED = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
KEPT = 256  # files; all that exist are some 200
QUALITY = 9  # of brotli: within 2 % of the best, in an eighth of the time


def encoding_of(accepted: str) -> str | None:
    """The encoding to use for an ``Accept-Encoding`` header, None = none of ours."""
    offers = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";q=")
        offers[name.strip()] = quality.strip() not in ("0", "0.0", "0.00", "0.000")
    return next((name for name in ENCODINGS if offers.get(name, offers.get("*", False))), None)


@lru_cache(maxsize=KEPT)
def compressed(path: Path, encoding: str) -> bytes:
    """The bytes of a file in an encoding of ``ENCODINGS``. Raises OSError if it cannot be read."""
    return encoded(path.read_bytes(), encoding)


def encoded(data: bytes, encoding: str) -> bytes:
    """The data in an encoding of ``ENCODINGS``."""
    if encoding == "gzip":
        return gzip.compress(data, 9, mtime=0)
    return bytes(brotli.compress(data, quality=QUALITY))


def file_of(folder: Path, route: str) -> Path | None:
    """The file below ``folder`` that ``route`` names, None if there is none or it lies outside."""
    try:
        path = (folder / route.lstrip("/")).resolve()
        inside = path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):  # a null byte, a name too long
        return None
    return path if inside else None
