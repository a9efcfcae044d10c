"""Several seeds of the same people: one value a person, their mean over seeds."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)


def mean_over_seeds(
    parts: Iterable[tuple[NDArray[np.int64], Mapping[Key, Floats]]],
) -> dict[Key, Floats]:
    """Parts are (who was tested, (n_tested,) results by name); nan where no seed has a value.

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
