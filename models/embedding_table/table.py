"""Shared parts of embedding tables: the optimiser and the expiry rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Vectors = NDArray[np.float32]

DAY = 86_400.0  # seconds
GROUP_BITS = 48  # the bits above these name an id's group


@dataclass(frozen=True)
class Optimiser:
    """Adagrad [Duchi2011] and the initial scale of vectors."""

    learning_rate: float = 0.05
    start: float = 0.01  # standard deviation of the numbers in a new vector
    seed: int = 0


@dataclass(frozen=True)
class Expiry:
    """Days without an update after which an id expires (inclusive).

    ``groups`` overrides ``days`` for ids of a group: the bits above the lowest 48.
    """

    days: float = 36_500.0
    groups: Mapping[int, float] = field(default_factory=dict)

    def stale(self, ids: Integers, updated: NDArray[np.float64], now: float) -> NDArray[np.bool_]:
        allowed = np.full(len(ids), self.days)
        group = ids >> GROUP_BITS
        for number, days in self.groups.items():
            allowed[group == number] = days
        return np.asarray(now - updated >= allowed * DAY)
