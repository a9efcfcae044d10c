import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior
from elicitation.recommendations.scores import (
    Ranker,
    Reason,
    SharedPrior,
    blend,
    explain,
    movements,
    odds,
    recommend,
)
from elicitation.sessions.events import SAME, Answered, Started, pick, unknown
from elicitation.sessions.session import Session

RNG = np.random.default_rng(0)
BASIS = RewardBasis(
    tuple("abcdefgh"),
    RNG.standard_normal((8, 2)),
    np.zeros(8),
    ("x", "y"),
    Gaussian([0.1, -0.2], np.eye(2)),
    "f",
)
SHARED = SharedPrior(RNG.standard_normal(8), BASIS.rewards, 0.5)
NONE = np.array([], dtype=np.int64)


def test_without_answers_the_list_is_exactly_the_crowd_s():
    for trust in (0.0, 0.4, 1.0):
        assert (blend(SHARED, BASIS.prior.mean, BASIS.prior, trust) == SHARED.crowd).all()


def test_trust_zero_is_the_crowd_and_trust_one_only_my_answers():
    belief = Gaussian([1.3, 0.4], 0.3 * np.eye(2))
    assert (blend(SHARED, BASIS.prior.mean, belief, 0.0) == SHARED.crowd).all()
    shift = SHARED.shifts @ (belief.mean - BASIS.prior.mean)
    assert np.allclose(blend(SHARED, BASIS.prior.mean, belief, 0.5), SHARED.crowd + shift)
    only_mine = blend(SHARED, BASIS.prior.mean, belief, 1.0)
    assert np.allclose(only_mine - SHARED.crowd, 50 * shift)
    assert np.argmax(only_mine) == np.argmax(shift)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_odds_grow_with_trust_up_to_fifty(one, other):
    low, high = sorted((one, other))
    assert 0.0 <= odds(low) <= odds(high) <= 50.0
    assert odds(0.5) == 1.0 and odds(1.0) == 50.0


@pytest.mark.parametrize("trust", [-0.1, 1.1, np.nan])
def test_a_trust_outside_zero_to_one_is_refused(trust):
    with pytest.raises(ValueError, match="trust"):
        blend(SHARED, BASIS.prior.mean, BASIS.prior, trust)
    with pytest.raises(ValueError, match="trust"):
        SharedPrior(SHARED.crowd, SHARED.shifts, trust)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-3, 3), min_size=1, max_size=40),
    st.sets(st.integers(0, 39)),
    st.integers(0, 45),
)
def test_the_list_is_a_full_sort_of_what_is_left(values, excluded, k):
    scores = np.array(values, dtype=float)
    exclude = np.array(sorted(item for item in excluded if item < len(scores)), dtype=np.int64)
    found = recommend(scores, exclude, k).tolist()
    left = sorted(set(range(len(scores))) - set(exclude.tolist()))
    assert len(found) == min(k, len(left)) == len(set(found)) and set(found) <= set(left)
    assert [scores[i] for i in found] == sorted(scores[left], reverse=True)[:k]
    assert found == recommend(scores, exclude, len(left)).tolist()[:k]


def test_ties_do_not_favour_low_item_numbers():
    found = recommend(np.zeros(1000), NONE, 100)
    assert (found == recommend(np.zeros(1000), NONE, 100)).all()
    assert abs(found.mean() - 500) < 4 * 1000 / np.sqrt(12 * 100)  # four standard errors


def test_movements_count_places_climbed_and_mark_what_is_new():
    assert movements([5, 6, 7, 8], [7, 5, 9, 8]) == (2, -1, None, 0)
    assert movements([], [1, 2]) == (None, None)


ANSWERS = [
    Answered(0, ("a", "b"), pick("a")),
    Answered(1, ("c", "d"), unknown("c")),
    Answered(2, ("e", "d"), pick("d")),
    Answered(3, ("f", "g"), SAME),
]


def belief(*answers):
    """The belief of a session with these answers."""
    started = Started("s", 3, "a_optimal", 10, "toy", "toy")
    return Belief(BASIS, Session(started, answers))


def test_a_reason_states_what_the_score_loses_without_the_answer():
    trust = 0.6
    informative = [ANSWERS[0], ANSWERS[2], ANSWERS[3]]
    for item, reasons in zip(
        range(8), explain(belief(*ANSWERS), Ranker(SHARED, trust), range(8)), strict=True
    ):
        score = blend(
            SHARED,
            BASIS.prior.mean,
            laplace_posterior(BASIS.prior, comparisons(BASIS, ANSWERS)),
            trust,
        )
        expected = []
        for answer in informative:
            others = comparisons(BASIS, [other for other in ANSWERS if other is not answer])
            without = blend(SHARED, BASIS.prior.mean, laplace_posterior(BASIS.prior, others), trust)
            if score[item] != without[item]:
                expected.append(Reason(answer, pytest.approx(score[item] - without[item])))
        assert list(reasons) == sorted(expected, key=lambda reason: -reason.drop.expected)


def test_choosing_an_item_is_a_reason_for_it_and_never_for_its_rival():
    answer = Answered(0, ("a", "b"), pick("a"))
    difference = BASIS.rewards[0] - BASIS.rewards[1]
    shared = SharedPrior(np.zeros(8), np.outer(np.linspace(1, -1, 8), difference), 0.5)
    for_first, for_last = explain(belief(answer), Ranker(shared, 0.5), [0, 7])
    assert [reason.answer for reason in for_first] == [answer] == [r.answer for r in for_last]
    assert for_first[0].drop > 0.0 > for_last[0].drop


def test_there_are_no_reasons_without_trust_or_without_answers():
    assert explain(belief(*ANSWERS), Ranker(SHARED, 0.0), [0, 1]) == ((), ())
    assert explain(belief(ANSWERS[1]), Ranker(SHARED, 0.5), [0, 1]) == ((), ())
    assert explain(belief(), Ranker(SHARED, 0.5), []) == ()
