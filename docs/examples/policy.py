"""Adding a question policy: an acquisition, an upper bound of it, and a line in POLICIES.

This one is uncertainty sampling: it asks about the pair whose outcome is most open, and among
equally open pairs about the one whose utilities are least known.
"""

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import slope
from elicitation.questions.policies import Bound, QuestionPolicy


def uncertainty_gain(mean: Floats, variance: Floats, extra: Floats) -> Floats:
    """Variance of a coin with the expected odds, times the deviation of the log-odds.

    ``mean`` and ``variance`` of each pair's utility difference, in log-odds and squared log-odds;
    ``extra`` is not used. Exchanging the two items changes nothing, and higher is asked first.
    """
    return slope(mean) * np.sqrt(variance)


def uncertainty_bound(belief: Gaussian, level: float) -> Bound:
    """The slope is at most 1/4, so no pair exceeds deviation / 4: the search can prune by it."""
    return Bound(belief.factor, lambda variance: np.sqrt(variance) / 4.0)


UNCERTAINTY = QuestionPolicy("uncertainty", uncertainty_gain, uncertainty_bound)
