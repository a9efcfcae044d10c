"""How likely the shown list is to be the person's own."""

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.recommendations.personal_list import left_out, ranking
from elicitation.recommendations.scores import Ranker

N_LATEST = 3  # answers over which a list that stays is no accident


def certainty(belief: Belief, ranker: Ranker, k: int) -> float:
    """Expected share, in [0, 1], of the shown ``k`` items that are in the person's own first ``k``.

    1 if nothing that is still unknown about them could change the list, such as an empty one.
    """
    shares = membership_probability(belief, ranker, k)[1]
    return float(shares.mean()) if len(shares) else 1.0


def stayed(belief: Belief, ranker: Ranker, k: int, n_answers: int = N_LATEST) -> float:
    """Share, in [0, 1], of the list of ``k`` that was there before each of the last answers.

    The least overlap with the lists of up to ``n_answers`` answers ago; "haven't seen" counts as no
    answer. What an answer showed to be known has left the list, which is no change. 0 with fewer
    answers.
    """
    now, out = set(ranking(belief, ranker, k)), set(left_out(belief).tolist())
    shares: list[float] = []
    earlier = belief
    while len(shares) < n_answers and earlier.session.answers:
        told = earlier.session.answers[-1].choice.kind != "unknown"
        earlier = earlier.before
        if told:
            before = set(ranking(earlier, ranker, k)) - out
            shares.append(len(now & before) / max(1, len(before)))
    return min(shares) if len(shares) == n_answers else 0.0


def membership_probability(
    belief: Belief, ranker: Ranker, k: int
) -> tuple[tuple[int, ...], Floats]:
    """The shown item numbers, and each one's probability to be in the person's own first ``k``.

    (k,) and (k,), best rank first. The person's own list is ranked by coefficients drawn from the
    exact posterior; what they know is taken as in the list shown. Equal sessions give equal values.
    """
    shown = ranking(belief, ranker, k)
    if not shown:
        return shown, np.zeros(0)
    moved = belief.draws - belief.prior.mean
    shared = ranker.shared
    scores = shared.crowd + ranker.odds * moved @ shared.shifts.T  # (n_draws, n_items)
    out = left_out(belief)
    scores += ranker.allowance(belief)
    scores[:, out] = -np.inf
    if ranker.aim is not None:
        keep_best_of_each(scores, ranker.aim.alike)
    least = np.partition(scores, scores.shape[1] - len(shown), axis=1)[:, -len(shown)]
    return shown, np.asarray((scores[:, list(shown)] >= least[:, None]).mean(axis=0))


def keep_best_of_each(scores: Floats, groups: Integers) -> None:
    """Set to -inf, in place, what is not the best of its group in each row of (m, n_items) scores.

    ``groups`` (n_items,) numbers what is alike; negative: like nothing else.
    """
    members = np.flatnonzero(groups >= 0)
    if not len(members):
        return
    members = members[np.argsort(groups[members], kind="stable")]
    starts = np.flatnonzero(np.diff(groups[members], prepend=-1))
    own = scores[:, members]
    best = np.maximum.reduceat(own, starts, axis=1)
    sizes = np.diff(np.append(starts, len(members)))
    scores[:, members] = np.where(own < np.repeat(best, sizes, axis=1), -np.inf, own)
