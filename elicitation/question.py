"""Which question comes next: a pure function of what was learned and of one person's session."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from elicitation.arrays import Integers
from elicitation.basis import RewardBasis
from elicitation.candidates import candidates_for
from elicitation.comparisons import NO_PICK, Comparisons, compare
from elicitation.familiarity import Familiarity, known_probabilities
from elicitation.gaussian import Gaussian
from elicitation.logistic import slope
from elicitation.policies import POLICIES, QuestionPolicy, information_gain
from elicitation.posterior import infer
from elicitation.search import best_pair
from elicitation.session import SAME, Answered, Session

NO_ITEMS: Integers = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Question:
    """Two items to choose from, left first; an answer to it carries its ``step``."""

    step: int
    items: tuple[int, ...]  # item numbers
    expected_information: float  # about the coefficients, in nats, whatever the policy
    answerable: float  # probability that the person can compare the items


def comparisons(basis: RewardBasis, answers: Iterable[Answered]) -> Comparisons:
    """The answers that say something about taste, as choices among what was shown.

    "Haven't seen" compares nothing; answers that name an item the basis lacks are skipped.
    """
    sets, chosen = [], []
    for answer in answers:
        if answer.choice.kind == "unknown" or not set(answer.items) <= basis.numbers.keys():
            continue
        sets.append([basis.numbers[item] for item in answer.items])
        picked = answer.choice.kind == "pick"
        chosen.append(answer.items.index(answer.choice.items[0]) if picked else NO_PICK)
    if not sets:
        return Comparisons.none(basis.n_bases)
    sizes = np.array([len(items) for items in sets])
    shown = np.arange(sizes.max()) < sizes[:, None]
    numbers = np.zeros(shown.shape, dtype=np.int64)
    numbers[shown] = np.concatenate(sets)
    return compare(
        basis.rewards[numbers], basis.offsets[numbers], np.array(chosen), shown, basis.response
    )


def posterior(basis: RewardBasis, session: Session) -> Gaussian:
    """The belief about the person's coefficients after all their answers."""
    return infer(basis.prior, comparisons(basis, session.answers))


def unread_posterior(basis: RewardBasis, session: Session) -> Gaussian:
    """The belief of somebody who knows the questions but not the answers.

    The curvature that the questions are expected to have at the prior's mean, and that mean.
    """
    asked = [replace(answer, choice=SAME) for answer in session.answers]
    answers = comparisons(basis, asked)
    leads = answers.differences[:, 1] - answers.differences[:, 0]
    odds = answers.leads[:, 1] - answers.leads[:, 0] + leads @ basis.prior.mean
    precision = basis.prior.precision + (leads.T * slope(odds)) @ leads
    half = np.linalg.inv(np.linalg.cholesky(precision))
    return Gaussian(basis.prior.mean, np.asarray(half.T @ half, dtype=np.float64))


def seen_and_unseen(basis: RewardBasis, session: Session) -> tuple[Integers, Integers]:
    """Item numbers that the person proved to know, and those they said they do not.

    Whoever compares items knows them, and so does who says "haven't seen" of the others only. What
    was said last about an item counts.
    """
    knows = {
        item: not (answer.choice.kind == "unknown" and item in answer.choice.items)
        for answer in session.answers
        for item in answer.items
        if item in basis.numbers
    }
    seen = [basis.numbers[item] for item, known in knows.items() if known]
    unseen = [basis.numbers[item] for item, known in knows.items() if not known]
    return np.array(seen, dtype=np.int64), np.array(unseen, dtype=np.int64)


def next_question(
    basis: RewardBasis, familiarity: Familiarity, session: Session
) -> Question | None:
    """The question to show now, None when fewer than two items are left to ask about.

    The same session always gets the same question. No item is shown twice, but when one of two
    was unknown the other one stays, on its side. Raises ValueError if the session names a policy
    that does not exist.
    """
    policy = _policy(session.started.policy)
    rng = np.random.default_rng([session.started.seed, len(session.answers)])
    if policy.adaptive:
        belief, kept = posterior(basis, session), _kept(basis, session)
        known = known_probabilities(familiarity, *seen_and_unseen(basis, session))
    else:
        belief, kept = unread_posterior(basis, session), None
        known = known_probabilities(familiarity, NO_ITEMS, NO_ITEMS)
    shown = [basis.numbers[item] for item in session.shown if item in basis.numbers]
    candidates = candidates_for(
        basis, known, np.array([item for item in shown if item != kept], dtype=np.int64)
    )
    if len(candidates) < 2:
        return None
    position = None if kept is None else int(np.searchsorted(candidates.items, kept))
    i, j, _ = best_pair(policy, belief, candidates, rng, keep=position)
    left = rng.random() < 0.5 if kept is None else basis.keys[kept] == session.answers[-1].items[0]
    pair = np.array([i, j] if left else [j, i])
    answerable = float(candidates.answerable[pair].prod())
    mean, variance = belief.project(candidates.rewards[i : i + 1] - candidates.rewards[j])
    mean = mean + candidates.offsets[i] - candidates.offsets[j]
    information = float(information_gain(mean, variance, variance)[0])
    first, second = candidates.items[pair].tolist()
    return Question(session.step, (first, second), information, answerable)


def _policy(name: str) -> QuestionPolicy:
    if name not in POLICIES:
        raise ValueError(f"policy: expected one of {', '.join(POLICIES)}, got {name!r}")
    return POLICIES[name]


def _kept(basis: RewardBasis, session: Session) -> int | None:
    """The item that stays because only the other one was unknown."""
    if not session.answers or session.answers[-1].choice.kind != "unknown":
        return None
    last = session.answers[-1]
    known = [item for item in last.items if item not in last.choice.items]
    return basis.numbers.get(known[0]) if len(known) == 1 else None
