"""Rows of people weighted by how much they liked: who likes everything says less by each like."""

import numpy as np
from scipy import sparse


def weighted_rows(liked: sparse.csr_matrix, power: float) -> sparse.csr_matrix:
    """``liked`` (n_users, n_items), scaled so that a person with n likes counts n^-power."""
    counts = np.maximum(np.asarray(liked.sum(axis=1), dtype=np.float64).ravel(), 1.0)
    return (sparse.diags(counts ** (-power / 2.0)) @ liked).tocsr()
