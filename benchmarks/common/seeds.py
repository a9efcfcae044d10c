"""Averages of each person's results over seeds, and parts of long runs on disk."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)
Named = dict[tuple[str, str, int], Floats]  # (arm, measure, n) -> (n_tested,)
Part = tuple[NDArray[np.int64], Named]
TESTED = "tested"


def mean_over_seeds(
    parts: Iterable[tuple[NDArray[np.int64], Mapping[Key, Floats]]],
) -> dict[Key, Floats]:
    """Mean over seeds of parts (tested people, results (n_tested,) by name); nan without values.

    The same people in the same order under every name, so that comparisons are paired.
    """
    sums: dict[Key, dict[int, list[float]]] = {}
    for tested, results in parts:
        for key, values in results.items():
            for person, value in zip(tested, values, strict=True):
                sums.setdefault(key, {}).setdefault(int(person), []).append(float(value))
    return {
        key: np.array(
            [np.nanmean(own[p]) if not np.isnan(own[p]).all() else np.nan for p in sorted(own)]
        )
        for key, own in sums.items()
    }


def write_part(path: Path, tested: NDArray[np.int64], results: Named) -> None:
    """Write one part of a long run, so that a stopped run can resume."""
    arrays = {"|".join(map(str, key)): values for key, values in results.items()}
    half = path.with_suffix(".half.npz")
    np.savez(half, **{TESTED: tested}, **arrays)  # type: ignore[arg-type]
    half.replace(path)


def read_part(path: Path) -> tuple[NDArray[np.int64], Named]:
    with np.load(path) as arrays:
        named: Named = {}
        for name in arrays.files:
            if name != TESTED:
                arm, measure, n = name.split("|")
                named[arm, measure, int(n)] = arrays[name]
        return arrays[TESTED], named


def kept(path: Path | None, measure: Callable[[], Part]) -> Part:
    """Stored result of an earlier run, or ``measure()``, which is stored."""
    if path is None:
        return measure()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_part(path, *measure())
    return read_part(path)
