"""Area under the ROC curve, by SciPy's Mann-Whitney U."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

Floats = NDArray[np.float64]


def auc(positive: Floats, negative: Floats, axis: int = -1) -> Floats:
    """Probability that a positive scores above a negative along ``axis``, ties count half.

    nan if one of the two is empty.
    """
    pairs = positive.shape[axis] * negative.shape[axis]
    if not pairs:
        return np.asarray(np.nan)
    found = mannwhitneyu(positive, negative, axis=axis, method="asymptotic")
    return np.asarray(found.statistic / pairs)
