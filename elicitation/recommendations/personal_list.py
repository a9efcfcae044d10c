"""The list that one person is shown: each pick with its movement, its reasons and a match."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.logistic import expit
from elicitation.inference.observations import observations, seen_and_unseen
from elicitation.inference.posterior import laplace_posterior, sample_posterior
from elicitation.recommendations.scores import (
    Reason,
    SharedPrior,
    blend,
    explain,
    movements,
    odds,
    recommend,
)
from elicitation.sessions.session import Session

Bools = NDArray[np.bool_]

N_DRAWS = 200  # an 80 % band's ends are then known to about 3 points of probability
LEAST_DROP = 0.05  # an answer that moves the odds by less than this share is no reason
N_FAVOURITES = 100  # of the crowd: their mean score is what an item is compared with


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
    basis: RewardBasis,
    shared: SharedPrior,
    session: Session,
    trust: float,
    k: int,
    allowed: Bools | None = None,
) -> tuple[Recommendation, ...]:
    """The ``k`` best items for this person, best first, among ``allowed`` (n_items,) if given.

    Items that the person proved to know are left out: somebody who can compare a film has seen it;
    and so is what they marked as seen or hid. What they have not seen stays in, as that is what a
    recommendation is for.
    """
    relative = against_favourites(shared)
    items = ranking(basis, relative, session, trust, k, allowed)
    before = replace(session, answers=session.answers[:-1])
    last = ranking(basis, relative, before, trust, k, allowed) if session.answers else items
    reasons = explain(basis, relative, session.answers, items, trust, session.corrections)
    matches = _matches(basis, relative, session, trust, items)
    return tuple(
        Recommendation(item, climbed, tuple(r for r in why if r.drop >= LEAST_DROP), *match)
        for item, climbed, why, match in zip(
            items, movements(last, items), reasons, matches.tolist(), strict=True
        )
    )


def ranking(
    basis: RewardBasis,
    shared: SharedPrior,
    session: Session,
    trust: float,
    k: int,
    allowed: Bools | None = None,
) -> tuple[int, ...]:
    """Item numbers of the ``k`` best, best first."""
    belief = laplace_posterior(basis.prior, observations(basis, session))
    scores = blend(shared, basis.prior.mean, belief, trust)
    return tuple(recommend(scores, left_out(basis, session, allowed), k).tolist())


def left_out(basis: RewardBasis, session: Session, allowed: Bools | None = None) -> Integers:
    """Numbers of the items that are not recommended to this person."""
    seen, _ = seen_and_unseen(basis, session)
    held = [key for a in session.holdout_answers if a.choice.kind != "unknown" for key in a.items]
    known = (*session.marked("seen", "hidden"), *held)
    aside = [basis.numbers[key] for key in known if key in basis.numbers]
    others = np.zeros(0, dtype=np.int64) if allowed is None else np.flatnonzero(~allowed)
    return np.concatenate([seen, np.array(aside, dtype=np.int64), others])


@dataclass(frozen=True)
class Details:
    """Why an item stands where it does, in log-odds against a typical favourite of the crowd's.

    ``crowd`` plus all of ``bases`` is the item's score. ``answers`` are signed, as in ``explain``;
    they need not add up, because answers speak with each other.
    """

    crowd: float
    bases: tuple[float, ...]  # one a base reward
    answers: tuple[Reason, ...]  # the strongest lift first, the strongest fall last


def details(
    basis: RewardBasis, shared: SharedPrior, session: Session, trust: float, item: int
) -> Details:
    """All that is behind one item's place."""
    relative = against_favourites(shared)
    moved = laplace_posterior(basis.prior, observations(basis, session)).mean - basis.prior.mean
    (answers,) = explain(basis, relative, session.answers, [item], trust, session.corrections)
    bases = odds(trust) * relative.shifts[item] * moved
    return Details(float(relative.crowd[item]), tuple(bases.tolist()), answers)


def favourites(shared: SharedPrior, k: int) -> tuple[int, ...]:
    """Item numbers of what the crowd takes up most, best first: where everybody starts."""
    return tuple(recommend(shared.crowd, np.array([], dtype=np.int64), k).tolist())


def against_favourites(shared: SharedPrior) -> SharedPrior:
    """The same order of items, with scores as log-odds against a typical favourite.

    Scores are log-probabilities up to a constant, and an answer can move all popular items alike;
    a reason must say why this item rather than those.
    """
    typical = list(favourites(shared, min(N_FAVOURITES, max(1, len(shared.crowd) // 5))))
    return SharedPrior(
        shared.crowd - shared.crowd[typical].mean(),
        shared.shifts - shared.shifts[typical].mean(axis=0),
        shared.trust,
    )


def _matches(
    basis: RewardBasis, relative: SharedPrior, session: Session, trust: float, items: Sequence[int]
) -> Floats:
    """Mean, 10 % and 90 % quantile of the match of each item, (n_items_asked_for, 3)."""
    chosen = np.asarray(items, dtype=np.int64)
    # the same seed at every step: what changes on the screen is the answer's doing
    rng = np.random.default_rng(session.started.seed)
    draws = (
        sample_posterior(basis.prior, observations(basis, session), N_DRAWS, rng) - basis.prior.mean
    )
    moves = odds(trust) * relative.shifts[chosen] @ draws.T
    match = expit(relative.crowd[chosen][:, None] + moves)  # (n_chosen, n_draws)
    return np.column_stack([match.mean(axis=1), *np.quantile(match, [0.1, 0.9], axis=1)])
