"""Base rewards from dense ratings on a scale: factor analysis instead of sampled preferences.

For data in which people rate most of the catalogue on a fine scale. rating = mean_i + phi_i'w_u +
noise, w_u ~ N(0, I), missing ratings integrated out: EM for probabilistic PCA
[Tipping1999]. Which of two ratings is higher is then a probit in phi_a'w - phi_b'w; a logit with
1.702 times the scale approximates it to within 0.01 [Camilli1994].
"""

import numpy as np
from numpy.typing import NDArray

from models.rewards.factorisation import Factors

Floats = NDArray[np.float64]

PROBIT_TO_LOGIT = 1.702  # [Camilli1994]


def fit_rating_factors(
    ratings: Floats,  # (n_users, n_items), nan where there is none
    n_bases: int,
    n_iterations: int = 30,
) -> Factors:
    """Base rewards and offsets in log-odds of preferring one item over another, by EM.

    ``n_iterations`` of EM start from the leading eigenvectors.

    Raises ValueError if nobody rated an item, or there are as many bases as items.
    """
    known = ~np.isnan(ratings)
    if not known.any(axis=0).all():
        raise ValueError("every item needs a rating by somebody")
    if n_bases >= ratings.shape[1]:
        raise ValueError(f"fewer bases than the {ratings.shape[1]} items expected, got {n_bases}")
    seen = known.astype(np.float64)
    means = np.nanmean(ratings, axis=0)
    gaps = np.where(known, ratings - means, 0.0)
    # from the leading directions EM needs few steps, from random ones hundreds
    values, vectors = np.linalg.eigh(gaps.T @ gaps / len(gaps))
    loadings = vectors[:, -n_bases:] * np.sqrt(values[-n_bases:])
    noise = float(values[:-n_bases].sum() / seen.mean() / ratings.shape[1])
    for _ in range(n_iterations):
        squares = loadings[:, :, None] * loadings[:, None, :]  # (n_items, n_bases, n_bases)
        flat = squares.reshape(len(loadings), -1)
        precision = (seen @ flat).reshape(-1, n_bases, n_bases) / noise + np.eye(n_bases)
        covs = np.linalg.inv(precision)  # of each person's w
        people = np.einsum("ukl,ul->uk", covs, gaps @ loadings / noise)
        second = covs + people[:, :, None] * people[:, None, :]
        moments = (seen.T @ second.reshape(len(people), -1)).reshape(-1, n_bases, n_bases)
        loadings = np.linalg.solve(moments, (gaps.T @ people)[:, :, None])[:, :, 0]
        # E (gap - phi'w)^2 = gap^2 - 2 gap phi'E[w] + phi'E[ww']phi, summed over what is known
        explained = np.einsum("ik,ik->", loadings, gaps.T @ people)
        spread = np.einsum("ik,ikl,il->", loadings, moments, loadings)
        noise = float(((gaps**2).sum() - 2.0 * explained + spread) / seen.sum())
    scale = PROBIT_TO_LOGIT / np.sqrt(2.0 * noise)
    return Factors(scale * loadings, scale * means)
