"""Taste Distribution Distance: does a list hold a person's tastes in their own proportions?

An item belongs to tastes with fractional memberships that no judged model made (genres, or
clusters). p is a person's history, q the list, each as shares of tastes:
TDD = 1/2 sum_c |p_c - q_c|, 0 if the proportions are the same, 1 if no taste is shared
(after Barkan et al., UMUAI 2023).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.vq import kmeans2
from scipy.sparse.linalg import svds

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def taste_memberships(liked: sparse.csr_matrix, n_tastes: int, seed: int) -> Floats:
    """Each item in one taste: k-means of directions in which people like items, (n_items, C).

    ``liked`` is (n_users, n_items); items are compared by the angles of their singular vectors.
    """
    rank = min(32, min(liked.shape) - 1)
    _, values, directions = svds(liked.astype(np.float64), k=rank, v0=np.ones(min(liked.shape)))
    factors = (values[:, None] * directions).T
    factors /= np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-12)
    _, cluster = kmeans2(factors, n_tastes, minit="++", rng=np.random.default_rng(seed))
    return np.eye(n_tastes)[cluster]


def history_tastes(memberships: Floats, histories: sparse.csr_matrix) -> Floats:
    """p, (n_users, C), rows sum to one; nan without a history. Memberships are (n_items, C)."""
    return _shares(histories @ memberships)


def list_tastes(memberships: Floats, shown: Integers) -> Floats:
    """q of lists (n_users, k), (n_users, C)."""
    return _shares(memberships[shown].sum(axis=1))


def taste_distance(p: Floats, q: Floats) -> Floats:
    """TDD of each person, (n_users,)."""
    return 0.5 * np.abs(p - q).sum(axis=1)


def _shares(weights: Floats) -> Floats:
    totals = np.asarray(weights).sum(axis=1, keepdims=True)
    return np.divide(weights, totals, out=np.full(weights.shape, np.nan), where=totals > 0.0)
