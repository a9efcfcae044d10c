"""Taste distances against their properties and brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from models.evaluation.taste_calibration import (
    history_tastes,
    list_tastes,
    taste_distance,
    taste_memberships,
)

MEMBERSHIPS = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.5, 0.5]])


def history(*items: int) -> sparse.csr_matrix:
    row = np.zeros((1, 5))
    row[0, list(items)] = 1.0
    return sparse.csr_matrix(row)


@pytest.mark.parametrize(
    ("liked", "shown", "distance"),
    [((0, 2), [1, 3], 0.0), ((0, 1), [2, 3], 1.0), ((0, 2), [4, 4], 0.0), ((0, 1), [1, 3], 0.5)],
)
def test_zero_in_proportion_and_one_without_a_common_taste(liked, shown, distance):
    p, q = history_tastes(MEMBERSHIPS, history(*liked)), list_tastes(MEMBERSHIPS, [shown])
    assert taste_distance(p, q) == pytest.approx([distance])


def test_nobody_has_no_tastes():
    assert np.isnan(history_tastes(MEMBERSHIPS, history())).all()


@given(st.lists(st.integers(1, 20), min_size=2, max_size=5), st.integers(0, 2**31))
def test_the_distance_is_the_total_variation_between_0_and_1(weights, seed):
    p = np.array(weights) / np.sum(weights)
    q = np.random.default_rng(seed).dirichlet(np.ones(len(p)))
    distance = taste_distance(p[None], q[None])[0]
    assert distance == pytest.approx(np.maximum(p - q, 0.0).sum()) and 0.0 <= distance <= 1.0


def test_planted_tastes_are_found():
    rng = np.random.default_rng(0)
    taste = np.arange(60) % 3
    chances = np.where(rng.integers(3, size=300)[:, None] == taste, 0.5, 0.03)
    liked = sparse.csr_matrix((rng.random((300, 60)) < chances).astype(np.float64))
    found = taste_memberships(liked, 3, seed=0)
    np.testing.assert_array_equal(found.sum(axis=1), 1.0)
    purity = sum(np.bincount(taste[found[:, c] > 0]).max() for c in range(3)) / 60
    assert purity > 0.95
