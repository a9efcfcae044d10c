"""What ratings mean: their scale, what is a like, and what stands for "not rated".

A scale is told or found in the distribution of the values. Ratings become stars, linearly; where a
number only says more or less (plays, hours), or where each person uses the scale in their own way,
they become ranks within the person. Where two readings are plausible, ``doubt`` says so.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.datasets.errors import DatasetError
from models.datasets.scale import COUNTS, LIKES, RATINGS, STARS, STARS_LIKE, Scale

Floats = NDArray[np.float64]
OWN_SCALE = 0.4  # share of the variance that lies between people: they use different scales
EVENT_WEIGHTS = {
    **dict.fromkeys(("dislike", "thumbsdown", "skip", "down", "hate", "negative", "returned"), 0.0),
    **dict.fromkeys(("view", "click", "impression", "detail", "pv", "open", "watch", "play"), 1.0),
    **dict.fromkeys(("favorite", "favourite", "fav", "save", "bookmark", "wishlist"), 3.0),
    **dict.fromkeys(("addtocart", "cart", "like", "thumbsup", "up", "positive", "share"), 3.0),
    **dict.fromkeys(("transaction", "purchase", "buy", "order", "love", "complete"), 5.0),
}


@dataclass(frozen=True)
class Values:
    """The distinct values of a column in ascending order, and how many rows have each."""

    values: Floats
    counts: NDArray[np.int64]

    def without(self, missing: tuple[float, ...]) -> "Values":
        kept = ~np.isin(self.values, missing)
        return Values(self.values[kept], self.counts[kept])

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    def share_from(self, value: float) -> float:
        """Share of rows of at least ``value``."""
        return float(self.counts[self.values >= value - 1e-9].sum() / max(1, self.n))

    def quantile(self, share: float) -> float:
        """Value below or at which this share of the rows lies."""
        ends = np.cumsum(self.counts)
        return float(self.values[np.searchsorted(ends, share * ends[-1])])

    @property
    def mean(self) -> float:
        return float(self.values @ self.counts / max(1, self.n))


def find_missing(found: Values) -> tuple[float, ...]:
    """Values that stand for "not rated": 0 and -1 below a scale, 99 far above it."""
    values, missing = found.values, []
    if len(values) > 2:
        inner = values[1:-1]
        # one value far off the others, of those that people use for it
        for value, rest in ((values[-1], values[:-1]), (values[0], values[1:])):
            span = max(float(np.ptp(rest)), 1.0)
            gap = abs(value - rest[-1 if value > rest[0] else 0])
            if abs(value) in (99, 999, 9999) and gap > 1.5 * span and len(inner):
                missing.append(float(value))
    left = found.without(tuple(missing))
    negative = left.values[left.values < 0]
    if len(negative) == 1 and negative[0] == -1.0 and (left.values >= 1).sum() >= 2:
        missing.append(-1.0)
        left = left.without((-1.0,))
    if len(left.values) > 2 and left.values[0] == 0.0 and _zero_is_missing(left):
        missing.append(0.0)
    return tuple(sorted(missing))


def _zero_is_missing(found: Values) -> bool:
    """Zero stands apart: on a scale of ten at most that begins at a half or one."""
    values, counts = found.values, found.counts
    if values[-1] > 10.0 or values[1] < 0.5:
        return False
    whole = bool((values == np.round(values)).all())
    spike = counts[0] > 2 * counts[1] and counts[0] > 0.02 * found.n
    return not whole or spike or (values[-1] == 5.0 and counts[0] > counts[1])


def find_scale(
    found: Values, column: str, kind: str = RATINGS, guess_missing: bool = True
) -> Scale:
    """The scale of ratings in ``column``. Raises DatasetError if there are no values."""
    missing = find_missing(found) if kind == RATINGS and guess_missing else ()
    rated = found.without(missing)
    if not rated.n:
        raise DatasetError(f"the column {column!r} holds no ratings")
    low, high = float(rated.values[0]), float(rated.values[-1])
    if kind == COUNTS:
        few = len(rated.values) <= 6 and high <= 10 and low >= 0 and len(rated.values) > 2
        whole = bool((rated.values == np.round(rated.values)).all())
        doubt = ""
        if few and whole and high in (5.0, 10.0) and rated.mean > 0.5 * (low + high):
            doubt = (
                f"the column {column!r} is named like a count, but holds only whole numbers from "
                f"{low:g} to {high:g}, as ratings do"
            )
        return _amounts(rated, missing, doubt)
    if len(rated.values) == 1:
        return Scale(LIKES, low - 1.0, low, low, missing)
    if low < 0.0 < high or (low < 0.0 and high == 0.0):
        bound = next((b for b in (1, 2, 3, 5, 10, 100) if max(-low, high) <= b), max(-low, high))
        return with_like(Scale(RATINGS, -float(bound), float(bound), 0.0, missing), rated)
    if _is_amount(rated):
        return _amounts(rated, missing, "")
    worst, best = _bounds(rated)
    scale = with_like(Scale(RATINGS, worst, best, 0.0, missing), rated)
    position = (rated.mean - worst) / (best - worst)
    grades = any(word in column.casefold() for word in ("grade", "schulnote", "note"))
    if len(rated.values) > 2 and rated.n >= 20 and (position < 0.4 or (grades and best == 6.0)):
        scale = replace(
            scale,
            doubt=f"most ratings in {column!r} are low (mean {rated.mean:.3g} from {worst:g} to "
            f"{best:g}): {worst:g} may be the best, as in school grades, or the numbers may be "
            "counts",
        )
    return scale


def _is_amount(found: Values) -> bool:
    """Long-tailed and without an upper end that people reach: plays, hours, watch ratios."""
    low, high = float(found.values[0]), float(found.values[-1])
    if high <= 10.0 and len(found.values) <= 20:
        return False
    skewed = found.mean > 1.15 * found.quantile(0.5)
    middle = found.quantile(0.5) / high
    return low >= 0.0 and skewed and (high > 100.0 or middle < 0.25)


def _amounts(found: Values, missing: tuple[float, ...], doubt: str) -> Scale:
    low, high = float(found.values[0]), float(found.values[-1])
    return Scale(
        COUNTS, low, max(high, low + 1.0), found.quantile(0.5), missing, own=True, doubt=doubt
    )


def _bounds(found: Values) -> tuple[float, float]:
    """Lowest and highest value that the scale allows."""
    values = found.values
    low, high = float(values[0]), float(values[-1])
    whole = bool((values == np.round(values)).all())
    if whole and high <= 7.0 and high != 4.0:
        return min(low, 1.0), high if high > 1.0 else 1.0
    best = next((b for b in (1.0, 5.0, 10.0, 20.0, 100.0) if high <= b), high)
    if best == 20.0 and not (whole and high > 12.0):
        best = 20.0 if high > 12.0 else best
    if best == 1.0:
        return 0.0, 1.0
    if best == 5.0:
        halves = bool((values * 2 == np.round(values * 2)).all())
        return (0.0 if low == 0.0 else 0.5 if low < 1.0 or (halves and not whole) else 1.0), best
    return (0.0 if low < 1.0 or best > 10.0 else 1.0), best


def with_like(scale: Scale, found: Values) -> Scale:
    """The scale with the least rating that is a like.

    Four of five stars; elsewhere the value in the upper part of the scale (60 to 85 % of it, or
    anything above the worst where nothing lies there) from which on half of the rows are likes, as
    nearly as can be.
    """
    if scale.keeps:
        return replace(scale, like=STARS_LIKE)
    values = found.values
    step = 0.5 if np.ptp(values) <= 25.0 else 5.0
    grid = values if len(values) <= 25 else np.unique(np.round(values / step) * step)
    position = (grid - scale.worst) / (scale.best - scale.worst)
    upper = grid[(position >= 0.6 - 1e-9) & (position <= 0.85 + 1e-9)]
    if not len(upper):
        upper = grid[position > 1e-9] if (position > 1e-9).any() else grid
    backwards = scale.best < scale.worst

    def share(value: float) -> float:
        above = found.share_from(value)
        if backwards:
            return float(found.counts[found.values <= value + 1e-9].sum() / max(1, found.n))
        return above

    return replace(scale, like=float(min(upper, key=lambda v: abs(share(v) - 0.5))))


def between_people(users: NDArray[np.int32], values: Floats, n_users: int) -> float:
    """Share of the variance of ratings that lies between people, 0 to 1 (one-way ANOVA)."""
    counts = np.bincount(users, minlength=n_users).astype(float)
    used = counts > 1
    if used.sum() < 2:
        return 0.0
    sums = np.bincount(users, weights=values, minlength=n_users)
    squares = np.bincount(users, weights=np.square(values, dtype=np.float64), minlength=n_users)
    means = sums[used] / counts[used]
    within = (squares[used] - counts[used] * means**2).sum() / (counts[used] - 1).sum()
    within = max(float(within), 0.0)
    between = max(float(np.var(means, ddof=1)) - within * float(np.mean(1.0 / counts[used])), 0.0)
    return between / (between + within) if between + within > 0.0 else 0.0


def own_ranks(indptr: NDArray[np.int32], values: Floats) -> Floats:
    """Stars by the mid-rank of each value among its row's, (n,): 1 + 4 p."""
    stars = np.empty(len(values), dtype=values.dtype)
    low, high = STARS
    for start, end in zip(indptr[:-1], indptr[1:], strict=True):
        row = values[start:end]
        order = np.sort(row)
        below = np.searchsorted(order, row, "left")
        up_to = np.searchsorted(order, row, "right")
        stars[start:end] = low + (high - low) * (below + up_to) / (2.0 * max(1, len(row)))
    return stars
