"""The choice of the next question: a pure function of the fitted models and one session."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import NO_ITEMS, nonadaptive_posterior
from elicitation.questions.candidates import Candidates, candidates_for, one_edition_each
from elicitation.questions.pair_search import best_pair
from elicitation.questions.policies import POLICIES, QuestionPolicy, information_gain
from elicitation.questions.screens import choose_screen, information_of, planned_screen
from elicitation.questions.sets import grow_set, set_information
from elicitation.sessions.events import QuestionKind
from elicitation.sessions.session import Session, items_of

NAMES_TELL = 1.0  # nats, assumed of a screen of names: nobody knows what will be named
GROWN_FROM = 400  # best known items, when a question has more than two or bases are many


@dataclass(frozen=True)
class Question:
    """A question; an answer to it carries its ``step``."""

    step: int
    items: tuple[int, ...]  # item numbers, left first
    expected_information: float  # about the coefficients, in nats, whatever the policy
    answerable: float  # probability that the person can compare the items
    kind: QuestionKind = "best"


def next_question(belief: Belief, familiarity: Familiarity) -> Question | None:
    """The question to show now, None when too few items are left to ask about.

    Equal sessions get equal questions. Nothing is asked about an item of an imported history or one
    that was judged by a mark, and no item is shown twice, with two exceptions: where only some
    items of a question were unknown the others stay for one more question, in their places; and a
    study may repeat one question. Hold-outs come in between and change nothing else. Raises
    ValueError if the session names a policy that is not in POLICIES.
    """
    basis, session = belief.basis, belief.session
    policy = _policy(session.started.policy)
    fixed = held_out(belief) or repeated(belief)
    if fixed is not None:
        return fixed
    if session.started.plan:
        return _planned(belief, policy)
    rng = np.random.default_rng([session.started.seed, len(session.answers)])
    if policy.adaptive:
        posterior, kept = belief.posterior, _retained(belief)
        known = belief.known(familiarity)
    else:
        posterior, kept = nonadaptive_posterior(basis, session), {}
        known = known_probabilities(familiarity, NO_ITEMS, NO_ITEMS)
    holdouts = (item for items in session.started.holdouts for item in items)
    away = (*session.shown, *session.history.items, *_judged(session), *holdouts)
    shown = [basis.numbers[item] for item in dict.fromkeys(away) if item in basis.numbers]
    left_out = np.array([i for i in shown if i not in kept], dtype=np.int64)
    if basis.works is not None:
        stay = np.array(list(kept), dtype=np.int64)
        known, left_out = one_edition_each(basis.works, known, left_out, stay)
    # where many axes are believed in, a search of all items that somebody may know takes too long
    limit = None if basis.exposure is None else GROWN_FROM
    candidates = candidates_for(basis, known, left_out, limit=limit)
    size = min(session.started.question_size, len(candidates))
    if len(candidates) < 2 or len(kept) >= size:
        return None
    stays = np.searchsorted(candidates.items, list(kept)).tolist()
    chosen = _chosen(policy, posterior, candidates, rng, stays, size)
    places = list(kept.values())
    free = [place for place in rng.permutation(size).tolist() if place not in places]
    at = np.empty(size, dtype=np.int64)
    at[places + free] = chosen
    return Question(
        session.step,
        tuple(candidates.items[at].tolist()),
        expected_information(posterior, candidates.rewards[at], candidates.offsets[at]),
        float(candidates.answerable[at].prod()),
    )


def _planned(belief: Belief, policy: QuestionPolicy) -> Question | None:
    """The next screen of the session's plan. A screen of names shows nothing."""
    session, basis = belief.session, belief.basis
    kind, size = planned_screen(session.started.plan, len(session.answers))
    if kind == "named":
        return Question(session.step, (), NAMES_TELL, 1.0, kind)
    holdouts = (item for items in session.started.holdouts for item in items)
    away = [*session.shown, *session.history.items, *_judged(session), *holdouts]
    left_out = np.array(
        [basis.numbers[item] for item in away if item in basis.numbers], dtype=np.int64
    )
    if basis.works is not None:
        known = np.zeros(basis.n_items)
        _, left_out = one_edition_each(basis.works, known, left_out, NO_ITEMS)
    free = np.ones(basis.n_items, dtype=bool)
    free[left_out] = False
    rng = np.random.default_rng([session.started.seed, len(session.answers)])
    model = basis.taste_model
    believed = belief.with_line if policy.adaptive else model.prior
    is_random = policy.acquisition is None
    screen = choose_screen(
        model,
        believed,
        kind,
        size,
        np.flatnonzero(free),
        not session.answers,
        at_random=is_random,
        rng=rng,
    )
    if screen is None:
        return None
    items = tuple(rng.permutation(screen.items).tolist())
    return Question(session.step, items, screen.information, screen.answerable, kind)


def _judged(session: Session) -> tuple[str, ...]:
    """Items that a mark has said something about: an answer would say it again."""
    return tuple(item for item, _ in session.verdicts)


def held_out(belief: Belief, ending: bool = False) -> Question | None:
    """The next hold-out question if it is due, else None; its sides are random.

    Hold-outs are spread evenly among the planned questions; all that are left are due where the
    session is ``ending``. One about items that are not in the basis is left out.
    """
    basis, session = belief.basis, belief.session
    holdouts = session.started.holdouts
    asked = [set(answer.items) for answer in session.holdout_answers]
    for n, items in enumerate(holdouts):
        due = (n + 1) * session.started.n_questions // (len(holdouts) + 1)
        if session.n_counted < due and not ending:
            return None
        if set(items) not in asked and set(items) <= basis.numbers.keys():
            rng = np.random.default_rng([session.started.seed, n, len(items)])
            at = rng.permutation([basis.numbers[item] for item in items])
            return _fixed_question(belief, at)
    return None


def repeated(belief: Belief) -> Question | None:
    """The first picked question with its sides reversed, if its repetition is due, else None."""
    basis, session = belief.basis, belief.session
    picks = [answer for answer in session.answers if answer.choice.kind == "pick"]
    if not picks or session.n_informative != session.started.repeat_after:
        return None
    items = picks[0].items[::-1]
    if session.answers[-1].items == items or not set(items) <= basis.numbers.keys():
        return None
    at = np.array([basis.numbers[item] for item in items])
    return _fixed_question(belief, at, picks[0].question)


def _fixed_question(belief: Belief, at: Integers, kind: QuestionKind = "best") -> Question:
    """Hold-out or repeated question about the item numbers ``at``, with its information."""
    information = screen_information(belief, kind, at)
    return Question(belief.session.step, tuple(at.tolist()), information, 1.0, kind)


def screen_information(belief: Belief, kind: QuestionKind, items: Integers) -> float:
    """Information about the coefficients that a screen of ``items``, item numbers, promises, nats.

    Of a question "best" the mutual information, see ``expected_information``; of other screens by
    Laplace's approximation. Of names it is NAMES_TELL: nobody knows what will be named.
    """
    if kind == "named":
        return NAMES_TELL
    if kind == "best":
        basis = belief.basis
        return expected_information(belief.posterior, basis.rewards[items], basis.offsets[items])
    return information_of(belief.basis.taste_model, belief.with_line, kind, items)


def expected_information(posterior: Gaussian, rewards: Floats, offsets: Floats) -> float:
    """Mutual information of the pick and the coefficients in nats, at most log k [Houlsby2011].

    ``rewards`` (k, n_bases) and ``offsets`` (k,), in log-odds, of the items shown. By quadrature
    for pairs, else from 1,000 draws.
    """
    if len(rewards) > 2:
        return set_information(posterior, rewards, offsets, np.random.default_rng(0))
    mean, variance = posterior.project(rewards[:1] - rewards[1])
    return float(information_gain(mean + offsets[0] - offsets[1], variance, variance)[0])


def _chosen(
    policy: QuestionPolicy,
    posterior: Gaussian,
    candidates: Candidates,
    rng: np.random.Generator,
    stays: list[int],  # positions of items that must be in
    size: int,
) -> list[int]:
    """Positions of the items to show, those that stay first."""
    start = stays
    if len(stays) < 2:
        i, j, _ = best_pair(policy, posterior, candidates, rng, keep=stays[0] if stays else None)
        start = [i, j]
    if size == len(start):
        return start
    best_known = np.argsort(-candidates.answerable, kind="stable")[:GROWN_FROM]
    others = np.setdiff1d(best_known, start)
    if policy.acquisition is None:
        weights = candidates.answerable[others] + 1e-12
        more = rng.choice(others, size - len(start), replace=False, p=weights / weights.sum())
        return [*start, *more.tolist()]
    field = np.concatenate([start, others]).astype(np.int64)
    rewards, offsets = candidates.rewards[field], candidates.offsets[field]
    grown = grow_set(posterior, rewards, offsets, range(len(start)), size)
    return [int(position) for position in field[grown]]


def _policy(name: str) -> QuestionPolicy:
    if name not in POLICIES:
        raise ValueError(f"policy: expected one of {', '.join(POLICIES)}, got {name!r}")
    return POLICIES[name]


def _retained(belief: Belief) -> dict[int, int]:
    """Item number -> place of the items that stay because only others were unknown."""
    basis, session = belief.basis, belief.session
    if not session.answers or session.answers[-1].choice.kind != "unknown":
        return {}
    last = session.answers[-1]
    earlier = items_of(session.answers[:-1])  # what stayed once goes: nobody reads it a third time
    return {
        basis.numbers[item]: place
        for place, item in enumerate(last.items)
        if item not in last.choice.items and item in basis.numbers and item not in earlier
    }
