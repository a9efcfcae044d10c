"""A list for tonight: what a person would like among what they probably do not know yet.

Items are ranked by expected utility among those that the person knows with a probability between
two bounds; whatever lies outside comes after them. A known item is not worth less, but it is no
recommendation.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.inference.observations import NO_ITEMS
from elicitation.inference.taste_model import TasteModel

DEFAULT_PLACE = "rather new"
MOST_KNOWN = 0.7  # where the artifact says nothing of how well known a list's items may be
NEWER = 3.5  # times lower are the odds that an item of the newest list may be known with


def places(most: float = MOST_KNOWN) -> dict[str, tuple[float, float]]:
    """The places of the control: how probably an item may be known, least and most.

    ``most``, in (0, 1), is that of the default, as chosen on validation people.
    """
    odds = most / (1.0 - most) / NEWER
    return {
        "new": (0.0, odds / (1.0 + odds)),
        DEFAULT_PLACE: (0.0, most),
        "either": (0.0, 1.0),
        "rather classics": (0.5, 1.0),
        "classics": (0.8, 1.0),
    }


PLACES = places()
KNOWN_ITEMS = 150  # that a typical person is taken to know: people know more than they rate
CERTAIN = 20.0  # log-odds of what somebody proved to know, or said that they do not


@dataclass(frozen=True, eq=False)
class NewToYou:
    """What makes a list one for tonight: how probably its items may be known, least and most.

    (0, 1) ranks by utility alone. Raises ValueError unless 0 <= least <= most <= 1.
    """

    familiarity: Familiarity  # who knows what, where the basis has no model of it
    alike: Integers  # (n_items,) numbers what is alike, such as sequels; negative: nothing else
    known: tuple[float, float] = PLACES[DEFAULT_PLACE]

    def __post_init__(self) -> None:
        if not 0.0 <= self.known[0] <= self.known[1] <= 1.0:
            raise ValueError(f"0 <= least <= most <= 1 expected, got {self.known}")

    def allowance(self, belief: Belief, utilities: Floats) -> Floats:
        """What to add to ``utilities``, (n_items,): 0 within the bounds, else less than any gain.

        Where too few items lie within them, those outside follow by their utility.
        """
        if self.known[0] <= 0.0 and self.known[1] >= 1.0:
            return np.zeros(len(utilities))
        return allowance(self.known_logits(belief), utilities, self.known)

    def within(self, belief: Belief, items: Integers) -> NDArray[np.bool_]:
        """Whether each of ``items`` (n,), item numbers, lies within the bounds, (n,).

        As in ``allowance``, at the cost of these items alone where the basis knows who knows what.
        """
        if belief.basis.exposure is None:
            return _within(self.known_logits(belief)[items], self.known)
        logits = known_logits(belief.basis.taste_model, belief.extended, items)
        logits -= _bar(belief.basis, self.familiarity)
        seen, unseen = belief.seen_and_unseen
        logits[np.isin(items, seen)] = CERTAIN
        logits[np.isin(items, unseen)] = -CERTAIN
        return _within(logits, self.known)

    def known_logits(self, belief: Belief) -> Floats:
        """Log-odds (n_items,) that the person knows each item.

        By their taste where the basis has a model of it, else by how much they have seen. Shifted
        so that a typical person knows ``KNOWN_ITEMS`` items, at most every fourth, with probability
        one half or more: the data tell what people rated, and they know more.
        """
        return _known(belief, self.familiarity)


def allowance(logits: Floats, utilities: Floats, known: tuple[float, float]) -> Floats:
    """As ``NewToYou.allowance``, given the log-odds (n_items,) that the person knows each item."""
    return np.where(_within(logits, known), 0.0, -2.0 * float(np.ptp(utilities)) - 1.0)


def _within(logits: Floats, known: tuple[float, float]) -> NDArray[np.bool_]:
    shares = expit(logits)
    return np.asarray((shares >= known[0]) & (shares <= known[1]))


@lru_cache(maxsize=16)  # a page asks several times about the same belief
def _known(belief: Belief, familiarity: Familiarity) -> Floats:
    seen, unseen = belief.seen_and_unseen
    logits = log_odds_known(belief.basis, familiarity, belief.extended, seen, unseen)
    logits.setflags(write=False)
    return logits


def log_odds_known(
    basis: RewardBasis, familiarity: Familiarity, belief: Gaussian, seen: Integers, unseen: Integers
) -> Floats:
    """As ``NewToYou.known_logits``, of a belief about (z, t, a).

    ``seen`` and ``unseen`` are numbers of items that proved to be known, and to be unknown.
    """
    logits = _logits(basis, familiarity, belief, seen, unseen) - _bar(basis, familiarity)
    logits[seen], logits[unseen] = CERTAIN, -CERTAIN
    return np.asarray(logits)


def _logits(
    basis: RewardBasis, familiarity: Familiarity, belief: Gaussian, seen: Integers, unseen: Integers
) -> Floats:
    """By the basis' own model if it has one, which has ``seen`` and ``unseen`` in the belief."""
    if basis.exposure is not None:
        return known_logits(basis.taste_model, belief)
    known = np.clip(known_probabilities(familiarity, seen, unseen), 1e-9, 1.0 - 1e-9)
    return np.asarray(np.log(known / (1.0 - known)))


@lru_cache(maxsize=4)
def _bar(basis: RewardBasis, familiarity: Familiarity) -> float:
    """The log-odds above which a person of whom nothing is known is taken to know an item."""
    logits = _logits(basis, familiarity, basis.taste_model.prior, NO_ITEMS, NO_ITEMS)
    rank = max(1, min(KNOWN_ITEMS, len(logits) // 4))
    return float(np.partition(logits, -rank)[-rank])


def known_logits(model: TasteModel, belief: Gaussian, items: Integers | None = None) -> Floats:
    """Log-odds that the person knows each item, (n_items,), their spread taken into account.

    The odds are averaged over the belief by MacKay's approximation. ``items`` are the numbers of
    those that are asked for, by default all.
    """
    shares = model.known_logits if items is None else model.known_logits[items]
    at, rows = model.knowing_rows
    rows = rows if items is None else rows[items]
    mean, variance = Gaussian(belief.mean[at], belief.cov[np.ix_(at, at)]).project(rows)
    logits: Floats = (shares + mean) / np.sqrt(1.0 + np.pi * variance / 8.0)
    return logits


def known_probability(model: TasteModel, belief: Gaussian, items: Integers | None = None) -> Floats:
    """Probability that the person knows each item, (n_items,), or each of ``items``."""
    return expit(known_logits(model, belief, items))


def spread_out(
    order: Integers, groups: Integers, window: int = 10, k: int | None = None
) -> Integers:
    """The first ``k`` of ``order`` (n,), best first, so that alike ones lie ``window`` apart.

    ``groups`` (n_items,) numbers what is alike, such as a film and its sequels; negative: like
    nothing else. Each place takes the best item left whose group is not among the last ``window`` -
    1 places; where all are, the best one left. ``k``: all by default.
    """
    left = order.tolist()
    k = len(left) if k is None else min(k, len(left))
    spread: list[int] = []
    while len(spread) < k:
        recent = {int(groups[item]) for item in spread[max(0, len(spread) - window + 1) :]}
        at = next(
            (k for k, item in enumerate(left) if groups[item] < 0 or groups[item] not in recent), 0
        )
        spread.append(left.pop(at))
    return np.array(spread, dtype=np.int64)


def diversity(rewards: Floats) -> float:
    """Mean distance 1 - cosine between the items of a list, rewards (k, n_bases); 0 below two."""
    k = len(rewards)
    if k < 2:
        return 0.0
    unit = rewards / np.maximum(np.linalg.norm(rewards, axis=1, keepdims=True), 1e-300)
    cosines = unit @ unit.T
    return float(1.0 - (cosines.sum() - np.trace(cosines)) / (k * (k - 1)))
