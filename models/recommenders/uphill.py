"""A positive number of the highest quality, where quality over its logarithm is one broad hill."""

from collections.abc import Callable

MOST_STEPS = 6  # uphill, of a factor of two each
WIDE, NARROW = 2.0, 2.0**0.5


def uphill(quality: Callable[[float], float], start: float) -> float:
    """The number of the highest ``quality``, from ``start`` in factors of two, then of its root.

    ``quality`` is called several times with the same number. Of equal numbers the first wins, so
    that where nothing makes a difference ``start`` stays.
    """
    best = max((start, start * WIDE, start / WIDE), key=quality)
    for _ in range(MOST_STEPS):
        if best == start:
            break
        factor, start = best / start, best
        best = max((start, start * factor), key=quality)
    return max((best, best * NARROW, best / NARROW), key=quality)
