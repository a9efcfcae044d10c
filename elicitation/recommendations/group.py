"""One list for several people: what each would like, and what that is worth to all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.inference.observations import NO_ITEMS, posterior
from elicitation.recommendations.personal_list import against_favourites, left_out
from elicitation.recommendations.scores import SharedPrior, blend, recommend
from elicitation.sessions.session import Session

# (n_people, n_items) matches -> (n_items,) what the item is worth to all of them
GROUP_RULES: dict[str, Callable[[Floats], Floats]] = {
    "average": lambda matches: np.asarray(matches.mean(axis=0)),
    "least misery": lambda matches: np.asarray(matches.min(axis=0)),
    "most pleasure": lambda matches: np.asarray(matches.max(axis=0)),
}


@dataclass(frozen=True)
class GroupPick:
    """An item for all, and the match of each, in the order of the sessions: see ``picks.Pick``."""

    item: int
    matches: tuple[float, ...]


def group_picks(
    basis: RewardBasis,
    shared: SharedPrior,
    sessions: Sequence[Session],
    trust: float,
    k: int,
    rule: str,
) -> tuple[GroupPick, ...]:
    """The ``k`` best items for all, best first; what anybody has seen or hid is left out.

    Raises ValueError without a session or if there is no such rule.
    """
    beliefs = [posterior(basis, own) for own in sessions]
    out = [left_out(basis, own) for own in sessions]
    return best_for_all(
        basis.prior.mean, shared, beliefs, trust, np.concatenate([*out, NO_ITEMS]), k, rule
    )


def best_for_all(
    prior_mean: Floats,
    shared: SharedPrior,
    beliefs: Sequence[Gaussian],
    trust: float,
    out: Integers,
    k: int,
    rule: str,
) -> tuple[GroupPick, ...]:
    """The ``k`` best items outside ``out`` for people of these beliefs; raises as above."""
    if rule not in GROUP_RULES:
        raise ValueError(f"rule: expected one of {', '.join(GROUP_RULES)}, got {rule!r}")
    if not beliefs:
        raise ValueError("a group needs at least one person")
    relative = against_favourites(shared)
    matches = expit(np.array([blend(relative, prior_mean, own, trust) for own in beliefs]))
    items = recommend(GROUP_RULES[rule](matches), out, k).tolist()
    return tuple(GroupPick(item, tuple(matches[:, item].tolist())) for item in items)
