"""The room against answers found another way: by hand, by brute force, by SciPy."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.recommendations.group import GROUP_RULES, group_picks
from elicitation.recommendations.group_session import (
    Participant,
    VoteSplit,
    map_axes,
    most_divisive,
    places,
    shared_top,
)
from elicitation.recommendations.scores import Ranker, SharedPrior, odds
from elicitation.sessions.events import SAME, Answered, Choice, Started, pick, unknown
from elicitation.sessions.session import Session, apply

N = 30
RNG = np.random.default_rng(3)
KEYS = tuple(f"k{n}" for n in range(N))
FACTOR = RNG.standard_normal((3, 3))
PRIOR = Gaussian(np.array([0.3, -0.2, 0.1]), FACTOR @ FACTOR.T + 0.1 * np.eye(3))
BASIS = RewardBasis(KEYS, RNG.standard_normal((N, 3)), np.zeros(N), ("a", "b", "c"), PRIOR, "")
SHARED = SharedPrior(np.linspace(0.0, -1.0, N), BASIS.rewards, 0.6)


def said(*answers: tuple[str, str, str]) -> Session:
    """Each answer: two items and what was picked, "=" for about the same, "?" for unknown."""
    session = Session(Started("s", 1, "a_optimal", 10, "toy", ""))
    for one, two, choice in answers:
        found = {"=": SAME, "?": unknown(one, two)}.get(choice) or pick(choice)
        session = apply(session, Answered(session.step, (one, two), found))
    return session


def room(n: int) -> list[Session]:
    rng = np.random.default_rng(n)
    sessions = []
    for _ in range(n):
        pairs = [tuple(KEYS[i] for i in rng.choice(N, 2, replace=False)) for _ in range(4)]
        sessions.append(said(*((a, b, a if rng.random() < 0.5 else b) for a, b in pairs)))
    return sessions


def tapping(items: str, tapped: str, unseen: str = "") -> Session:
    session = Session(Started("s", 1, "a_optimal", 10, "toy", "", plan=("taps4",)))
    choice = Choice("taps", tuple(tapped), tuple(unseen))
    return apply(session, Answered(0, tuple(items), choice, None, "taps"))


def test_an_item_divides_those_who_tapped_it_from_those_who_passed_it_over() -> None:
    sessions = [tapping("abcd", "ab")] * 3 + [tapping("abce", "b", "c")] * 3
    assert most_divisive(sessions) == VoteSplit(("a",), (3, 3))
    pair = Session(Started("s", 1, "a_optimal", 10, "toy", "", plan=("pair2",)))
    neither = apply(pair, Answered(0, ("a", "x"), Choice("neither"), None, "pair"))
    assert most_divisive([*sessions, neither]) == VoteSplit(("a",), (3, 4))
    assert most_divisive([tapping("abcd", "ab")] * 5) is None
    assert VoteSplit(("a",), (3, 9)).minority == VoteSplit(("a",), (9, 3)).minority


def test_the_map_has_the_axes_of_the_largest_determinant() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        half = rng.standard_normal((5, 5))
        prior = Gaussian(np.zeros(5), half @ half.T + 0.01 * np.eye(5))
        i, j = map_axes(prior)
        areas = {p: np.linalg.det(prior.cov[np.ix_(p, p)]) for p in combinations(range(5), 2)}
        assert areas[min(i, j), max(i, j)] == pytest.approx(max(areas.values()))
        assert prior.cov[i, i] >= prior.cov[j, j]


def guest(session: Session, basis: RewardBasis = BASIS) -> Participant:
    return Participant(Belief(basis, session), Ranker(SHARED, 0.6))


def test_two_bases_that_say_the_same_make_no_map() -> None:
    cov = np.diag([4.0, 3.9, 1.0])
    cov[0, 1] = cov[1, 0] = 0.99 * np.sqrt(4.0 * 3.9)
    assert map_axes(Gaussian(np.zeros(3), cov)) == (0, 2)
    with pytest.raises(ValueError, match="two"):
        map_axes(Gaussian(np.zeros(1), np.eye(1)))


def test_who_said_nothing_stands_in_the_middle_and_answers_move_them_their_way() -> None:
    silent, loud = said(), said(("k0", "k1", "k0"), ("k2", "k3", "k2"))
    at = places(PRIOR, [guest(silent), guest(loud)], (0, 2))
    assert at[0] == pytest.approx([0.0, 0.0])
    belief = guest(loud).belief.posterior.mean
    expected = [(belief[k] - PRIOR.mean[k]) / np.sqrt(PRIOR.cov[k, k]) for k in (0, 2)]
    assert at[1] == pytest.approx(expected)
    assert places(PRIOR, [], (0, 1)).shape == (0, 2)


def test_the_same_answers_turned_round_stand_at_the_opposite_place() -> None:
    prior = Gaussian(np.zeros(3), PRIOR.cov)
    basis = RewardBasis(KEYS, BASIS.rewards, np.zeros(N), BASIS.names, prior, "")
    one, other = said(("k0", "k1", "k0")), said(("k0", "k1", "k1"))
    at = places(prior, [guest(one, basis), guest(other, basis)], (0, 1))
    assert at[0] == pytest.approx(-at[1])


def test_the_minority_is_wilsons_bound() -> None:
    for counts in ((1, 1), (7, 3), (50, 50), (9, 1)):
        interval = binomtest(counts[1], sum(counts)).proportion_ci(0.9, method="wilson")
        assert VoteSplit(("a", "b"), counts).minority == pytest.approx(interval.low, abs=1e-4)


def test_the_most_divisive_question_by_hand() -> None:
    assert most_divisive([]) is None
    assert most_divisive([said(("a", "b", "a"))] * 9) is None
    even = [said(("a", "b", "a"), ("c", "d", "c"))] * 6 + [said(("b", "a", "b"))] * 5
    assert most_divisive(even) == VoteSplit(("a", "b"), (6, 5))
    # one against one is no match for 6 against 5; neither are ties, "haven't seen" or agreement
    more = [*even, said(("e", "f", "e")), said(("e", "f", "f")), *[said(("g", "h", "="))] * 20]
    assert most_divisive([*more, *[said(("i", "j", "?"))] * 20]) == VoteSplit(("a", "b"), (6, 5))


def test_of_two_answers_to_one_question_the_later_counts() -> None:
    sessions = [said(("a", "b", "a"), ("b", "a", "b")), said(("a", "b", "a"))]
    assert most_divisive(sessions) == VoteSplit(("a", "b"), (1, 1))


@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_of_sides_matters(n, random) -> None:
    sessions = room(n)
    found = most_divisive(sessions)
    random.shuffle(sessions)
    assert most_divisive(sessions) == found
    if found:
        assert sum(found.counts) <= n and found.counts[0] >= found.counts[-1] >= 1


@pytest.mark.parametrize("rule", GROUP_RULES)
def test_the_shared_top_by_brute_force(rule: str) -> None:
    sessions = room(7)
    guests = [guest(session) for session in sessions]
    typical = np.argsort(-SHARED.crowd)[: N // 5]
    values = {}
    for item in range(N):
        if sum(KEYS[item] in session.shown for session in sessions) > 3.5:
            continue
        crowd = SHARED.crowd[item] - SHARED.crowd[typical].mean()
        shift = SHARED.shifts[item] - SHARED.shifts[typical].mean(axis=0)
        moves = [odds(0.6) * shift @ (one.belief.posterior.mean - PRIOR.mean) for one in guests]
        matches = [float(expit(crowd + move)) for move in moves]
        worth = {"average": np.mean, "least misery": np.min, "most pleasure": np.max}[rule]
        values[item] = float(worth(matches))
    found = shared_top(guests, 5, rule)
    assert [p.item for p in found] == sorted(values, key=values.__getitem__, reverse=True)[:5]


def test_what_few_have_seen_stays_for_the_room() -> None:
    one, two, three = said(("k0", "k1", "k0")), said(("k0", "k2", "k2")), said()
    guests = [guest(session) for session in (one, two, three)]
    items = {p.item for p in shared_top(guests, N, "average")}
    assert items == set(range(1, N))  # k0 is known to two of three
    strict = {
        p.item
        for p in group_picks(
            [own.belief for own in guests], [own.ranker for own in guests], N, "average"
        )
    }
    assert strict == set(range(3, N))
