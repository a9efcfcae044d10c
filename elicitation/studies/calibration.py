"""Do things said to happen with probability p happen that often?"""

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats


def reliability(
    p: Floats,  # (n,) predicted probabilities
    happened: NDArray[np.bool_],  # (n,)
    n_bins: int = 15,
) -> tuple[Floats, Floats, Floats]:
    """Mean prediction, share that happened, and share of all predictions, in each bin.

    Bins hold equally many predictions, so none is empty. Orient comparisons at random first: with
    "the likelier one wins" alone, errors on either side of a half would hide each other.
    Raises ValueError if the lengths disagree or nothing was predicted.
    """
    if p.shape != happened.shape or not len(p):
        raise ValueError(f"as many outcomes as predictions expected, got {p.shape}")
    order = np.argsort(p, kind="stable")
    bins = [part for part in np.array_split(order, n_bins) if len(part)]
    predicted = np.array([p[part].mean() for part in bins])
    observed = np.array([happened[part].mean() for part in bins])
    return predicted, observed, np.array([len(part) / len(p) for part in bins])


def calibration_error(p: Floats, happened: NDArray[np.bool_], n_bins: int = 15) -> float:
    """Expected calibration error: mean distance of prediction and outcome over the bins."""
    predicted, observed, share = reliability(p, happened, n_bins)
    return float(share @ np.abs(predicted - observed))


def calibration_null(
    p: Floats, rng: np.random.Generator, n_bins: int = 15, n_worlds: int = 200
) -> Floats:
    """Errors (n_worlds,) of the same predictions where every one of them is true.

    Above zero for few predictions: what an error is to be judged against.
    """
    worlds = (rng.random(len(p)) < p for _ in range(n_worlds))
    return np.array([calibration_error(p, happened, n_bins) for happened in worlds])
