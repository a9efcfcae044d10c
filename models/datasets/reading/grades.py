"""Events of which the data do not show that one says more than another: they count alike.

Somebody who puts a thing into a cart wants it as somebody does who buys it, as far as taste goes,
unless some things are put into carts and others bought. An order that means nothing would be
learned as a preference between what people want.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import chdtrc

PASSIVE = 1.0  # weight of what happens without wanting the item, such as a view
ENOUGH = 5  # events of an item for its share to tell
RATE = 0.01  # of orders that mean nothing are kept


@dataclass(frozen=True, eq=False)
class Grades:
    """``joined`` pairs of weights, (the lesser, the greater), that now are the lesser."""

    matrix: sparse.csr_matrix  # (n_people, n_items)
    joined: tuple[tuple[float, float], ...] = ()

    def as_joined(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Event -> weight after the joining."""
        found = dict(weights)
        for less, more in self.joined:  # the strongest first, so that a chain falls to its end
            found = {name: less if w == more else w for name, w in found.items()}
        return found


def graded(matrix: sparse.csr_matrix) -> Grades:
    """The events ``matrix`` (weights) with neighbouring weights above PASSIVE joined where, by
    item, which of the two occurs is chance.

    The matrix is left as it is.
    """
    values = matrix.data.copy()
    wanted = [float(value) for value in np.unique(values) if value > PASSIVE]
    joined = []
    for less, more in zip(wanted[-2::-1], wanted[:0:-1], strict=True):  # the strongest first
        strong = np.isclose(values, more)
        either = strong | np.isclose(values, less)
        if not differ(matrix.indices[either], strong[either], matrix.shape[1]):
            values[strong] = less
            joined.append((less, more))
    if not joined:
        return Grades(matrix)
    found = matrix.copy()
    found.data = values
    return Grades(found, tuple(joined))


def differ(items: NDArray[np.int32], strong: NDArray[np.bool_], n_items: int) -> bool:
    """Whether the share of strong events differs between items by more than chance.

    ``items`` (n,) are the items of the events. The chi-squared test of homogeneity at RATE, over
    items with ENOUGH events.
    """
    counts = np.bincount(items, minlength=n_items).astype(np.float64)
    hits = np.bincount(items, weights=strong, minlength=n_items)
    used = counts >= ENOUGH
    counts, hits = counts[used], hits[used]
    share = hits.sum() / max(1.0, counts.sum())
    if used.sum() < 2 or not 0.0 < share < 1.0:
        return False
    gaps = (hits - counts * share) ** 2 / (counts * share * (1.0 - share))
    return bool(chdtrc(len(counts) - 1, gaps.sum()) < RATE)
