"""Packed files unpacked within bounds: some kilobytes can say that they are a petabyte."""

import io
from typing import IO, Any, cast

from models.datasets.errors import DatasetError

ALWAYS = 1 << 30  # bytes that any file may unpack to
TIMES = 100  # its own size, beyond that; tables of ratings pack to a tenth


def bounded(name: str, stream: IO[bytes], packed: int) -> IO[bytes]:
    """``stream``, which unpacks ``packed`` bytes, up to what a table may hold.

    Reading further raises DatasetError with ``name``, whatever the file says of its size.
    """
    most = max(ALWAYS, TIMES * packed)
    return cast(IO[bytes], io.BufferedReader(_Bounded(name, stream, most), 1 << 16))


class _Bounded(io.RawIOBase):
    def __init__(self, name: str, stream: IO[bytes], most: int) -> None:
        self._name, self._stream, self._left = name, stream, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise DatasetError(f"{self._name}: unpacks to far more than a table of its size holds")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()
