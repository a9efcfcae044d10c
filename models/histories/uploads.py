"""The tables in a file that somebody uploaded, unpacked within bounds and never on disk."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from models.datasets.tables.sources import GZIP, PARQUET

ZIP = b"PK"  # of an empty archive, too
MOST_BYTES = 5 << 20  # of the file as it is sent; an export of 10,000 ratings has a tenth of that
MOST_UNPACKED = 16 << 20  # bytes of all tables together
MOST_MEMBERS = 2_000
MOST_TABLES = 12
PIECE = 1 << 16
_TABLE = re.compile(r"\.(?:csv|tsv|txt)$", re.IGNORECASE)
# what is in exports besides what somebody has seen: lists of wishes, other people's words
_ASIDE = re.compile(
    r"(?:^|/)(?:__macosx|deleted|orphaned|lists)/|(?:^|/)\.|"
    r"(?:watchlist|diary|reviews|comments|profile|readme|likes/lists)[^/]*$",
    re.IGNORECASE,
)
_LIKED = re.compile(r"(?:^|/)likes/", re.IGNORECASE)
_TELLING = re.compile(
    r"(?:rating|watched|library|viewing|history|likes/films)[^/]*$", re.IGNORECASE
)


class UploadError(ValueError):
    """A file that cannot be used; ``kind`` says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Upload:
    """A table as text in some encoding. ``is_likes``: everything in it is liked."""

    name: str
    data: bytes
    is_likes: bool = False


def tables_of(name: str, data: bytes) -> tuple[Upload, ...]:
    """The tables in ``data``: itself, or the telling members of a zip archive.

    Raises UploadError of kind "large", "damaged", "nested" or "empty".
    """
    if len(data) > MOST_BYTES:
        raise UploadError("large")
    if data.startswith(ZIP):
        return _members(data)
    if data.startswith(GZIP):
        data = _gunzipped(data)
    return (Upload(name, _checked(data)),)


def _members(data: bytes) -> tuple[Upload, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_MEMBERS:
                raise UploadError("large")
            tables = [e for e in entries if _TABLE.search(e.filename) and not _is_aside(e.filename)]
            telling = [entry for entry in tables if _TELLING.search(entry.filename)] or tables
            if not telling:
                nested = any(entry.filename.lower().endswith(".zip") for entry in entries)
                raise UploadError("nested" if nested else "empty")
            found, left = [], MOST_UNPACKED
            for entry in telling[:MOST_TABLES]:
                text = _read(archive, entry, left)
                left -= len(text)
                found.append(Upload(entry.filename, text, bool(_LIKED.search(entry.filename))))
    except UploadError:
        raise
    except Exception as error:  # zipfile raises a dozen types on damaged archives
        raise UploadError("damaged") from error
    return tuple(found)


def _is_aside(name: str) -> bool:
    return bool(_ASIDE.search(name))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What the header says of the size is not believed."""
    parts, size = [], 0
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most:
                raise UploadError("large")
            parts.append(piece)
    text = b"".join(parts)
    return _checked(text) if text.strip() else b""


def _gunzipped(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpacking.decompress(data, MOST_UNPACKED)
    except zlib.error as error:
        raise UploadError("damaged") from error
    if unpacking.unconsumed_tail:
        raise UploadError("large")
    return text


def _checked(data: bytes) -> bytes:
    """Raises UploadError if there is another archive inside, or nothing."""
    if data.startswith((ZIP, GZIP, PARQUET)):
        raise UploadError("nested")
    if not data.strip():
        raise UploadError("empty")
    return data.lstrip(b"\r\n")
