"""EASE (Steck 2019): a linear item-item model whose items may not predict themselves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import lapack

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ItemItem:
    """Scores are ``history @ weights``; ``weights`` (n_items, n_items), zero on the diagonal."""

    weights: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Histories (n_users, n_items) -> scores (n_users, n_items), up to a scale per model."""
        return np.asarray(histories @ self.weights)

    def contributions(self, history: sparse.csr_matrix, item: int) -> dict[int, float]:
        """What each item of one history (1, n_items) adds to the item's score, signed."""
        own = history.indices[history.data != 0.0]
        return {int(i): float(self.weights[i, item]) for i in own}


def fit_ease(liked: sparse.csr_matrix, regularisation: float) -> ItemItem:
    """Least squares of X on X B with zero diagonal: B_ij = -P_ij / P_jj, P = (X'X + lambda I)^-1.

    Every column j is divided by its own P_jj; dividing rows gives B' and scores people by it.
    ``regularisation`` competes with item counts, so it grows with the number of people.
    Raises ValueError unless it is positive.
    """
    if not regularisation > 0.0:
        raise ValueError(f"regularisation: expected above 0, got {regularisation}")
    gram = np.asfortranarray((liked.T @ liked).toarray(), dtype=np.float64)
    gram.flat[:: len(gram) + 1] += regularisation
    factor, info = lapack.dpotrf(gram, lower=1, overwrite_a=1)
    if info == 0:
        factor, info = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if info != 0:
        raise ValueError(f"the Gram matrix is singular at regularisation {regularisation}")
    precision = np.tril(factor) + np.tril(factor, -1).T  # potri fills one triangle
    weights = precision / -np.diag(precision)
    np.fill_diagonal(weights, 0.0)
    weights.setflags(write=False)
    return ItemItem(weights)
