"""EASE [Steck2019]: a linear item-item model whose items may not predict themselves.

B minimises |X - X B|^2 + lambda |B|^2 with diag(B) = 0. With P = (X'X + lambda I)^-1 it is
B_ij = -P_ij / P_jj: every *column* j is divided by its own P_jj.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import DTypeLike, NDArray
from scipy import sparse
from scipy.linalg import solve_triangular

from models.recommenders.linear.gram_matrix import gram_of, inverse_in_place, lower_factor
from models.recommenders.linear.row_weights import weighted_rows

Floats = NDArray[np.float64]

DUAL_BYTES = 2 * 2**30  # that the dense n_users x n_items matrix of the dual form may take
MEMORY_BYTES = 20 * 2**30  # that the n_items x n_items matrix may take
OVERSAMPLING, POWERS = 20, 3  # of subspace iteration
OF_NOISE = 22.0  # the penalty where nobody can choose it, against the chance in counts of pairs


@dataclass(frozen=True)
class EaseConfig:
    """Hyper-parameters; ``zero_diagonal`` and ``clip_negative`` are ablations of the benchmark."""

    # competes with item counts, so it grows with the number of people; None: as the rule has it
    regularisation: float | None = None
    row_power: float = 0.0  # a: a person with n likes has weight n^-a
    zero_diagonal: bool = True
    clip_negative: bool = False  # after the fit; this is not non-negative regression


@dataclass(frozen=True, eq=False)
class ItemItem:
    """Scores are ``history @ weights``; ``weights`` (n_items, n_items), read-only."""

    weights: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Scores (n_users, n_items) of ``histories`` (n_users, n_items), no log-probabilities."""
        if histories.shape[0] == 1:  # adding rows of the weights is what is left: no set-up
            rows = self.weights[histories.indices]
            if (histories.data != 1.0).any():
                rows *= histories.data.astype(rows.dtype)[:, None]
            return np.asarray(rows.sum(axis=0, keepdims=True))
        return np.asarray(histories.astype(self.weights.dtype) @ self.weights)


@dataclass(frozen=True, eq=False)
class EasePath:
    """One decomposition X = U S V' that gives the exact model at every regularisation.

    (X'X + l I)^-1 = (I - V diag(s^2 / (s^2 + l)) V') / l, so scores need V only and B is never
    formed. This is cheap where there are fewer people than items.
    """

    directions: Floats  # V, (n_items, rank)
    squares: Floats  # s^2, (rank,)
    config: EaseConfig  # its regularisation is the default of ``score``
    factor: Floats | None = None  # (n_items,) that scores are multiplied by; None: 1

    def score(self, histories: sparse.csr_matrix, regularisation: float | None = None) -> Floats:
        """``histories @ B``, (n_users, n_items); ``regularisation`` > 0 replaces the config's.

        Raises ValueError if negative weights are to be clipped: ``item_item`` forms and clips them.
        """
        if self.config.clip_negative:
            raise ValueError("clipping needs the weights themselves: use item_item()")
        penalty = _positive(
            self.config.regularisation if regularisation is None else regularisation
        )
        shrunk = self.squares / (self.squares + penalty)
        explained = (np.asarray(histories @ self.directions) * shrunk) @ self.directions.T
        if self.config.zero_diagonal:  # without it this is ridge: X (X'X + l I)^-1 X'X
            own = 1.0 - (self.directions**2) @ shrunk  # l P_jj, (n_items,)
            history = np.asarray(histories.todense())
            explained = history - (history - explained) / own
        return explained if self.factor is None else explained * self.factor

    def item_item(self) -> ItemItem:
        """The weights at the config's regularisation, clipped to >= 0 if configured."""
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


def fit_ease(
    liked: sparse.csr_matrix, config: EaseConfig, dtype: DTypeLike = np.float64
) -> ItemItem:
    """The closed form of [Steck2019], by one Cholesky factorisation of the smaller Gram matrix.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. float32 halves time and memory; weights then
    differ by about 1e-6. With fewer people than items only the last product is float32: the
    factorisation is cheap there and needs float64. Raises ValueError unless the regularisation is
    positive, and MemoryError, with the arithmetic, if the matrix would not fit.
    """
    n_users, n_items = liked.shape
    size = np.dtype(dtype).itemsize
    if n_items**2 * size > MEMORY_BYTES:
        most = int((MEMORY_BYTES / size) ** 0.5)
        raise MemoryError(
            f"EASE on {n_items} items needs {n_items}^2 x {size} bytes = "
            f"{n_items**2 * size / 2**30:.0f} GiB; {MEMORY_BYTES / 2**30:.0f} GiB are allowed. "
            f"Keep the {most} most popular items, take float32, or use fit_ease_path where there "
            "are fewer people than that."
        )
    weighted = weighted_rows(liked, config.row_power)
    config = settled(config, weighted)
    if n_users < n_items and n_users * n_items * 8 <= DUAL_BYTES:
        penalty = _positive(config.regularisation)
        kernel = gram_of(weighted.T.tocsr(), np.float64)
        kernel.flat[:: n_users + 1] += penalty
        whitened = solve_triangular(lower_factor(kernel), weighted.toarray(), lower=True)
        own = 1.0 - np.einsum("ui,ui->i", whitened, whitened)
        whitened = whitened.astype(dtype, copy=False)
        explained = whitened.T @ whitened
        return _item_item(explained, own, config)
    return item_item_of(gram_of(weighted, dtype), config)


def item_item_of(gram: NDArray[np.floating], config: EaseConfig) -> ItemItem:
    """The closed form of a Gram matrix (n_items, n_items) of weighted rows, which it overwrites.

    Raises ValueError unless the regularisation is positive.
    """
    penalty, n_items = _positive(config.regularisation), len(gram)
    gram.flat[:: n_items + 1] += penalty
    explained = inverse_in_place(gram)
    explained *= -penalty
    own = -np.diag(explained)
    explained.flat[:: n_items + 1] += 1.0
    return _item_item(explained, own, config)


def _item_item(
    explained: NDArray[np.floating],  # I - l (X'X + l I)^-1: what all items tell of each
    own: NDArray[np.floating],  # (n_items,) l P_jj
    config: EaseConfig,
) -> ItemItem:
    """The weights, in the place of ``explained``."""
    if config.zero_diagonal:
        explained /= own.astype(explained.dtype)
        np.fill_diagonal(explained, 0.0)
    if config.clip_negative:
        np.maximum(explained, 0.0, out=explained)
    explained.setflags(write=False)
    return ItemItem(np.asarray(explained))


def settled(config: EaseConfig, weighted: sparse.csr_matrix) -> EaseConfig:
    """``config`` with a regularisation: where it has none, that of the rule.

    ``weighted`` (n_users, n_items) are weighted rows. What a penalty has to drown is chance: how
    often two items meet varies by about the root of how often either is liked. The factor is what
    validation people of four data sets chose, from 450 people to 4,100.
    """
    if config.regularisation is not None:
        return config
    clicks = np.diff(weighted.tocsc().indptr).astype(np.float64)  # (n_items,)
    noise = np.asarray(weighted.power(4).sum(axis=0)).ravel()  # sums of squared row weights
    mean = float(clicks @ noise / max(clicks.sum(), 1.0))  # over likes
    return replace(config, regularisation=max(OF_NOISE * mean**0.5, 1.0))


def fit_ease_path(
    liked: sparse.csr_matrix, config: EaseConfig, most_rank: int | None = None
) -> EasePath:
    """Every regularisation from one eigendecomposition of the smaller Gram matrix.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. Where both are above ``most_rank`` only so many
    directions are kept, the widest, by subspace iteration [Halko2011]: the others are shrunk most.
    """
    weighted = weighted_rows(liked, config.row_power)
    config = settled(config, weighted)
    if most_rank is not None and min(weighted.shape) > 2 * most_rank:
        return _truncated(weighted, config, most_rank)
    few_people = weighted.shape[0] < weighted.shape[1]
    gram = weighted @ weighted.T if few_people else weighted.T @ weighted
    squares, vectors = np.linalg.eigh(gram.toarray())
    kept = squares > 1e-10 * squares[-1]
    squares, vectors = squares[kept], vectors[:, kept]
    directions = (weighted.T @ vectors) / np.sqrt(squares) if few_people else vectors
    return EasePath(np.asarray(directions), squares, config)


def _truncated(weighted: sparse.csr_matrix, config: EaseConfig, rank: int) -> EasePath:
    """The ``rank`` widest directions."""
    start = np.random.default_rng(0).standard_normal((weighted.shape[1], rank + OVERSAMPLING))
    basis, _ = np.linalg.qr(weighted.T @ (weighted @ start))
    for _ in range(POWERS):
        basis, _ = np.linalg.qr(weighted.T @ (weighted @ basis))
    along = np.asarray(weighted @ basis)
    squares, turn = np.linalg.eigh(along.T @ along)
    return EasePath(basis @ turn[:, -rank:], squares[-rank:], config)


def _positive(regularisation: float | None) -> float:
    if regularisation is None or not regularisation > 0.0:
        raise ValueError(f"regularisation: expected above 0, got {regularisation}")
    return regularisation


EASE = EaseConfig()  # its penalty and row weights are chosen on validation people
