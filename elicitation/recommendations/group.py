"""One list for a group: each person's matches, aggregated by a rule [Masthoff2011]."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.inference.logistic import expit
from elicitation.inference.observations import NO_ITEMS
from elicitation.recommendations.personal_list import left_out
from elicitation.recommendations.scores import Ranker, recommend

# (n_people, n_items) matches -> (n_items,) what the item is worth to all of them
GROUP_RULES: dict[str, Callable[[Floats], Floats]] = {
    "average": lambda matches: np.asarray(matches.mean(axis=0)),
    "least misery": lambda matches: np.asarray(matches.min(axis=0)),
    "most pleasure": lambda matches: np.asarray(matches.max(axis=0)),
}


@dataclass(frozen=True)
class GroupPick:
    """An item recommended to a group.

    ``matches`` are each person's probabilities to choose the item over a typical favourite of the
    crowd's, at the posterior mode, in the order of the beliefs.
    """

    item: int
    matches: tuple[float, ...]


def group_picks(
    beliefs: Sequence[Belief], rankers: Sequence[Ranker], k: int, rule: str
) -> tuple[GroupPick, ...]:
    """The ``k`` best items for all, best first; what anybody has seen or hid is left out.

    One ranker for each belief. Raises ValueError without a belief or if ``rule`` is not in
    GROUP_RULES.
    """
    out = np.concatenate([NO_ITEMS, *map(left_out, beliefs)])
    return best_for_all(beliefs, rankers, out, k, rule)


def best_for_all(
    beliefs: Sequence[Belief], rankers: Sequence[Ranker], out: Integers, k: int, rule: str
) -> tuple[GroupPick, ...]:
    """The ``k`` best items outside the item numbers ``out``, best first.

    Raises ValueError without a belief or if ``rule`` is not in GROUP_RULES.
    """
    if rule not in GROUP_RULES:
        raise ValueError(f"rule: expected one of {', '.join(GROUP_RULES)}, got {rule!r}")
    if not beliefs:
        raise ValueError("a group needs at least one person")
    people = zip(beliefs, rankers, strict=True)
    scores = [ranker.against_favourites.scores(own) for own, ranker in people]
    matches = expit(np.array(scores))  # (n_people, n_items)
    items = recommend(GROUP_RULES[rule](matches), out, k).tolist()
    return tuple(GroupPick(item, tuple(matches[:, item].tolist())) for item in items)
