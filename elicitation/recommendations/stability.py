"""How likely the shown list is to be the person's own."""

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.belief import Belief
from elicitation.recommendations.personal_list import left_out, ranking
from elicitation.recommendations.scores import Ranker


def certainty(belief: Belief, ranker: Ranker, k: int) -> float:
    """Expected share, in [0, 1], of the shown ``k`` items that are in the person's own first ``k``.

    1 if nothing that is still unknown about them could change the list.
    """
    return float(membership_probability(belief, ranker, k)[1].mean())


def membership_probability(
    belief: Belief, ranker: Ranker, k: int
) -> tuple[tuple[int, ...], Floats]:
    """The shown item numbers, and each one's probability to be in the person's own first ``k``.

    (k,) and (k,), best rank first. The person's own list is ranked by coefficients drawn from the
    exact posterior. Equal sessions give equal values.
    """
    shown = ranking(belief, ranker, k)
    moved = belief.draws - belief.prior.mean
    shared = ranker.shared
    scores = shared.crowd + ranker.odds * moved @ shared.shifts.T  # (n_draws, n_items)
    scores[:, left_out(belief)] = -np.inf
    least = np.partition(scores, scores.shape[1] - len(shown), axis=1)[:, -len(shown)]
    return shown, np.asarray((scores[:, list(shown)] >= least[:, None]).mean(axis=0))
