import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.personal_list import details, ranking, recommendations
from elicitation.recommendations.scores import Ranker, SharedPrior, blend, favourites
from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Marked,
    Started,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply

N_ITEMS, N_BASES = 60, 2
STARTED = Started("s", 3, "a_optimal", 10, "toy", "toy")


@pytest.fixture(scope="module")
def basis():
    rewards = np.random.default_rng(5).standard_normal((N_ITEMS, N_BASES))
    keys = tuple(f"k{n}" for n in range(N_ITEMS))
    prior = Gaussian(np.zeros(N_BASES), np.eye(N_BASES))
    return RewardBasis(keys, rewards, np.zeros(N_ITEMS), ("one", "two"), prior, "toy")


@pytest.fixture(scope="module")
def shared(basis):
    return SharedPrior(np.linspace(0.0, -3.0, N_ITEMS), basis.rewards, 0.5)


def session(*choices):
    state = Session(STARTED)
    for items, choice in choices:
        state = apply(state, Answered(state.step, items, choice))
    return state


def test_without_answers_the_list_is_the_crowds(basis, shared):
    shown = recommendations(Belief(basis, session()), Ranker(shared, 0.5), 10)
    assert tuple(item.item for item in shown) == favourites(shared, 10) == tuple(range(10))
    assert all(item.climbed == 0 and not item.reasons for item in shown)


def test_what_was_compared_leaves_the_list_and_what_was_not_seen_stays(basis, shared):
    answered = session((("k0", "k1"), pick("k0")), (("k2", "k3"), unknown("k2", "k3")))
    listed = ranking(Belief(basis, answered), Ranker(shared, 0.0), 10)
    assert not {0, 1} & set(listed)
    assert {2, 3} <= set(listed)


def test_a_choice_lifts_what_is_like_the_chosen_item_and_is_its_reason(basis, shared):
    direction = basis.rewards @ (basis.rewards[30] - basis.rewards[40])
    answered = session((("k30", "k40"), pick("k30")))
    before = ranking(Belief(basis, session()), Ranker(shared, 0.8), N_ITEMS)
    for shown in recommendations(Belief(basis, answered), Ranker(shared, 0.8), 10):
        if shown.climbed is None or shown.climbed > 5:
            assert direction[shown.item] > 0.0
            assert shown.reasons[0].answer == answered.answers[0]
        assert shown.item in before


def test_a_constant_added_to_all_scores_changes_nothing(basis, shared):
    answered = session((("k30", "k40"), pick("k30")), (("k5", "k6"), SAME))
    moved = SharedPrior(shared.crowd + 7.0, shared.shifts + np.array([3.0, -2.0]), 0.5)
    one = recommendations(Belief(basis, answered), Ranker(shared, 0.5), 8)
    two = recommendations(Belief(basis, answered), Ranker(moved, 0.5), 8)
    assert [shown.item for shown in one] == [shown.item for shown in two]
    for a, b in zip(one, two, strict=True):
        assert a.match == pytest.approx(b.match)
        assert [r.answer for r in a.reasons] == [r.answer for r in b.reasons]


@given(st.floats(0.0, 1.0), st.integers(0, 2**32 - 1))
def test_matches_are_probabilities_inside_their_band_and_trust_zero_is_sure(basis, shared, t, seed):
    rng = np.random.default_rng(seed)
    first, second = rng.choice(N_ITEMS, 2, replace=False)
    answered = session(((f"k{first}", f"k{second}"), pick(f"k{first}")))
    for shown in recommendations(Belief(basis, answered), Ranker(shared, t), 5):
        assert 0.0 <= shown.low <= shown.high <= 1.0
        assert shown.low - 0.2 <= shown.match <= shown.high + 0.2
    for shown in recommendations(Belief(basis, answered), Ranker(shared, 0.0), 5):
        assert shown.low == pytest.approx(shown.high)
        assert not shown.reasons


def test_the_same_session_always_gets_the_same_list(basis, shared):
    answered = session((("k30", "k40"), pick("k40")))
    assert recommendations(Belief(basis, answered), Ranker(shared, 0.5), 10) == recommendations(
        Belief(basis, answered), Ranker(shared, 0.5), 10
    )


def test_what_is_hidden_or_seen_leaves_the_list_and_what_is_saved_stays(basis, shared):
    state = session((("k30", "k40"), pick("k30")))
    for item, mark in (("k0", "hidden"), ("k1", "seen"), ("k2", "saved"), ("k0", "")):
        state = apply(state, Marked(state.step, item, mark))
    assert state.marked("seen", "saved", "hidden") == ("k1", "k2")
    listed = ranking(Belief(basis, state), Ranker(shared, 0.0), N_ITEMS)
    assert 0 in listed and 2 in listed and 1 not in listed
    before = recommendations(
        Belief(basis, session((("k30", "k40"), pick("k30")))), Ranker(shared, 0.5), N_ITEMS
    )
    after = recommendations(Belief(basis, state), Ranker(shared, 0.5), N_ITEMS)
    assert [(p.item, p.match) for p in before if p.item != 1] == [(p.item, p.match) for p in after]


def test_a_filter_keeps_order_and_belief(basis, shared):
    state = session((("k30", "k40"), pick("k30")), (("k5", "k6"), pick("k6")))
    allowed = np.arange(N_ITEMS) % 3 == 0
    whole = {p.item: p for p in recommendations(Belief(basis, state), Ranker(shared, 0.5), N_ITEMS)}
    some = recommendations(Belief(basis, state), Ranker(shared, 0.5), 10, allowed)
    assert [p.item for p in some] == [item for item in whole if item % 3 == 0][:10]
    for found in some:
        assert found.match == pytest.approx(whole[found.item].match, abs=1e-12)
        assert found.reasons == whole[found.item].reasons


def test_details_add_up_to_the_score(basis, shared):
    state = session((("k30", "k40"), pick("k30")), (("k5", "k6"), pick("k6")))
    scores = blend(shared, basis.prior.mean, Belief(basis, state).posterior, 0.7)
    behind = [details(Belief(basis, state), Ranker(shared, 0.7), item) for item in range(N_ITEMS)]
    found = np.array([each.crowd + sum(each.bases) for each in behind])
    np.testing.assert_allclose(found - found[0], scores - scores[0], atol=1e-12)
    assert all({r.answer for r in each.answers} == set(state.answers) for each in behind)
    nothing = details(Belief(basis, session()), Ranker(shared, 0.7), 4)
    assert nothing.bases == (0.0, 0.0) and nothing.answers == ()
    at_zero = details(Belief(basis, state), Ranker(shared, 0.0), 4)
    assert at_zero.bases == (0.0, 0.0)


def test_a_corrected_axis_moves_the_list_and_can_be_taken_back(basis, shared):
    toward = tuple(f"k{n}" for n in np.argsort(-basis.rewards[:, 0])[:3])
    away = tuple(f"k{n}" for n in np.argsort(basis.rewards[:, 0])[:3])
    start = session((("k30", "k40"), pick("k30")))
    leaned = apply(start, AxisCorrected(start.step, toward, away, 3))
    more = apply(leaned, AxisCorrected(leaned.step, toward, away, -2))

    def taste(state):
        best = ranking(Belief(basis, state), Ranker(shared, 0.9), 10)
        return basis.rewards[list(best), 0].mean()

    assert taste(leaned) > taste(start) > taste(more)
    assert len(more.corrections) == 1 and more.corrections[0].strength == -2
    back = apply(more, AxisCorrected(more.step, toward, away, 0))
    assert back.corrections == () and back.step == 4
    assert recommendations(Belief(basis, back), Ranker(shared, 0.5), 10) == recommendations(
        Belief(basis, start), Ranker(shared, 0.5), 10
    )
