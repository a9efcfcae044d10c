"""Personas told apart in a world where it is known who they are."""

import numpy as np

from models.recommenders.persona_summary import LEAST_LIKES, history_of, sketches
from models.recommenders.personas import Personas

N_ITEMS = 40


def two_tastes() -> Personas:
    """Even items speak of one taste, odd ones of another."""
    factors = np.eye(2)[np.arange(N_ITEMS) % 2]
    return Personas(factors, factors, np.zeros(N_ITEMS), np.eye(2), np.array([8.0, 4.0]), 0.5)


def test_likes_go_to_the_persona_whose_they_are() -> None:
    first, second = sketches(two_tastes(), [0, 2, 4, 6, 1, 3])
    assert set(first.items) == {0, 2, 4, 6}
    assert set(second.items) == {1, 3}
    assert first.share > second.share
    assert abs(first.share + second.share - 1.0) < 1e-9


def test_one_taste_or_too_few_likes_show_nothing() -> None:
    assert sketches(two_tastes(), [0, 2, 4, 6, 8, 10, 12]) == ()
    assert sketches(two_tastes(), [0, 2, 4, 6, 8, 10, 1]) == ()  # one odd item is no persona
    assert sketches(two_tastes(), list(range(LEAST_LIKES - 1))) == ()
    assert sketches(two_tastes(), []) == ()


def test_an_item_liked_twice_counts_once() -> None:
    assert history_of(two_tastes(), [3, 3, 5]).toarray().sum() == 2.0
