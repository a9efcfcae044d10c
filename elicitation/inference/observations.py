"""Observations made of a session's answers: comparisons, and which items are known or not."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import NO_PICK, Comparisons, compare
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import slope
from elicitation.inference.screens import (
    Reply,
    joined,
    known_evidence,
    taste_evidence,
    verdict_evidence,
)
from elicitation.sessions.events import SAME, Answered, AxisCorrected
from elicitation.sessions.session import Session

NO_ITEMS: Integers = np.zeros(0, dtype=np.int64)


def is_informative(basis: RewardBasis, answer: Answered) -> bool:
    """Whether the answer says something about taste by items that the basis has."""
    if answer.choice.kind == "unknown":
        return False
    if answer.question == "best":
        return set(answer.items) <= basis.numbers.keys()
    return bool(answer.items) and screen_reply(basis, answer) is not None


def comparisons(
    basis: RewardBasis, answers: Iterable[Answered], corrections: Iterable[AxisCorrected] = ()
) -> Comparisons:
    """What is said by choices among the items shown of questions "best", and by corrected axes.

    "Haven't seen" and answers with an item that the basis lacks are skipped. A correction of
    strength s is |s| choices between the mean items of the axis' two ends, without offsets.
    """
    sets, chosen = [], []
    for answer in answers:
        if answer.question != "best" or not is_informative(basis, answer):
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


def screen_reply(basis: RewardBasis, answer: Answered) -> Reply | None:
    """The answer by item numbers; items that the basis lacks are left out.

    None if a chosen item is missing, or nothing is left.
    """
    numbers = basis.numbers
    said = answer.choice
    choices = {"both": answer.items, "neither": (), "unknown": (), "same": ()}
    chosen = choices.get(said.kind, said.items)
    unseen = said.items if said.kind == "unknown" else said.unseen
    items = [item for item in answer.items if item in numbers]
    if not items or not set(chosen) <= numbers.keys():
        return None
    found = [tuple(numbers[item] for item in own if item in numbers) for own in (chosen, unseen)]
    return Reply(answer.question, tuple(numbers[item] for item in items), *found)


def screen_observations(basis: RewardBasis, session: Session) -> tuple[Comparisons, Integers]:
    """All that a session says about (z, t, a), see ``taste_model``.

    Returns the rows and the number (n_rows,) of what each comes from: of an answer, or the number
    of answers plus that of a verdict; -1 for corrections and for what is known or not, which
    several answers may say.
    """
    model = basis.taste_model
    by_choice = [n for n, a in enumerate(session.answers) if a.question == "best"]
    old = [n for n in by_choice if is_informative(basis, session.answers[n])]
    rows = comparisons(basis, [session.answers[n] for n in old], session.corrections)
    replies = [
        (n, reply)
        for n, answer in enumerate(session.answers)
        if answer.question != "best" and answer.choice.kind != "unknown"
        if (reply := screen_reply(basis, answer)) is not None
    ]
    tapped, which = taste_evidence(model, [reply for _, reply in replies])
    numbers = basis.numbers
    verdicts = {numbers[key]: own for key, own in session.verdicts if key in numbers}
    marked = verdict_evidence(model, verdicts)
    judged = [n for n, (key, _) in enumerate(session.verdicts) if key in numbers]
    # what a history shows to be known is in the belief that it starts from
    proved = known_by_answers(session) | known_by_marks(session)
    exposed = known_evidence(model, {numbers[k]: own for k, own in proved.items() if k in numbers})
    of_answers = np.concatenate(
        [
            np.array(old, dtype=np.int64),
            np.full(len(rows) - len(old), -1),
            np.array([n for n, _ in replies], dtype=np.int64)[which],
            len(session.answers) + np.array(judged, dtype=np.int64),
            np.full(len(exposed), -1),
        ]
    )
    return joined(rows, tapped, marked, exposed), of_answers


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

    Whoever compares items knows them, and so does who says "haven't seen" of the others only. Of
    items to tap only those tapped are known for sure. What was said last about an item counts.
    Items of an imported history, and those marked as seen, are known.
    """
    imported = dict.fromkeys(session.history.items, True)
    knows = imported | known_by_answers(session) | known_by_marks(session)
    known = {item: own for item, own in knows.items() if item in basis.numbers}
    seen = [basis.numbers[item] for item, own in known.items() if own]
    absent = [basis.numbers[item] for item, own in known.items() if not own]
    return np.array(seen, dtype=np.int64), np.array(absent, dtype=np.int64)


def known_by_answers(session: Session) -> dict[str, bool]:
    """Key -> whether the person knows the item, as far as their answers show."""
    knows: dict[str, bool] = {}
    for answer in session.answers:
        said = answer.choice
        unseen = said.items if said.kind == "unknown" else said.unseen
        compared = said.items if answer.question in ("taps", "named") else answer.items
        knows |= {item: True for item in compared if item not in unseen}
        knows |= dict.fromkeys(unseen, False)
    return knows


def known_by_marks(session: Session) -> dict[str, bool]:
    """Key -> True for every item that was marked as seen."""
    return dict.fromkeys(session.marked("seen"), True)
