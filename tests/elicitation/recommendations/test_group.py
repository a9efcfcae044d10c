from collections.abc import Sequence

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.group import GROUP_RULES, GroupPick, group_picks
from elicitation.recommendations.personal_list import ranking
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.sessions.events import Answered, Marked, Started, pick
from elicitation.sessions.session import Session, apply

N = 40
RNG = np.random.default_rng(0)
KEYS = tuple(f"k{n}" for n in range(N))
BASIS = RewardBasis(
    KEYS, RNG.standard_normal((N, 2)), np.zeros(N), ("a", "b"), Gaussian(np.zeros(2), np.eye(2)), ""
)
SHARED = SharedPrior(np.linspace(0.0, -1.0, N), BASIS.rewards, 0.7)


def person(seed: int, n_answers: int = 6) -> Session:
    session = Session(Started(f"s{seed}", seed, "a_optimal", 10, "toy", ""))
    rng = np.random.default_rng(seed)
    for pair in rng.permutation(N)[: 2 * n_answers].reshape(-1, 2):
        items = tuple(KEYS[n] for n in pair)
        session = apply(session, Answered(session.step, items, pick(items[0])))
    return session


def picks_of(
    sessions: Sequence[Session], ranker: Ranker, k: int, rule: str
) -> tuple[GroupPick, ...]:
    beliefs = [Belief(BASIS, session) for session in sessions]
    return group_picks(beliefs, [ranker] * len(beliefs), k, rule)


@pytest.mark.parametrize("rule", GROUP_RULES)
def test_a_group_of_one_gets_that_persons_list(rule: str) -> None:
    session = person(1)
    found = [pick.item for pick in picks_of([session], Ranker(SHARED, 0.7), 10, rule)]
    assert tuple(found) == ranking(Belief(BASIS, session), Ranker(SHARED, 0.7), 10)


def test_each_rule_orders_by_what_it_says() -> None:
    sessions = [person(n) for n in (1, 2, 3)]
    worth = {"average": np.mean, "least misery": np.min, "most pleasure": np.max}
    lists = {}
    for rule, of in worth.items():
        found = picks_of(sessions, Ranker(SHARED, 0.7), N, rule)
        values = [of(pick.matches) for pick in found]
        assert values == sorted(values, reverse=True)
        lists[rule] = [pick.item for pick in found]
    assert len({tuple(items) for items in lists.values()}) == 3


def test_what_one_has_seen_or_hid_is_for_nobody() -> None:
    first, second = person(1), person(2)
    hidden = next(key for key in KEYS if key not in first.shown + second.shown)
    first = apply(first, Marked(first.step, hidden, "hidden"))
    items = {
        BASIS.keys[p.item] for p in picks_of([first, second], Ranker(SHARED, 0.7), N, "average")
    }
    assert items == set(KEYS) - set(first.shown) - set(second.shown) - {hidden}


def test_the_order_of_people_changes_nothing_but_the_order_of_their_matches() -> None:
    sessions = [person(n) for n in (1, 2, 3)]
    one = picks_of(sessions, Ranker(SHARED, 0.7), 10, "average")
    two = picks_of(sessions[::-1], Ranker(SHARED, 0.7), 10, "average")
    assert [(p.item, p.matches[::-1]) for p in one] == [(p.item, p.matches) for p in two]


def test_no_people_and_unknown_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        picks_of([], Ranker(SHARED, 0.5), 5, "average")
    with pytest.raises(ValueError, match="least misery"):
        picks_of([person(1)], Ranker(SHARED, 0.5), 5, "loudest")
