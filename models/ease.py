"""EASE (Steck 2019): a linear item-item model whose items may not predict themselves.

B minimises |X - X B|^2 + lambda |B|^2 with diag(B) = 0. With P = (X'X + lambda I)^-1 it is
B_ij = -P_ij / P_jj: every *column* j is divided by its own P_jj.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import lapack

Floats = NDArray[np.float64]

MEMORY_BYTES = 20 * 2**30  # that a fit may use: two n_items x n_items matrices at its peak


@dataclass(frozen=True)
class EaseConfig:
    """Hyper-parameters; the last two are the ablations of the benchmark."""

    regularisation: float  # competes with item counts, so it grows with the number of people
    row_power: float = 0.0  # a: each person's row counts |x|^-a, so that the busy do not rule
    zero_diagonal: bool = True
    clip_negative: bool = False  # after the fit; this is not non-negative regression


@dataclass(frozen=True, eq=False)
class ItemItem:
    """Scores are ``history @ weights``; ``weights`` (n_items, n_items), read-only."""

    weights: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Histories (n_users, n_items) -> scores (n_users, n_items), up to a scale per model."""
        return np.asarray(histories @ self.weights)

    def contributions(self, history: sparse.csr_matrix, item: int) -> dict[int, float]:
        """What each item of one history (1, n_items) adds to the item's score, signed."""
        own = history.indices[history.data != 0.0]
        return {int(i): float(self.weights[i, item]) for i in own}


@dataclass(frozen=True, eq=False)
class EasePath:
    """One decomposition X = U S V' that gives the exact model at every regularisation.

    (X'X + l I)^-1 = (I - V diag(s^2 / (s^2 + l)) V') / l, so people are scored through V alone and
    B is never formed: the dual form, cheap where there are fewer people than items.
    """

    directions: Floats  # V, (n_items, rank)
    squares: Floats  # s^2, (rank,)
    config: EaseConfig  # its regularisation is the one that ``score`` takes

    def score(self, histories: sparse.csr_matrix, regularisation: float | None = None) -> Floats:
        """``history @ B`` at a regularisation, (n_users, n_items).

        Raises ValueError if negative weights are to be clipped: ``item_item`` forms and clips them.
        """
        if self.config.clip_negative:
            raise ValueError("clipping needs the weights themselves: use item_item()")
        penalty = _positive(
            self.config.regularisation if regularisation is None else regularisation
        )
        shrunk = self.squares / (self.squares + penalty)
        explained = (np.asarray(histories @ self.directions) * shrunk) @ self.directions.T
        if not self.config.zero_diagonal:
            return explained  # ridge: X (X'X + l I)^-1 X'X
        own = 1.0 - (self.directions**2) @ shrunk  # l P_jj, (n_items,)
        history = np.asarray(histories.todense())
        return history - (history - explained) / own

    def item_item(self) -> ItemItem:
        """The model at the config's regularisation, its weights formed, clipped if it says so."""
        penalty = _positive(self.config.regularisation)
        shrunk = self.squares / (self.squares + penalty)
        weights = (self.directions * shrunk) @ self.directions.T
        if self.config.zero_diagonal:
            weights /= 1.0 - np.diag(weights)
            np.fill_diagonal(weights, 0.0)
        if self.config.clip_negative:
            np.maximum(weights, 0.0, out=weights)
        weights.setflags(write=False)
        return ItemItem(weights)


def fit_ease(liked: sparse.csr_matrix, config: EaseConfig) -> ItemItem:
    """The closed form by one Cholesky factorisation and inverse of the Gram matrix.

    ``liked`` is (n_users, n_items). Raises ValueError unless the regularisation is positive, and
    MemoryError, with the arithmetic, if the matrices would not fit.
    """
    n_items = liked.shape[1]
    needed = 2 * n_items**2 * 8
    if needed > MEMORY_BYTES:
        most = int((MEMORY_BYTES / 16) ** 0.5)
        raise MemoryError(
            f"EASE on {n_items} items needs 2 x {n_items}^2 x 8 bytes = {needed / 2**30:.0f} GiB; "
            f"{MEMORY_BYTES / 2**30:.0f} GiB are allowed. Keep the {most} most popular items, or "
            "use fit_ease_path where there are fewer people than that."
        )
    penalty = _positive(config.regularisation)
    weighted = _weighted(liked, config.row_power)
    gram = np.asfortranarray((weighted.T @ weighted).toarray(), dtype=np.float64)
    gram.flat[:: n_items + 1] += penalty
    factor, info = lapack.dpotrf(gram, lower=1, overwrite_a=1)
    if info == 0:
        factor, info = lapack.dpotri(factor, lower=1, overwrite_c=1)
    if info != 0:
        raise ValueError(f"the Gram matrix is singular at regularisation {penalty}")
    precision = np.tril(factor) + np.tril(factor, -1).T  # potri fills one triangle
    if config.zero_diagonal:
        weights = precision / -np.diag(precision)
        np.fill_diagonal(weights, 0.0)
    else:
        weights = -penalty * precision
        weights.flat[:: n_items + 1] += 1.0
    if config.clip_negative:
        np.maximum(weights, 0.0, out=weights)
    weights.setflags(write=False)
    return ItemItem(weights)


def fit_ease_path(liked: sparse.csr_matrix, config: EaseConfig) -> EasePath:
    """All regularisations at once, from the smaller of the two Gram matrices."""
    weighted = _weighted(liked, config.row_power)
    few_people = weighted.shape[0] < weighted.shape[1]
    gram = weighted @ weighted.T if few_people else weighted.T @ weighted
    squares, vectors = np.linalg.eigh(gram.toarray())
    kept = squares > 1e-10 * squares[-1]
    squares, vectors = squares[kept], vectors[:, kept]
    directions = (weighted.T @ vectors) / np.sqrt(squares) if few_people else vectors
    return EasePath(np.asarray(directions), squares, config)


def _weighted(liked: sparse.csr_matrix, power: float) -> sparse.csr_matrix:
    """Rows scaled so that a person with n likes counts n^-power."""
    counts = np.maximum(np.asarray(liked.sum(axis=1), dtype=np.float64).ravel(), 1.0)
    return (sparse.diags(counts ** (-power / 2.0)) @ liked).tocsr()


def _positive(regularisation: float) -> float:
    if not regularisation > 0.0:
        raise ValueError(f"regularisation: expected above 0, got {regularisation}")
    return regularisation
