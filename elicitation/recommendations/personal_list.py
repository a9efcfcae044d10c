"""One person's list: recommendations with their movements, reasons and matches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.inference.logistic import expit
from elicitation.recommendations.new_to_you import KNOWN_ITEMS, NewToYou, spread_out
from elicitation.recommendations.scores import Ranker, Reason, explain, movements, recommend

Bools = NDArray[np.bool_]

N_SPARE = 60  # items after a list's end, among which another is found for a sequel
LOOKED_AT = 20  # times as many of the best items are looked at before all are
LEAST_DROP = 0.05  # an answer that moves the odds by less than this share is no reason


@dataclass(frozen=True)
class Recommendation:
    """A recommended item.

    ``match`` is the probability that this person would choose the item over a typical favourite of
    the crowd's; in 80 of 100 cases it is between ``low`` and ``high``.
    """

    item: int
    climbed: int | None  # places since the last answer, negative = fallen, None = new to the list
    reasons: tuple[Reason, ...]  # strongest first
    match: float
    low: float
    high: float


def recommendations(
    belief: Belief, ranker: Ranker, k: int, allowed: Bools | None = None
) -> tuple[Recommendation, ...]:
    """The ``k`` best items for this person, best first, among ``allowed`` (n_items,) if given.

    Items that the person proved to know, marked as seen or hid are left out, see ``left_out``; what
    they have not seen stays in. Movements are against the list without the last answer.
    """
    items = ranking(belief, ranker, k, allowed)
    return described(belief, ranker, items, ranking(belief.before, ranker, k, allowed))


def described(
    belief: Belief, ranker: Ranker, items: Sequence[int], before: Sequence[int] = ()
) -> tuple[Recommendation, ...]:
    """These items as recommendations, in this order; movements are against the list ``before``."""
    relative = ranker.against_favourites
    reasons = explain(belief, relative, items)
    matches = _matches(belief, relative, items)
    return tuple(
        Recommendation(item, climbed, tuple(r for r in why if r.drop >= LEAST_DROP), *match)
        for item, climbed, why, match in zip(
            items, movements(before, items), reasons, matches.tolist(), strict=True
        )
    )


def ranking(
    belief: Belief, ranker: Ranker, k: int, allowed: Bools | None = None
) -> tuple[int, ...]:
    """Numbers of the ``k`` best items, best first; ``allowed`` (n_items,) as a filter.

    By the ranker's aim, if it has one: what is new to the person, alike items apart.
    """
    out, scores = left_out(belief, allowed), ranker.scores(belief)
    if ranker.aim is None:
        return tuple(recommend(scores, out, k).tolist())
    order = _aimed(belief, ranker.aim, scores, out, k + N_SPARE)
    return tuple(spread_out(order, ranker.aim.alike, k=k).tolist())


def _aimed(belief: Belief, aim: NewToYou, scores: Floats, out: Integers, k: int) -> Integers:
    """The ``k`` best items by ``scores`` plus the aim's allowance, best first.

    What is within the aim's bounds comes before all else, so the best of those there are among the
    best by score are the best of all: who knows what is asked of those alone, as long as they are
    enough. In a large catalogue that is most of the time.
    """
    n_looked_at = LOOKED_AT * k
    if n_looked_at < len(scores):
        best = recommend(scores, out, n_looked_at)
        within = best[aim.within(belief, best)]
        if len(within) >= k:
            return within[:k]
    return recommend(scores + aim.allowance(belief, scores), out, k)


def refilled(shown: Sequence[int], ranked: Sequence[int], out: Integers) -> tuple[int, ...]:
    """The list ``shown`` with each item that is now ``out`` replaced by the best not yet in it.

    ``ranked`` are item numbers, best first. Who ticks an item off so gets another in its place, and
    the others stay where they are. Shorter than ``shown`` where nothing is left.
    """
    gone = set(out.tolist())
    spare = iter([item for item in ranked if item not in shown and item not in gone])
    places = (item if item not in gone else next(spare, None) for item in shown)
    return tuple(item for item in places if item is not None)


def classics(
    belief: Belief,
    ranker: Ranker,
    k: int,
    besides: Sequence[int] = (),
    allowed: Bools | None = None,
) -> tuple[int, ...]:
    """Numbers of the ``k`` best items that the person probably knows, without ``besides``.

    None outside ``allowed`` (n_items,), where that is given.
    Of the ``KNOWN_ITEMS`` most probably known, by utility alone; what they proved to know is no
    longer among them. Raises ValueError without an aim, which knows who knows what.
    """
    if ranker.aim is None:
        raise ValueError("classics need a ranker with an aim")
    logits = ranker.aim.known_logits(belief)
    rank = max(1, min(KNOWN_ITEMS, len(logits) // 4))
    known = logits >= np.partition(logits, -rank)[-rank]
    known = known if allowed is None else known & allowed
    out = np.concatenate([left_out(belief, known), np.array(besides, dtype=np.int64)])
    order = recommend(ranker.scores(belief), out, k + N_SPARE)
    return tuple(spread_out(order, ranker.aim.alike, k=k).tolist())


def left_out(belief: Belief, allowed: Bools | None = None) -> Integers:
    """Numbers of the items that are not recommended to this person, some of them twice.

    Those they compared or called known, in a hold-out too; those of a history; those marked as
    seen or hidden; and those outside ``allowed`` (n_items,).
    """
    session, numbers = belief.session, belief.basis.numbers
    seen, _ = belief.seen_and_unseen
    held = [key for a in session.holdout_answers if a.choice.kind != "unknown" for key in a.items]
    known = (*session.marked("seen", "hidden"), *held)
    aside = [numbers[key] for key in known if key in numbers]
    others = np.zeros(0, dtype=np.int64) if allowed is None else np.flatnonzero(~allowed)
    return np.concatenate([seen, np.array(aside, dtype=np.int64), others])


@dataclass(frozen=True)
class Details:
    """Score decomposition of one item, in log-odds against a typical favourite of the crowd's.

    ``crowd`` plus all of ``bases`` is the item's score. ``answers`` are leave-one-out
    contributions, as in ``explain``; answers interact, so they need not add up to the score.
    """

    crowd: float
    bases: tuple[float, ...]  # (n_bases,)
    answers: tuple[Reason, ...]  # sorted by contribution, descending


def details(belief: Belief, ranker: Ranker, item: int) -> Details:
    """Score decomposition of the item of this number: prior, bases, answers."""
    relative = ranker.against_favourites
    moved = belief.posterior.mean - belief.prior.mean
    (answers,) = explain(belief, relative, [item])
    bases = relative.odds * relative.shared.shifts[item] * moved
    return Details(float(relative.shared.crowd[item]), tuple(bases.tolist()), answers)


def _matches(belief: Belief, relative: Ranker, items: Sequence[int]) -> Floats:
    """Mean, 10 % and 90 % quantile of the match of each item, (n_listed, 3)."""
    chosen = np.asarray(items, dtype=np.int64)
    crowd, shifts = relative.shared.crowd[chosen], relative.shared.shifts[chosen]
    moves = relative.odds * shifts @ (belief.draws - belief.prior.mean).T
    match = expit(crowd[:, None] + moves)  # (n_listed, n_draws)
    return np.column_stack([match.mean(axis=1), *np.quantile(match, [0.1, 0.9], axis=1)])
