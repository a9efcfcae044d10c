"""Fits one model of one library in a separate process and reads its scores."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.protocol import Split
from models.settings import ROOT

Floats = NDArray[np.float64]

CHILD = "benchmarks.peers.libraries"


@dataclass(frozen=True, eq=False)  # hashed by identity: settings are dicts
class Entry:
    """A model of a library with its grid of settings."""

    library: str
    model: str
    grid: tuple[dict[str, Any], ...]

    @property
    def name(self) -> str:
        return f"{self.model} ({self.library})"


def python_of(library: str, environments: Path) -> str:
    if library == "Tenfold":
        return sys.executable
    folder = environments / ("recbole" if library == "RecBole" else "main")
    return str(folder / "bin" / "python")


@dataclass(frozen=True, eq=False)
class Fitted:
    """Scores and report of one process."""

    tuning: Floats
    test: Floats
    about: dict[str, Any]


def fit(entry: Entry, params: dict[str, Any], split_file: Path, environments: Path) -> Fitted:
    """Fit in the library's environment, or read the stored result beside the split.

    Raises RuntimeError with the end of the process's error output if it failed.
    """
    setting = json.dumps([entry.name, params], sort_keys=True)
    digest = hashlib.sha256(setting.encode()).hexdigest()[:16]
    out = split_file.with_name(f"{split_file.stem}-{digest}.npz")
    if not out.exists():
        _run(entry, params, split_file, out, environments)
    with np.load(out) as arrays:
        about = json.loads(str(arrays["about"]))
        return Fitted(arrays["tuning_scores"], arrays["test_scores"], about)


def _run(
    entry: Entry, params: dict[str, Any], split_file: Path, out: Path, environments: Path
) -> None:
    half = out.with_suffix(".half.npz")
    command = [python_of(entry.library, environments), "-m", CHILD, entry.library, entry.model]
    done = subprocess.run(
        [*command, json.dumps(params), str(split_file), str(half)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "HOME": "/tmp",
            "OMP_NUM_THREADS": "2",
            "OPENBLAS_NUM_THREADS": "2",
        },
    )
    if done.returncode:
        raise RuntimeError(f"{entry.name} failed: {done.stderr[-600:]}")
    half.replace(out)


def write_split(split: Split, path: Path) -> None:
    arrays: dict[str, np.ndarray] = {}
    parts = {
        "train": split.train,
        "tuning": split.validation.history,
        "targets": split.validation.targets,
        "test": split.test.history,
    }
    for name, part in parts.items():
        part.sort_indices()
        arrays |= {
            f"{name}_data": part.data,
            f"{name}_indices": part.indices,
            f"{name}_indptr": part.indptr,
            f"{name}_shape": np.array(part.shape),
        }
    np.savez(path, **arrays)  # type: ignore[arg-type]
