"""Shared parts of embedding tables: the interface, the optimiser and the expiry rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Vectors = NDArray[np.float32]

DAY = 86_400.0  # seconds
GROUP_BITS = 48  # the bits above these name an id's group


class Table(Protocol):
    """What models need of an embedding table; ``now`` is a time in seconds."""

    width: int

    def lookup(self, ids: Integers) -> Vectors:
        """Vectors (n, width) of ``ids`` (n,); zeros for absent ids."""
        ...

    def update(self, ids: Integers, gradients: Vectors, now: float) -> Integers:
        """One descent step along (n, width) gradients; gradients of a repeated id are summed.

        Returns the ids that were admitted.
        """
        ...

    def push(self, ids: Integers, gradients: Vectors) -> None:
        """Gradient step for existing ids only; does not admit ids or renew their expiry."""
        ...

    def expire(self, now: float) -> Integers:
        """Remove stale ids and return them."""
        ...

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All learned state, for ``restore``."""
        ...

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None: ...


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
