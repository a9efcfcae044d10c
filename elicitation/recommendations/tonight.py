"""What a group watches now: how sure the first of its list is, and who is known too little."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.belief import Belief
from elicitation.inference.logistic import expit
from elicitation.recommendations.group import GROUP_RULES, GroupPick
from elicitation.recommendations.scores import Ranker


@dataclass(frozen=True)
class Tonight:
    """Of the items that a group's list holds, in the list's order.

    ``chances`` are the probabilities that each of them is the best for all, by joint draws of
    everybody's tastes; they add up to 1. ``doubts`` are, for each person, the variance of their
    matches, averaged by ``chances``: whose answer would settle most has the largest.
    """

    chances: tuple[float, ...]
    doubts: tuple[float, ...]

    @property
    def asks(self) -> int:
        """Number of the person whose answer would settle most."""
        return int(np.argmax(self.doubts))


def tonight(
    beliefs: Sequence[Belief], rankers: Sequence[Ranker], picks: Sequence[GroupPick], rule: str
) -> Tonight:
    """One ranker for each belief. Raises ValueError without picks or with an unknown ``rule``."""
    if not picks or rule not in GROUP_RULES:
        raise ValueError(f"picks and a rule of {', '.join(GROUP_RULES)} expected, got {rule!r}")
    items = [pick.item for pick in picks]
    matches = np.array(
        [_matches(own, r, items) for own, r in zip(beliefs, rankers, strict=True)]
    )  # (n_people, n_draws, n_items)
    worth = GROUP_RULES[rule](matches)
    chances = np.bincount(worth.argmax(axis=1), minlength=len(items)) / len(worth)
    doubts = matches.var(axis=1) @ chances
    return Tonight(tuple(chances.tolist()), tuple(doubts.tolist()))


def most_divided(picks: Sequence[GroupPick]) -> GroupPick | None:
    """The pick about which two people differ most; None for one person or without picks."""
    if not picks or len(picks[0].matches) < 2:
        return None
    return max(picks, key=lambda pick: max(pick.matches) - min(pick.matches))


def _matches(belief: Belief, ranker: Ranker, items: list[int]) -> Floats:
    """Draws of the match of each item, (n_draws, n_items), see ``GroupPick``."""
    relative = ranker.against_favourites
    moved = relative.odds * (belief.draws - belief.prior.mean)
    return expit(relative.shared.crowd[items] + moved @ relative.shared.shifts[items].T)
