"""The arrays of a safetensors file in place: mapped into memory, read when they are looked at.

Processes that serve the same file share its pages, and what nobody looks at is not read. A mapped
file may be replaced or removed under its name; the arrays stay what they were.
"""

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elicitation.json_text import read_json

_TYPES = {
    "F64": np.float64,
    "F32": np.float32,
    "I64": np.int64,
    "I32": np.int32,
    "U8": np.uint8,
    "BOOL": np.bool_,
}
_LENGTH = 8  # bytes in front of the header that say how long it is


@dataclass(frozen=True, eq=False)
class Mapped:
    """All bytes of a file, and its arrays by name, which cannot be written to."""

    whole: mmap.mmap
    arrays: dict[str, NDArray[Any]]


def map_tensors(path: Path) -> Mapped:
    """Raises ValueError if the file is no safetensors, OSError if it cannot be opened."""
    with path.open("rb") as stream:
        whole = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = _LENGTH + int.from_bytes(whole[:_LENGTH], "little")
    if not _LENGTH < start <= len(whole):
        raise ValueError("the header of the arrays is longer than the file")
    header = read_json(whole[_LENGTH:start])
    if not isinstance(header, dict):
        raise ValueError("the header of the arrays is no object")
    described = {name: about for name, about in header.items() if name != "__metadata__"}
    return Mapped(whole, {name: _array(whole, start, each) for name, each in described.items()})


def _array(whole: mmap.mmap, start: int, about: dict[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(_TYPES[about["dtype"]]), tuple(about["shape"])
    first, last = about["data_offsets"]
    n = 1
    for length in shape:
        if not (isinstance(length, int) and length >= 0):
            raise ValueError(f"shape: expected lengths, got {shape}")
        n *= length
    if not 0 <= first <= last <= len(whole) - start or last - first != n * dtype.itemsize:
        raise ValueError(f"an array of {shape} does not lie at {first} to {last}")
    if not n:  # nothing to map
        empty = np.zeros(shape, dtype)
        empty.setflags(write=False)
        return empty
    return np.frombuffer(whole, dtype, n, start + first).reshape(shape)
