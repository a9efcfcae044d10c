"""Simulated and replayed people, whole sessions with them, and what a list costs them.

A person is a function of the items shown and a generator; it answers with a Choice. The session
around it is the one that the app runs: the same events, the same next_question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import softmax

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import Question, next_question
from elicitation.questions.stopping import STOPPING, says_stop
from elicitation.sessions.events import SAME, Answered, Choice, Started, pick, unknown
from elicitation.sessions.session import Session, apply

Person = Callable[[tuple[str, ...], np.random.Generator], Choice]


def replayed_person(ratings: Mapping[str, float], liked: float, flip: float) -> Person:
    """Somebody who answers as their own ratings say, taken from data.

    The highest rated wins, one of them at random if several tie; all equal is "about the same".
    Where some were never rated, those have not been seen, unless a liked one is there, which wins
    over what the person never took up. A pick is turned to another item with probability ``flip``.
    """

    def answer(items: tuple[str, ...], rng: np.random.Generator) -> Choice:
        values = np.array([ratings.get(item, -np.inf) for item in items])
        unseen = tuple(np.array(items)[np.isneginf(values)].tolist())
        if unseen and values.max() < liked:
            return unknown(*unseen)
        best = np.flatnonzero(values == values.max())
        if len(best) == len(items):
            return SAME
        turned = rng.random() < flip
        winner = int(best[rng.integers(len(best))])
        if turned:
            winner = (winner + int(rng.integers(1, len(items)))) % len(items)
        return pick(items[winner])

    return answer


def drawn_person(
    utilities: Mapping[str, float], known: frozenset[str], lapse: float = 0.0
) -> Person:
    """Somebody with true utilities in log-odds who knows ``known`` and chooses by Luce's rule.

    With probability ``lapse`` the answer is random.
    """

    def answer(items: tuple[str, ...], rng: np.random.Generator) -> Choice:
        unseen = tuple(i for i in items if i not in known)
        if unseen:
            return unknown(*unseen)
        chances = (1.0 - lapse) * softmax([utilities[item] for item in items]) + lapse / len(items)
        return pick(
            items[min(int(np.searchsorted(chances.cumsum(), rng.random())), len(items) - 1)]
        )

    return answer


def drawn_from(
    basis: RewardBasis, known: Floats, seed: Sequence[int], spread: float = 1.0, lapse: float = 0.0
) -> tuple[Floats, Person]:
    """Somebody from the fitted population: true coefficients (n_bases,), and how they answer.

    ``known`` (n_items,) are the chances to know an item; ``spread`` stretches the population's
    tastes. Same arguments, same person.
    """
    rng = np.random.default_rng(seed)
    w = basis.prior.mean + spread * (basis.prior.sample(1, rng)[0] - basis.prior.mean)
    utilities = basis.offsets + basis.rewards @ w
    knows = np.flatnonzero(rng.random(basis.n_items) < known)
    return w, drawn_person(
        dict(zip(basis.keys, utilities.tolist(), strict=True)),
        frozenset(basis.keys[item] for item in knows),
        lapse,
    )


@dataclass(frozen=True, eq=False)
class Trace:
    """A whole session: the posterior before each question and after the last one."""

    session: Session
    beliefs: tuple[Gaussian, ...]  # n_shown + 1
    n_informative: tuple[int, ...]  # n_shown + 1, informative answers
    stopped_at: int | None = None  # questions shown when the rule first said stop; None: it did not

    def after(self, n_shown: int) -> Gaussian:
        """The posterior after ``n_shown`` questions, or the last one of a shorter session."""
        return self.beliefs[min(n_shown, len(self.beliefs) - 1)]


@dataclass(frozen=True)
class StoppingPlan:
    """By which rule a simulated session would stop in the app.

    Raises ValueError if there is no such rule.
    """

    rule: str  # of STOPPING
    n_planned: int  # informative answers
    certainty: Callable[[Belief], float]  # see ``stability.certainty``
    stayed: Callable[[Belief], float]  # see ``stability.stayed``

    def __post_init__(self) -> None:
        if self.rule not in STOPPING:
            raise ValueError(f"stopping: expected one of {', '.join(STOPPING)}, got {self.rule!r}")

    def says_stop(self, belief: Belief, question: Question | None) -> bool:
        """Whether the rule says stop before ``question``, which comes next."""
        certainty, stayed = partial(self.certainty, belief), partial(self.stayed, belief)
        answered = belief.session.n_informative
        return says_stop(self.rule, answered, self.n_planned, question, certainty, stayed)


def run_session(
    basis: RewardBasis,
    familiarity: Familiarity,
    person: Person,
    policy: str,
    n_shown: int,
    seed: int,
    question_size: int = 2,
    stopping: StoppingPlan | None = None,
) -> Trace:
    """Show up to ``n_shown`` questions to ``person``; same arguments, same trace.

    The session goes on after the rule of ``stopping`` first says stop; the trace tells when that
    was. Raises ValueError if ``policy`` is unknown.
    """
    started = Started("simulated", seed, policy, n_shown, "", basis.fingerprint, question_size)
    belief = Belief(basis, Session(started))
    posteriors, informative, stopped_at = [belief.posterior], [0], None
    for shown in range(n_shown + 1):
        undecided = stopping is not None and stopped_at is None
        if shown == n_shown and not undecided:
            break
        question = next_question(belief, familiarity)
        if stopping is not None and stopped_at is None and stopping.says_stop(belief, question):
            stopped_at = shown
        if question is None or shown == n_shown:
            break
        belief = Belief(basis, apply(belief.session, reply(basis, person, question, seed)))
        posteriors.append(belief.posterior)
        informative.append(belief.session.n_informative)
    return Trace(belief.session, tuple(posteriors), tuple(informative), stopped_at)


def reply(basis: RewardBasis, person: Person, question: Question, seed: int) -> Answered:
    """What ``person`` says to ``question``; same arguments, same answer."""
    keys = tuple(basis.keys[item] for item in question.items)
    return Answered(
        question.step, keys, person(keys, np.random.default_rng([seed, question.step, 1]))
    )


def top_k_regret(utilities: Floats, chosen: Floats, k: int) -> float:
    """Mean true utility lost by showing the k best by ``chosen``, as a share of what can be lost.

    ``utilities`` and ``chosen`` are (n_items,). 0 is the best possible list, 1 an average one.
    """
    best = np.sort(utilities)[-k:].mean()
    shown = utilities[np.argsort(-chosen, kind="stable")[:k]].mean()
    spread = best - utilities.mean()
    return float((best - shown) / spread) if spread > 0.0 else 0.0
