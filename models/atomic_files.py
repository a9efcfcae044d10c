"""Files that a kill, a power cut or a second writer cannot leave half written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

_LOCK = ".lock"  # in the folder that is written to


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other process writes to ``folder``, which must exist.

    The system releases the lock if the process is killed.
    """
    with FileLock(folder / _LOCK):
        yield


def write_durably(path: Path, data: bytes) -> None:
    """Replace ``path`` atomically; on return ``data`` is on disk under its name."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, path)
    if os.name == "posix":  # Windows opens no folders
        _flush_names(path.parent)


def _flush_names(folder: Path) -> None:
    """Without this, a power cut may lose the new name of a file whose content is safe."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
