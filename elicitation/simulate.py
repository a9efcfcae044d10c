"""Simulated and replayed people, whole sessions with them, and what a list costs them.

A person is a function of the items shown and a generator; it answers with a Choice. The session
around it is the one that the app runs: the same events, the same next_question.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from elicitation.arrays import Floats
from elicitation.basis import RewardBasis
from elicitation.familiarity import Familiarity
from elicitation.gaussian import Gaussian
from elicitation.question import next_question, posterior
from elicitation.session import SAME, Answered, Choice, Session, Started, apply, pick, unknown

Person = Callable[[tuple[str, ...], np.random.Generator], Choice]


def replayed_person(ratings: Mapping[str, float], liked: float, flip: float) -> Person:
    """Somebody who answers as their own ratings say, taken from data.

    Both rated: the higher wins, equal is "about the same". One rated and liked: it wins over what
    the person never took up. Otherwise the unrated ones have not been seen. A pick is turned
    round with probability ``flip``.
    """

    def answer(items: tuple[str, ...], rng: np.random.Generator) -> Choice:
        first, second = items
        values = ratings.get(first), ratings.get(second)
        unseen = tuple(i for i, value in zip(items, values, strict=True) if value is None)
        best = max((value for value in values if value is not None), default=-np.inf)
        if unseen and best < liked:
            return unknown(*unseen)
        score = [-np.inf if value is None else value for value in values]
        if score[0] == score[1]:
            return SAME
        winner = int(score[1] > score[0]) ^ int(rng.random() < flip)
        return pick(items[winner])

    return answer


def drawn_person(
    utilities: Mapping[str, float], known: frozenset[str], lapse: float = 0.0
) -> Person:
    """Somebody with true utilities in log-odds who knows ``known`` and chooses by Luce's rule.

    With probability ``lapse`` the answer is a coin toss.
    """

    def answer(items: tuple[str, ...], rng: np.random.Generator) -> Choice:
        unseen = tuple(i for i in items if i not in known)
        if unseen:
            return unknown(*unseen)
        first = expit(utilities[items[0]] - utilities[items[1]])
        chance = (1.0 - lapse) * first + lapse / 2.0
        return pick(items[0] if rng.random() < chance else items[1])

    return answer


@dataclass(frozen=True, eq=False)
class Trace:
    """A whole session: the belief before each question and after the last one."""

    session: Session
    beliefs: tuple[Gaussian, ...]  # n_shown + 1
    n_informative: tuple[int, ...]  # n_shown + 1, answers that said something about taste

    def after(self, n_shown: int) -> Gaussian:
        """The belief after ``n_shown`` questions, or the last one if the session ended before."""
        return self.beliefs[min(n_shown, len(self.beliefs) - 1)]


def run_session(
    basis: RewardBasis,
    familiarity: Familiarity,
    person: Person,
    policy: str,
    n_shown: int,
    seed: int,
) -> Trace:
    """Show up to ``n_shown`` questions to ``person``; same arguments, same trace.

    Raises ValueError if ``policy`` is unknown.
    """
    session = Session(Started("simulated", seed, policy, n_shown, "", basis.fingerprint))
    beliefs, informative = [posterior(basis, session)], [0]
    for _ in range(n_shown):
        question = next_question(basis, familiarity, session)
        if question is None:
            break
        keys = tuple(basis.keys[item] for item in question.items)
        choice = person(keys, np.random.default_rng([seed, session.step, 1]))
        session = apply(session, Answered(question.step, keys, choice))
        beliefs.append(posterior(basis, session))
        informative.append(session.n_informative)
    return Trace(session, tuple(beliefs), tuple(informative))


def top_k_regret(utilities: Floats, chosen: Floats, k: int) -> float:
    """Mean true utility lost by showing the k best by ``chosen``, as a share of what can be lost.

    ``utilities`` and ``chosen`` are (n_items,). 0 is the best possible list, 1 an average one.
    """
    best = np.sort(utilities)[-k:].mean()
    shown = utilities[np.argsort(-chosen, kind="stable")[:k]].mean()
    spread = best - utilities.mean()
    return float((best - shown) / spread) if spread > 0.0 else 0.0
