"""Ranking and preference metrics as array functions: one value per person, nan if undefined.

``paired_interval`` averages them and keeps comparisons paired over people.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]


def top_k(scores: Floats, k: int) -> NDArray[np.int64]:
    """Item numbers of the k highest scores per row, best first; excluded items (-inf) come last.

    scores (n_users, n_items) -> (n_users, min(k, n_items)). Ties are broken by one fixed random
    permutation, never by item number: data sets number their popular items first.
    Raises ValueError if a score is nan or k is below 1.
    """
    n_items = scores.shape[1]
    if k < 1 or np.isnan(scores).any():
        raise ValueError(
            f"expected k of 1 or more and numbers to rank, got k = {k} and "
            f"{int(np.isnan(scores).sum())} scores that are nan"
        )
    k = min(k, n_items)
    place = np.argsort(np.random.default_rng(0).permutation(n_items))
    top = np.empty((len(scores), k), dtype=np.int64)
    for row, values in enumerate(scores):  # one at a time: no second matrix is held
        least = np.partition(values, n_items - k)[n_items - k]
        running = np.flatnonzero(values >= least)  # with all that tie with the k-th
        top[row] = running[np.lexsort((place[running], -values[running]))[:k]]
    return top


def hits_at_k(scores: Floats, targets: sparse.csr_matrix, k: int) -> NDArray[np.bool_]:
    """Mask (n_users, k) of ranks that hold a target; excluded items (-inf) are no hits.

    Raises ValueError if scores and targets differ in shape.
    """
    _same_shape(scores, targets)
    top = top_k(scores, k)
    hits = np.zeros(top.shape, dtype=bool)
    wanted = np.zeros(scores.shape[1], dtype=bool)
    for row, items in enumerate(top):
        own = targets.indices[targets.indptr[row] : targets.indptr[row + 1]]
        wanted[own] = targets.data[targets.indptr[row] : targets.indptr[row + 1]] > 0.0
        hits[row] = wanted[items] & np.isfinite(scores[row, items])
        wanted[own] = False
    return hits


def _same_shape(scores: Floats, targets: sparse.csr_matrix) -> None:
    if scores.shape != targets.shape:
        raise ValueError(f"targets: expected shape {scores.shape} as scores, got {targets.shape}")


def _n_targets(targets: sparse.csr_matrix) -> NDArray[np.int64]:
    return np.asarray((targets > 0).sum(axis=1)).ravel()


def ndcg_at_k(scores: Floats, targets: sparse.csr_matrix, k: int) -> Floats:
    """Binary NDCG@k; the ideal holds min(k, n_targets) targets. nan without targets."""
    hits, n_targets = hits_at_k(scores, targets, k), _n_targets(targets)
    discount = 1.0 / np.log2(np.arange(2, hits.shape[1] + 2))
    ideal = np.concatenate([[np.nan], np.cumsum(discount)])[np.minimum(n_targets, hits.shape[1])]
    return (hits * discount).sum(axis=1) / ideal


def recall_at_k(scores: Floats, targets: sparse.csr_matrix, k: int) -> Floats:
    """Hits over min(k, n_targets), [Liang2018]. nan without targets."""
    hits, n_targets = hits_at_k(scores, targets, k), _n_targets(targets).astype(np.float64)
    n_targets[n_targets == 0.0] = np.nan
    return hits.sum(axis=1) / np.minimum(k, n_targets)


def pairwise_accuracy(scores: Floats, ratings: sparse.csr_matrix) -> Floats:
    """Share of a person's differently rated pairs that the scores order correctly, ties half.

    Scores and ratings are (n_users, n_items); nothing stored = unrated. nan without such a pair.
    """
    accuracy = np.full(len(scores), np.nan)
    for person, score in enumerate(scores):
        row = slice(ratings.indptr[person], ratings.indptr[person + 1])
        stars, own = ratings.data[row], score[ratings.indices[row]]
        below, right, n_pairs = np.empty(0), 0.0, 0  # scores of what is rated lower, sorted
        for level in np.unique(stars):
            here = np.sort(own[stars == level])
            places = np.searchsorted(below, here)
            right += 0.5 * (places.sum() + np.searchsorted(below, here, side="right").sum())
            n_pairs += len(below) * len(here)
            below = np.insert(below, places, here)
        if n_pairs:
            accuracy[person] = right / n_pairs
    return accuracy


def mean_known(values: Floats) -> float:
    """Mean of the values that are not nan; nan if all are."""
    kept = values[~np.isnan(values)]
    return float(kept.mean()) if len(kept) else float("nan")


def paired_interval(
    values: Floats, rng: np.random.Generator, n_draws: int = 2000, level: float = 0.95
) -> tuple[float, float, float]:
    """Mean over people and its percentile bootstrap interval; nan values are left out.

    For a comparison, pass the differences of the same people. Raises ValueError if all are nan.
    """
    kept = values[~np.isnan(values)]
    if not len(kept):
        raise ValueError(f"none of {len(values)} people has a value to average")
    mean = float(kept.mean())
    if len(kept) == 1:  # nothing to resample
        return mean, mean, mean
    from scipy.stats import bootstrap  # slow to import

    found = bootstrap(
        (kept,), np.mean, n_resamples=n_draws, confidence_level=level, method="percentile", rng=rng
    ).confidence_interval
    return mean, float(found.low), float(found.high)
