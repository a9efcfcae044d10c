"""Base rewards from scores: principal components of what a recommender says about everybody.

S are cross-fitted scores of liking, E of having taken an item up at all, rows of unit norm. With
Cs, Ce centred and Q the first K left singular vectors of [Cs, r Ce], r^2 = |Cs|^2 / |Ce|^2, the
rewards are V = Cs' Q / sqrt(n), the exposure loadings Ve = Ce' Q / sqrt(n) and the offsets the mean
row of S. A person of the population then has coefficients of mean 0 and covariance I: the principal
components carry the spread. The components are found by subspace iteration [Halko2011] on scores
that are kept as products (models/rewards/score_rows.py). Of many people a random sample teaches the
components; every item still has its share of all people.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.ease import EASE, EaseConfig, EasePath, fit_ease_path
from models.rewards.cross_fit import CrossFitted, cross_fit, deal
from models.rewards.factorisation import varimax
from models.rewards.score_rows import ScoreRows

Floats = NDArray[np.float64]

WELL_KNOWN = 400  # items on which the scale is fixed
MOST_RANK = 512  # of the models that score: more people than that are not told apart
LEAST_PERSONAL = 1e-3  # of the mean score; less than that between people is rounding


@dataclass(frozen=True)
class ScoreBasisConfig:
    """Hyper-parameters; how many components are kept is chosen on validation people."""

    n_bases: int = 16  # at most
    n_folds: int = 5
    ease: EaseConfig = EASE
    joint: bool = True  # components of likes and exposure; False: of likes alone
    oversampling: int = 10
    n_iterations: int = 4  # of subspace iteration; each is a pass over all people
    most_people: int = 20_000  # who teach components, a random sample of all


@dataclass(frozen=True, eq=False)
class ScoreBasis:
    """Offsets, rewards and exposure loadings for coefficients z ~ N(0, I), widest first.

    Scaled so that the variance of ``rewards @ z`` is 1 on average over the well-known items,
    weighted by their share of people, and that of ``exposure @ z`` likewise.
    """

    offsets: Floats  # (n_items,)
    rewards: Floats  # (n_items, n_bases)
    exposure: Floats  # (n_items, n_bases)


@dataclass(frozen=True, eq=False)
class CrossFits:
    """Everybody's cross-fitted scores of liking and of having taken up, at any penalty of EASE."""

    likes: CrossFitted
    seen: CrossFitted

    def at(self, penalty: float) -> "CrossFits":
        """With each model's penalty multiplied by ``penalty`` > 0; nothing is fitted anew."""
        return CrossFits(_at(self.likes, penalty), _at(self.seen, penalty))


def _at(fitted: CrossFitted, penalty: float) -> CrossFitted:
    def stronger(model: EasePath) -> EasePath:
        own = (model.config.regularisation or 1.0) * penalty
        return replace(model, config=replace(model.config, regularisation=own))

    folds = tuple((people, stronger(model)) for people, model in fitted.folds)
    return replace(fitted, folds=folds)


def cross_fits(
    ratings: sparse.csr_matrix, liked: float, config: ScoreBasisConfig, seed: int
) -> CrossFits:
    """Of people (n_people, n_items) who rated; ``liked`` is the least rating of a like.

    Raises ValueError with fewer people than folds.
    """
    if ratings.shape[0] < config.n_folds:
        raise ValueError(f"{ratings.shape[0]} people cannot be dealt into {config.n_folds} folds")
    if ratings.shape[0] > config.most_people:
        drawn = np.random.default_rng([seed, 6]).permutation(ratings.shape[0])
        ratings = ratings[np.sort(drawn[: config.most_people])]
    fold_of = deal(ratings.shape[0], config.n_folds, seed)

    def fit(histories: sparse.csr_matrix) -> EasePath:
        return fit_ease_path(histories, config.ease, MOST_RANK)

    likes = cross_fit((ratings >= liked).astype(np.float64), fit, fold_of)
    seen = cross_fit((ratings > 0).astype(np.float64), fit, fold_of)
    return CrossFits(likes, seen)


def fit_score_basis(
    ratings: sparse.csr_matrix, liked: float, config: ScoreBasisConfig, seed: int
) -> ScoreBasis:
    """The basis of people (n_people, n_items) who rated; ``liked`` is the least rating of a like.

    With fewer people than bases the basis has fewer columns. Raises ValueError with fewer people
    than folds.
    """
    fits = cross_fits(ratings, liked, config, seed)
    share = np.asarray((ratings > 0).mean(axis=0), dtype=np.float64).ravel()
    return components(fits.likes, fits.seen, share, config, seed)


def components(
    likes: CrossFitted, seen: CrossFitted, share: Floats, config: ScoreBasisConfig, seed: int
) -> ScoreBasis:
    """The basis of cross-fitted scores; ``share`` (n_items,) of people who know each item."""
    n_people, n_items = likes.n_people, likes.n_items
    rows = list(zip(likes.rows(), seen.rows(), strict=True))
    means, norms = _moments(rows, n_people)
    weight = float(np.sqrt(norms[0] / max(norms[1], 1e-300))) if config.joint else 0.0
    scales = (1.0, weight)

    def along(vectors: Floats) -> Floats:
        """Centred rows of [likes, weight * exposure] times ``vectors`` (2 n_items, n)."""
        halves = vectors[:n_items], vectors[n_items:]
        shift = sum(scales[k] * (means[k] @ halves[k]) for k in range(2))
        found = [
            sum(scales[k] * part[k].along(halves[k]) for k in range(2)) - shift for part in rows
        ]
        return np.vstack(found)

    def back(weights: Floats) -> tuple[Floats, Floats]:
        """Transposed centred rows of likes and of exposure times ``weights`` (n_people, n)."""
        ends = np.cumsum([0, *(own.n_people for own, _ in rows)])
        of = [weights[start:stop] for start, stop in itertools.pairwise(ends)]
        likes, exposure = (
            sum(part[k].back(own) for part, own in zip(rows, of, strict=True))
            - np.outer(means[k], weights.sum(axis=0))
            for k in range(2)
        )
        return likes, exposure

    n_kept = min(config.n_bases, n_people - 1)
    rank = min(n_kept + config.oversampling, n_people)
    basis = np.random.default_rng([seed, 5]).standard_normal((2 * n_items, rank))
    for _ in range(config.n_iterations):
        likings, exposures = back(along(basis))
        basis, _ = np.linalg.qr(np.vstack([likings, weight * exposures]))
    left, _, _ = np.linalg.svd(along(basis), full_matrices=False)
    likings, exposures = back(left[:, :n_kept])
    root = np.sqrt(n_people)
    return _scaled(means, likings / root, exposures / root, share)


def _scaled(means: Floats, rewards: Floats, exposure: Floats, share: Floats) -> ScoreBasis:
    """The scale fixed on well-known items; ``means`` (2, n_items) of likes and of exposure.

    Where everybody is alike, what is left of their differences is rounding, and stays small.
    """
    known, weights = _well_known(share)
    size, size_seen = (
        max(
            float(np.sqrt(weights @ (part[known] ** 2).sum(axis=1))),
            LEAST_PERSONAL * float(np.sqrt(weights @ mean[known] ** 2)),
            1e-150,
        )
        for mean, part in zip(means, (rewards, exposure), strict=True)
    )
    return ScoreBasis(means[0] / size, rewards / size, exposure / size_seen)


def turned(scores: ScoreBasis, share: Floats, n_kept: int) -> ScoreBasis:
    """The ``n_kept`` widest components, turned by varimax so that they have names.

    A rotation changes nothing else, as coefficients are N(0, I).
    """
    known, weights = _well_known(share)
    rewards, exposure = scores.rewards[:, :n_kept], scores.exposure[:, :n_kept]
    turn = varimax(rewards[known] * np.sqrt(weights)[:, None])
    order = np.argsort(-(weights @ (rewards[known] @ turn) ** 2), kind="stable")
    turn = turn[:, order]
    skew = weights @ (rewards[known] @ turn) ** 3
    turn = turn * np.where(skew < 0.0, -1.0, 1.0)  # the long tail of an axis is its plus side
    return replace(scores, rewards=rewards @ turn, exposure=exposure @ turn)


def _well_known(share: Floats) -> tuple[NDArray[np.int64], Floats]:
    known = np.argsort(-share, kind="stable")[:WELL_KNOWN]
    return known, share[known] / max(share[known].sum(), 1e-300)


def _moments(rows: Sequence[tuple[ScoreRows, ScoreRows]], n_people: int) -> tuple[Floats, Floats]:
    """Mean rows (2, n_items) of likes and exposure, and squared norms (2,) of what is around."""
    means = np.array([sum(pair[k].total() for pair in rows) for k in range(2)]) / n_people
    squares = np.array([sum(pair[k].squared_norms().sum() for pair in rows) for k in range(2)])
    return means, np.maximum(squares - n_people * (means**2).sum(axis=1), 0.0)
