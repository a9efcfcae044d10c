"""What tables of vectors have in common: an interface, the optimiser, and who is stale."""

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
    """What models need of a table of vectors; ``now`` is in seconds."""

    width: int

    def lookup(self, ids: Integers) -> Vectors:
        """(n, width); zeros for ids that are not there."""
        ...

    def update(self, ids: Integers, gradients: Vectors, now: float) -> Integers:
        """One step against (n, width) gradients; those of an id that comes twice are added up.

        Returns the ids that were let in.
        """
        ...

    def push(self, ids: Integers, gradients: Vectors) -> None:
        """A step that neither lets anybody in nor keeps anybody alive."""
        ...

    def expire(self, now: float) -> Integers:
        """Forget the stale; their ids."""
        ...

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that was learned, for ``restore``."""
        ...

    def restore(self, arrays: Mapping[str, NDArray[Any]]) -> None: ...


@dataclass(frozen=True)
class Optimiser:
    """Adagrad (Duchi et al. 2011), and where vectors start."""

    learning_rate: float = 0.05
    start: float = 0.01  # standard deviation of the numbers in a new vector
    seed: int = 0


@dataclass(frozen=True)
class Expiry:
    """Days without an update after which an id goes; at exactly so many it goes.

    ``groups`` overrides them for ids of a group, the bits above the lowest 48.
    """

    days: float = 36_500.0
    groups: Mapping[int, float] = field(default_factory=dict)

    def stale(self, ids: Integers, updated: NDArray[np.float64], now: float) -> NDArray[np.bool_]:
        allowed = np.full(len(ids), self.days)
        group = ids >> GROUP_BITS
        for number, days in self.groups.items():
            allowed[group == number] = days
        return np.asarray(now - updated >= allowed * DAY)
