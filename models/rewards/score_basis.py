"""Base rewards from scores: principal components of what a recommender says about everybody.

S are cross-fitted scores of liking, E of having taken an item up at all, rows of unit norm. With
Cs, Ce centred and Q the first K left singular vectors of [Cs, r Ce], r^2 = |Cs|^2 / |Ce|^2, the
rewards are V = Cs' Q / sqrt(n), the exposure loadings Ve = Ce' Q / sqrt(n) and the offsets the mean
row of S. A person of the population then has coefficients of mean 0 and covariance I: the principal
components carry the spread. The components are found by subspace iteration over blocks of people
(Halko, Martinsson and Tropp 2011); scores of all people are never held at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.ease import EASE, EaseConfig, EasePath, fit_ease_path
from models.rewards.cross_fit import CrossFitted, cross_fit, deal
from models.rewards.factorisation import varimax

Floats = NDArray[np.float64]

WELL_KNOWN = 400  # items on which the scale is fixed


@dataclass(frozen=True)
class ScoreBasisConfig:
    """Hyper-parameters; the defaults were chosen on validation people of the embedded data."""

    n_bases: int = 16
    n_folds: int = 5
    ease: EaseConfig = EASE
    joint: bool = True  # components of likes and exposure; False: of likes alone
    oversampling: int = 10
    n_iterations: int = 4  # of subspace iteration; each is a pass over all people


@dataclass(frozen=True, eq=False)
class ScoreBasis:
    """Offsets, rewards and exposure loadings for coefficients z ~ N(0, I).

    Scaled so that the variance of ``rewards @ z`` is 1 on average over the well-known items,
    weighted by their share of people, and that of ``exposure @ z`` likewise.
    """

    offsets: Floats  # (n_items,)
    rewards: Floats  # (n_items, n_bases)
    exposure: Floats  # (n_items, n_bases)


def fit_score_basis(
    ratings: sparse.csr_matrix, liked: float, config: ScoreBasisConfig, seed: int
) -> ScoreBasis:
    """The basis of people (n_people, n_items) who rated; ``liked`` is the least rating of a like.

    With fewer people than bases the basis has fewer columns. Raises ValueError with fewer people
    than folds.
    """
    if ratings.shape[0] < config.n_folds:
        raise ValueError(f"{ratings.shape[0]} people cannot be dealt into {config.n_folds} folds")
    fold_of = deal(ratings.shape[0], config.n_folds, seed)

    def fit(histories: sparse.csr_matrix) -> EasePath:
        return fit_ease_path(histories, config.ease)

    likes = cross_fit((ratings >= liked).astype(np.float64), fit, fold_of)
    seen = cross_fit((ratings > 0).astype(np.float64), fit, fold_of)
    share = np.asarray((ratings > 0).mean(axis=0), dtype=np.float64).ravel()
    return components(likes, seen, share, config, seed)


def components(
    likes: CrossFitted, seen: CrossFitted, share: Floats, config: ScoreBasisConfig, seed: int
) -> ScoreBasis:
    """The basis of cross-fitted scores; ``share`` (n_items,) of people who know each item."""
    n_people, n_items = likes.n_people, likes.n_items
    means = [_mean(likes), _mean(seen)]
    norms = [_centred_norm(likes, means[0]), _centred_norm(seen, means[1])]
    weight = float(np.sqrt(norms[0] / max(norms[1], 1e-300))) if config.joint else 0.0
    mean = np.concatenate([means[0], weight * means[1]])

    def rows() -> Iterator[Floats]:
        for (_, own), (_, known) in zip(likes.blocks(), seen.blocks(), strict=True):
            yield np.hstack([own, weight * known]) - mean

    n_kept = min(config.n_bases, n_people - 1)
    rank = min(n_kept + config.oversampling, n_people)
    basis = np.random.default_rng([seed, 5]).standard_normal((2 * n_items, rank))
    for _ in range(config.n_iterations):
        basis, _ = np.linalg.qr(sum(block.T @ (block @ basis) for block in rows()))
    projected = np.vstack([block @ basis for block in rows()])  # (n_people, rank)
    left, _, _ = np.linalg.svd(projected, full_matrices=False)
    left = left[:, :n_kept]
    start, loadings = 0, np.zeros((2 * n_items, left.shape[1]))
    for (_, own), (_, known) in zip(likes.blocks(), seen.blocks(), strict=True):
        block = np.hstack([own - means[0], known - means[1]])
        loadings += block.T @ left[start : start + len(block)]
        start += len(block)
    loadings /= np.sqrt(n_people)
    return scaled(means[0], loadings[:n_items], loadings[n_items:], share)


def scaled(offsets: Floats, rewards: Floats, exposure: Floats, share: Floats) -> ScoreBasis:
    """The scale fixed on well-known items, and the axes turned by varimax so that they have names.

    A rotation changes nothing else, as coefficients are N(0, I).
    """
    known = np.argsort(-share, kind="stable")[:WELL_KNOWN]
    weights = share[known] / max(share[known].sum(), 1e-300)
    size, size_seen = (
        float(np.sqrt(max(weights @ (part[known] ** 2).sum(axis=1), 1e-300)))
        for part in (rewards, exposure)
    )
    turn = varimax(rewards[known] * np.sqrt(weights)[:, None])
    order = np.argsort(-(weights @ (rewards[known] @ turn) ** 2), kind="stable")
    turn = turn[:, order]
    skew = weights @ (rewards[known] @ turn) ** 3
    turn = turn * np.where(skew < 0.0, -1.0, 1.0)  # the long tail of an axis is its plus side
    return ScoreBasis(offsets / size, rewards @ turn / size, exposure @ turn / size_seen)


def _mean(scores: CrossFitted) -> Floats:
    total = sum(block.sum(axis=0) for _, block in scores.blocks())
    return np.asarray(total / scores.n_people)


def _centred_norm(scores: CrossFitted, mean: Floats) -> float:
    """Squared Frobenius norm of the centred scores."""
    return float(sum(((block - mean) ** 2).sum() for _, block in scores.blocks()))
