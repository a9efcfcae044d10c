"""What the numbers of a file mean: a scale, and from where on one is a like."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RATINGS, COUNTS, EVENTS, LIKES = "ratings", "counts", "events", "likes"
KINDS = (RATINGS, COUNTS, EVENTS, LIKES)
STARS = (1.0, 5.0)  # what every scale is mapped to
STARS_LIKE = 4.0  # of five stars, as in Liang et al. 2018
RANK_LIKE = 3.0  # a person's own middle, where ranks are mapped to stars
TOLERANCE = 1e-4  # single precision must not turn a like into none


@dataclass(frozen=True)
class Scale:
    """How values become stars. ``like`` is in the units of the file: from there on, a like."""

    kind: str = RATINGS
    worst: float = 0.5
    best: float = 5.0  # below ``worst`` where a small number is good
    like: float = STARS_LIKE
    missing: tuple[float, ...] = ()  # values that stand for "not rated"
    own: bool = False  # ranks within the person count
    doubt: str = ""  # why this reading may be wrong; "" = it may not
    told: bool = False  # somebody said so

    @property
    def keeps(self) -> bool:
        """Whether the values are stars already."""
        return not self.own and self.best == 5.0 and self.worst in (0.5, 1.0)

    def stars(self, values: Floats) -> Floats:
        """Linear map, (n,) to (n,); stars of half a star to five stay as they are."""
        if self.keeps:
            return values
        low, high = STARS
        return low + (high - low) * (values - self.worst) / (self.best - self.worst)

    @property
    def threshold(self) -> float:
        """The least that is a like, in stars."""
        if self.own:
            return RANK_LIKE - TOLERANCE
        like = float(self.stars(np.array([self.like]))[0])
        return like if self.keeps else like - TOLERANCE

    def is_like(self, value: float) -> bool:
        """Of one value alone, in the units of the file; where ranks count, against everybody's."""
        if value in self.missing:
            return False
        return value >= self.like if self.best > self.worst else value <= self.like
