"""Likes that tests of linear models are fitted on."""

import numpy as np
from scipy import sparse


def world(n_people: int, n_items: int, seed: int = 0) -> sparse.csr_matrix:
    """Likes of people with one of four tastes, and of anything at all."""
    tastes = np.random.default_rng(0).random((4, n_items)) ** 6
    rng = np.random.default_rng([seed, 1])
    chances = 0.9 * tastes[rng.integers(4, size=n_people)] + 0.02
    return sparse.csr_matrix((rng.random((n_people, n_items)) < chances).astype(float))
