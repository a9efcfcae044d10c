"""One list for several people: what each would like, and what that is worth to all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats
from elicitation.basis import RewardBasis
from elicitation.logistic import expit
from elicitation.picks import against_favourites, left_out
from elicitation.question import posterior
from elicitation.recommend import SharedPrior, blend, recommend
from elicitation.session import Session

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
    if rule not in GROUP_RULES:
        raise ValueError(f"rule: expected one of {', '.join(GROUP_RULES)}, got {rule!r}")
    if not sessions:
        raise ValueError("a group needs at least one person")
    relative = against_favourites(shared)
    mean = basis.prior.mean
    scores = [blend(relative, mean, posterior(basis, own), trust) for own in sessions]
    matches = expit(np.array(scores))
    out = np.concatenate([left_out(basis, own) for own in sessions])
    items = recommend(GROUP_RULES[rule](matches), out, k).tolist()
    return tuple(GroupPick(item, tuple(matches[:, item].tolist())) for item in items)
