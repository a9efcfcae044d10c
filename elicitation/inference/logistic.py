"""sigma(x) = 1 / (1 + exp(-x)), its slope and its logarithm, for any x, without overflow."""

import numpy as np

from elicitation.arrays import Floats


def expit(x: Floats) -> Floats:
    """sigma(x), right to 1e-16 absolutely."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)


def slope(x: Floats) -> Floats:
    """sigma'(x) = sigma(x) (1 - sigma(x)); even in x, relatively right in both tails."""
    e = np.exp(-np.abs(x))
    slope: Floats = e / (1.0 + e) ** 2
    return slope


def log_expit(x: Floats) -> Floats:
    """log sigma(x); about x in the left tail, where sigma itself underflows."""
    return np.minimum(x, 0.0) - np.log1p(np.exp(-np.abs(x)))
