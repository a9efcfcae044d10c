"""Files to read: of a folder, of a zip archive, or bytes that somebody uploaded."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from models.datasets.errors import FORMAT, DatasetError
from models.datasets.tables.unpacked import bounded

GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)
_TABLES = {".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".parquet", ".gz", ".pq", ""}


@dataclass(frozen=True)
class Source:
    """A file by name; ``open_raw`` gives its bytes as stored, as often as it is called."""

    name: str
    open_raw: Callable[[], IO[bytes]]

    @property
    def is_gzip(self) -> bool:
        """Compressed by gzip, whatever it is called."""
        with self.open_raw() as stream:
            return stream.read(2) == GZIP

    def _gunzipped(self, raw: IO[bytes]) -> IO[bytes]:
        size = raw.seek(0, io.SEEK_END) if raw.seekable() else 0
        if size:
            raw.seek(0)
        return bounded(self.name, cast(IO[bytes], gzip.GzipFile(fileobj=raw)), size)

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes, unpacked. Raises DatasetError if it is absent, or damaged where it is read."""
        try:
            with self.open_raw() as raw:
                packed = raw.read(2) == GZIP
            with self.open_raw() as raw:
                yield self._gunzipped(raw) if packed else raw
        except OSError as error:
            if isinstance(error, gzip.BadGzipFile):
                raise DatasetError(f"{self.name}: damaged or cut off ({error})") from error
            raise DatasetError(f"{self.name}: cannot be read ({error.strerror})") from error
        except DAMAGED as error:
            raise DatasetError(f"{self.name}: damaged or cut off ({error})") from error


def from_bytes(name: str, data: bytes) -> Source:
    """An uploaded file."""
    return Source(name, lambda: io.BytesIO(data))


def from_path(path: Path) -> Source:
    """One file on disk, by its whole path."""
    return Source(str(path), lambda: path.open("rb"))


def sources_of(path: Path) -> list[Source]:
    """The tables in a folder or zip archive, or the one file. Raises DatasetError if none."""
    if path.is_dir():
        found = [from_path(file) for file in sorted(path.iterdir()) if _is_table(file.name, file)]
    elif path.is_file():
        with path.open("rb") as stream:
            is_zip = stream.read(4) == ZIP
        found = inside_zip(str(path), lambda: path.open("rb")) if is_zip else [from_path(path)]
    else:
        raise DatasetError(f"{path}: no such file. A data set is {FORMAT}.")
    if not found:
        raise DatasetError(f"{path}: there is no table in it. A data set is {FORMAT}.")
    return found


def inside_zip(name: str, open_raw: Callable[[], IO[bytes]]) -> list[Source]:
    """The tables in a zip archive. Raises DatasetError if it is damaged."""

    def opener(member: str) -> Callable[[], IO[bytes]]:
        inside = f"{name}/{member}"
        return lambda: bounded(inside, zipfile.ZipFile(open_raw()).open(member), size)

    try:
        with open_raw() as raw, zipfile.ZipFile(raw) as archive:
            size = raw.seek(0, io.SEEK_END)  # of all: what a member says of its own is not believed
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    except DAMAGED as error:
        raise DatasetError(f"{name}: damaged or cut off ({error})") from error
    return [
        Source(f"{name}/{member}", opener(member))
        for member in names
        if not member.startswith("__MACOSX/") and _is_table(PurePosixPath(member).name, None)
    ]


def _is_table(name: str, file: Path | None) -> bool:
    if name.startswith(".") or (file is not None and not file.is_file()):
        return False
    return Path(name).suffix.lower() in _TABLES and not name.upper().startswith("README")
