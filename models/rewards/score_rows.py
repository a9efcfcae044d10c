"""Scores of a block of people by a linear model, as a product that is never multiplied out.

Scores of a history x by a truncated EASE are x c + (x V s) V' / own, with a number c, own of each
item: a sparse matrix plus one of rank 512 at most. Products with a few vectors need no more than
the two parts, so that people x items numbers are neither computed nor held.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.ease import EasePath

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ScoreRows:
    """The matrix ``near + left @ right``, (n_people, n_items)."""

    near: sparse.csr_matrix  # (n_people, n_items) what each history says of its own items
    left: Floats  # (n_people, rank)
    right: Floats  # (rank, n_items)

    @property
    def n_people(self) -> int:
        return len(self.left)

    def along(self, vectors: Floats) -> Floats:
        """Rows times ``vectors`` (n_items, n): (n_people, n)."""
        return np.asarray(self.near @ vectors) + self.left @ (self.right @ vectors)

    def back(self, weights: Floats) -> Floats:
        """Transposed rows times ``weights`` (n_people, n): (n_items, n)."""
        return np.asarray(self.near.T @ weights) + self.right.T @ (self.left.T @ weights)

    def total(self) -> Floats:
        """Sum of the rows, (n_items,)."""
        return np.asarray(self.near.sum(axis=0)).ravel() + self.left.sum(axis=0) @ self.right

    def squared_norms(self) -> Floats:
        """Squared Euclidean length of each row, (n_people,)."""
        near = np.asarray(self.near.multiply(self.near).sum(axis=1)).ravel()
        mixed = np.einsum("ur,ur->u", np.asarray(self.near @ self.right.T), self.left)
        far = np.einsum("ur,ur->u", self.left @ (self.right @ self.right.T), self.left)
        squares: Floats = np.maximum(near + 2.0 * mixed + far, 0.0)
        return squares

    def at_unit_norm(self) -> "ScoreRows":
        """Rows of length one; a row of zeros stays one: nothing is known about that person."""
        scale = 1.0 / np.maximum(np.sqrt(self.squared_norms()), 1e-100)
        near = (sparse.diags(scale) @ self.near).tocsr()
        return replace(self, near=near, left=self.left * scale[:, None])


def score_rows(model: EasePath, histories: sparse.csr_matrix) -> ScoreRows:
    """``model.score(histories)`` as a product; ``histories`` (n_people, n_items).

    Raises ValueError if the model clips weights: then its scores are no such product.
    """
    penalty = model.config.regularisation
    if model.config.clip_negative or penalty is None:
        raise ValueError("scores by clipped weights, or without a penalty, are no product")
    shrunk = model.squares / (model.squares + penalty)
    factor = np.ones(len(model.directions)) if model.factor is None else model.factor
    left = np.asarray(histories @ model.directions) * shrunk
    own = np.ones(len(factor))
    if model.config.zero_diagonal:
        own -= (model.directions**2) @ shrunk  # l P_jj
    near = (histories @ sparse.diags(factor * (1.0 - 1.0 / own))).tocsr()
    return ScoreRows(near, left, model.directions.T * (factor / own))
