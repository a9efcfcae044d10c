"""Finished stages of a fit in a folder beside its artifact, so that a fit cut off goes on there.

Each file carries a key of all that the fit depends on: data, settings, code and libraries. A stage
of another key is never read; one that cannot be read is computed anew.
"""

import hashlib
import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError

from models.stages.packing import pack, unpack

log = logging.getLogger(__name__)

_CODE = Path(__file__).parents[2]  # of the project
_LIBRARIES = ("numpy", "scipy", "torch")
NOTHING = object()


def beside(artifact: Path) -> Path:
    """The folder of the finished stages of the fit that writes ``artifact``."""
    return artifact.with_name(f"{artifact.name}.unfinished")


def key_of(parts: Iterable[object]) -> str:
    """Digest of ``parts`` (arrays, or what has a repr that tells all), our code and libraries."""
    digest = hashlib.sha256()
    for part in (*parts, *(f"{name} {version(name)}" for name in _LIBRARIES)):
        if isinstance(part, np.ndarray):
            digest.update(f"{part.dtype} {part.shape}".encode())
            digest.update(np.ascontiguousarray(part).data)
        else:
            digest.update(repr(part).encode())
        digest.update(b"\0")
    for package in ("elicitation", "models"):
        for file in sorted((_CODE / package).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Kept:
    """Stages in ``folder`` under ``key``."""

    folder: Path
    key: str

    def get(self, stage: str) -> Any:
        """What ``stage`` gave; NOTHING if it has not finished under this key."""
        path = self._path(stage)
        if not path.is_file():
            return NOTHING
        try:
            return unpack(path)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            log.warning("%s: cannot be read and is computed anew (%s)", path, error)
            return NOTHING

    def put(self, stage: str, value: object) -> None:
        """Keep what ``stage`` gave; a kill leaves the whole file or none."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(stage)
        part = path.with_suffix(".part")
        try:
            pack(value, part)
        except TypeError as error:
            log.info("%s is not kept: %s", stage, error)
            return
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(part, path)

    def clear(self) -> None:
        """Remove all stages: the fit is finished."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, stage: str) -> Path:
        name = "".join(letter if letter.isalnum() else "-" for letter in stage)
        return self.folder / f"{name}.{self.key[:32]}.safetensors"
