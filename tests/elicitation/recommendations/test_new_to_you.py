import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import TasteModel
from elicitation.recommendations.new_to_you import (
    diversity,
    known_probability,
    list_scores,
    spread_out,
)


def test_knowing_is_averaged_over_how_much_the_person_has_seen() -> None:
    logits = np.array([-3.0, 0.0, 2.0])
    model = TasteModel(
        np.zeros(3),
        np.zeros((3, 1)),
        np.zeros((3, 1)),
        logits,
        1.5,
        0.0,
        Gaussian(np.zeros(1), np.eye(1)),
    )
    rng = np.random.default_rng(0)
    drawn = 1.0 / (1.0 + np.exp(-(logits + 1.5 * rng.standard_normal((100_000, 1)))))
    # MacKay's approximation is good to about two hundredths here
    np.testing.assert_allclose(
        known_probability(model, model.prior), drawn.mean(axis=0), atol=0.025
    )


def test_novelty_lowers_what_is_known_and_classics_what_is_not() -> None:
    utilities, logits = np.zeros(3), np.array([-4.0, 0.0, 4.0])
    np.testing.assert_array_equal(list_scores(utilities, logits, 0.0), utilities)
    assert (np.diff(list_scores(utilities, logits, 1.0)) < 0.0).all()
    assert (np.diff(list_scores(utilities, logits, -1.0)) > 0.0).all()
    with pytest.raises(ValueError, match="novelty"):
        list_scores(utilities, logits, float("nan"))


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=25), st.integers(1, 6))
def test_alike_items_lie_apart_wherever_they_can(groups: list[int], window: int) -> None:
    numbers = np.array(groups)
    order = np.arange(len(groups))
    spread = spread_out(order, numbers, window)
    assert sorted(spread.tolist()) == order.tolist()
    for place, item in enumerate(spread):
        recent = numbers[spread[max(0, place - window + 1) : place]]
        if numbers[item] >= 0 and numbers[item] in recent:
            # only where every item left would repeat a group, too
            assert np.isin(numbers[spread[place:]], recent[recent >= 0]).all()


def test_the_best_item_stays_first_and_a_sequel_moves_down() -> None:
    groups = np.array([0, 0, -1, -1])
    assert spread_out(np.array([0, 1, 2, 3]), groups, 3).tolist() == [0, 2, 3, 1]


def test_equal_items_have_no_diversity_and_opposite_ones_two() -> None:
    assert diversity(np.ones((4, 2))) == pytest.approx(0.0)
    assert diversity(np.array([[1.0, 0.0], [-1.0, 0.0]])) == pytest.approx(2.0)
    assert diversity(np.ones((1, 2))) == 0.0
