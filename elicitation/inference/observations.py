"""Observations made of a session's answers: comparisons, and which items are known or not."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import NO_PICK, Comparisons, compare
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import slope
from elicitation.sessions.session import SAME, Answered, AxisCorrected, Session

NO_ITEMS: Integers = np.zeros(0, dtype=np.int64)


def is_informative(basis: RewardBasis, answer: Answered) -> bool:
    """Whether the answer is "pick" or "same" and the basis has all of its items."""
    return answer.choice.kind != "unknown" and set(answer.items) <= basis.numbers.keys()


def comparisons(
    basis: RewardBasis, answers: Iterable[Answered], corrections: Iterable[AxisCorrected] = ()
) -> Comparisons:
    """The comparisons of the informative answers, in order, then those of the corrections.

    "Haven't seen" and answers with an item that the basis lacks are skipped. A correction of
    strength s is |s| choices between the mean items of the axis' two ends, without offsets.
    """
    sets, chosen = [], []
    for answer in answers:
        if not is_informative(basis, answer):
            continue
        sets.append([basis.numbers[item] for item in answer.items])
        picked = answer.choice.kind == "pick"
        chosen.append(answer.items.index(answer.choice.items[0]) if picked else NO_PICK)
    ends = [end for correction in corrections for end in _ends(basis, correction)]
    if not sets and not ends:
        return Comparisons.none(basis.n_bases)
    sizes = np.array([len(items) for items in sets] + [2] * len(ends))
    shown = np.arange(sizes.max()) < sizes[:, None]
    numbers = np.zeros(shown.shape, dtype=np.int64)
    n = len(sets)
    if sets:
        numbers[:n][shown[:n]] = np.concatenate(sets)
    rewards, offsets = basis.rewards[numbers], basis.offsets[numbers]
    if ends:
        rewards[n:, :2], offsets[n:] = np.array(ends), 0.0
    picks = np.array(chosen + [0] * len(ends))
    return compare(rewards, offsets, picks, shown, basis.response)


def _ends(basis: RewardBasis, correction: AxisCorrected) -> list[tuple[Floats, Floats]]:
    """Mean rewards of the preferred and of the other end, once for each unit of strength."""
    ends = []
    for keys in (correction.toward, correction.away):
        known = [basis.numbers[key] for key in keys if key in basis.numbers]
        if not known:
            return []
        ends.append(basis.rewards[known].mean(axis=0))
    preferred, other = ends if correction.strength > 0 else ends[::-1]
    return [(preferred, other)] * abs(correction.strength)


def nonadaptive_posterior(basis: RewardBasis, session: Session) -> Gaussian:
    """Posterior for non-adaptive designs: answers are ignored, the prior's mean stays.

    The precision is the prior's plus the expected curvature of the questions asked, evaluated at
    the prior's mean [Chaloner1995]. For pairs.
    """
    asked = [replace(answer, choice=SAME) for answer in session.answers]
    answers = comparisons(basis, asked)
    leads = answers.differences[:, 1] - answers.differences[:, 0]
    odds = answers.margins[:, 1] - answers.margins[:, 0] + leads @ basis.prior.mean
    precision = basis.prior.precision + (leads.T * slope(odds)) @ leads
    half = np.linalg.inv(np.linalg.cholesky(precision))
    return Gaussian(basis.prior.mean, np.asarray(half.T @ half, dtype=np.float64))


def seen_and_unseen(basis: RewardBasis, session: Session) -> tuple[Integers, Integers]:
    """Item numbers that the person proved to know, and those they said they do not.

    An item is known if it was compared, or if "haven't seen" named only others of its question. The
    last answer about an item counts. Items of an imported history are known.
    """
    knows = {item: True for item in session.history.items if item in basis.numbers}
    knows |= {
        item: not (answer.choice.kind == "unknown" and item in answer.choice.items)
        for answer in session.answers
        for item in answer.items
        if item in basis.numbers
    }
    seen = [basis.numbers[item] for item, known in knows.items() if known]
    unseen = [basis.numbers[item] for item, known in knows.items() if not known]
    return np.array(seen, dtype=np.int64), np.array(unseen, dtype=np.int64)
