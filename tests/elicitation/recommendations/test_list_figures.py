import numpy as np
import pytest

from elicitation.recommendations.list_figures import ListFigures, list_figures


def test_figures_are_those_of_the_list_alone() -> None:
    logits = np.array([50.0, -50.0, 0.0, 0.0])
    rewards = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [-1.0, 0.0]])
    found = list_figures([0, 1], [0, 3], logits, rewards)
    assert (found.crowd, found.known, found.diversity) == pytest.approx((0.5, 0.5, 1.0))
    alike = list_figures([0, 2], [3], logits, rewards)
    assert (alike.crowd, alike.known, alike.diversity) == pytest.approx((0.0, 0.75, 0.0))


def test_only_the_first_thirty_are_favourites_and_an_empty_list_has_no_figures() -> None:
    rewards = np.eye(40)
    assert list_figures([30], range(40), np.zeros(40), rewards).crowd == 0.0
    assert list_figures([29], range(40), np.zeros(40), rewards).crowd == 1.0
    assert list_figures([], range(40), np.zeros(40), rewards) == ListFigures(0.0, 0.0, 0.0)
