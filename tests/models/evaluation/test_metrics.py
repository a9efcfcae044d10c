import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from models.evaluation.metrics import (
    ndcg_at_k,
    paired_interval,
    pairwise_accuracy,
    recall_at_k,
    top_k,
)


def ndcg_by_hand(scores: list[float], targets: set[int], k: int) -> float:
    ranked = sorted(range(len(scores)), key=lambda i: -scores[i])[:k]
    gain = sum(1.0 / math.log2(place + 2) for place, item in enumerate(ranked) if item in targets)
    return gain / sum(
        1.0 / math.log2(place + 2) for place in range(min(k, len(targets), len(scores)))
    )


@given(st.integers(0, 10_000), st.integers(1, 15))
def test_metrics_equal_a_plain_computation(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    scores, liked = rng.standard_normal((3, 12)), rng.random((3, 12)) < 0.3
    ndcg = ndcg_at_k(scores, sparse.csr_matrix(liked.astype(float)), k)
    recall = recall_at_k(scores, sparse.csr_matrix(liked.astype(float)), k)
    for person in range(3):
        targets = set(np.flatnonzero(liked[person]).tolist())
        if not targets:
            assert np.isnan(ndcg[person]) and np.isnan(recall[person])
            continue
        assert ndcg[person] == pytest.approx(
            ndcg_by_hand(scores[person].tolist(), targets, k), abs=1e-12
        )
        found = len(targets & set(np.argsort(-scores[person])[:k].tolist()))
        assert recall[person] == pytest.approx(found / min(k, len(targets)))


def test_ndcg_equals_scikit_learn() -> None:
    """Its ideal list is as long as the targets allow, so k is chosen below their number."""
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    rng = np.random.default_rng(0)
    scores, liked = rng.standard_normal((50, 200)), (rng.random((50, 200)) < 0.2).astype(float)
    expected = metrics.ndcg_score(liked, scores, k=10)
    assert ndcg_at_k(scores, sparse.csr_matrix(liked), 10).mean() == pytest.approx(
        expected, abs=1e-9
    )


@given(st.integers(0, 10_000), st.integers(1, 8))
def test_the_first_places_are_the_best_items_in_order(seed: int, k: int) -> None:
    scores = np.random.default_rng(seed).integers(4, size=(3, 6)).astype(float)  # with many ties
    top = top_k(scores, k)
    assert all(len(set(row)) == min(k, 6) for row in top.tolist())
    expected = -np.sort(-scores, axis=1)[:, :k]
    np.testing.assert_array_equal(np.take_along_axis(scores, top, axis=1), expected)
    np.testing.assert_array_equal(top, top_k(scores, 6)[:, :k])  # a longer list begins the same


def test_ties_favour_nobody() -> None:
    """With all scores equal, an item's place must not depend on its number."""
    places = np.empty(2000)
    places[top_k(np.zeros((1, 2000)), 2000)[0]] = np.arange(2000)
    # a random permutation correlates with the order by chance only: sd 1/sqrt(2000) = .022
    assert abs(np.corrcoef(places, np.arange(2000))[0, 1]) < 0.08


def test_excluded_items_are_never_hits() -> None:
    scores = np.array([[-np.inf, 1.0, -np.inf]])
    assert ndcg_at_k(scores, sparse.csr_matrix([[1.0, 0.0, 0.0]]), 3)[0] == 0.0


def test_scores_that_cannot_be_ranked_are_refused() -> None:
    with pytest.raises(ValueError, match="1 scores that are nan"):
        top_k(np.array([[np.nan, 1.0]]), 1)
    with pytest.raises(ValueError, match="got k = 0"):
        top_k(np.array([[2.0, 1.0]]), 0)


def test_targets_of_other_people_or_items_are_refused() -> None:
    for shape in ((2, 3), (1, 4)):
        with pytest.raises(ValueError, match=r"expected shape \(1, 3\)"):
            ndcg_at_k(np.zeros((1, 3)), sparse.csr_matrix(shape), 2)


def test_pairwise_accuracy_counts_ties_half_and_skips_people_without_pairs() -> None:
    ratings = np.array([[5.0, 1.0, 0.0], [3.0, 3.0, 0.0], [5.0, 1.0, 3.0]])
    scores = np.array([[1.0, 1.0, 9.0], [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    accuracy = pairwise_accuracy(scores, sparse.csr_matrix(ratings))
    assert accuracy[0] == 0.5 and np.isnan(accuracy[1])
    assert accuracy[2] == pytest.approx(2.0 / 3.0)


def test_pairwise_accuracy_is_that_of_all_pairs_one_by_one() -> None:
    rng = np.random.default_rng(1)
    ratings = rng.integers(0, 5, size=(6, 40)).astype(float)
    scores = rng.integers(0, 9, size=(6, 40)).astype(float)  # with ties
    for accuracy, own, stars in zip(
        pairwise_accuracy(scores, sparse.csr_matrix(ratings)), scores, ratings, strict=True
    ):
        pairs = itertools.product(np.flatnonzero(stars), repeat=2)
        right = [0.5 * (1.0 + np.sign(own[a] - own[b])) for a, b in pairs if stars[a] > stars[b]]
        assert accuracy == pytest.approx(np.mean(right))


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        _, low, high = paired_interval(rng.normal(1.0, 2.0, 100), rng, n_draws=400)
        covered += low <= 1.0 <= high
    # 300 intervals of 95 %: standard error 1.3 points, and the bootstrap is a little narrow at 100
    assert 0.90 <= covered / 300 <= 0.98


def test_the_interval_is_the_percentiles_of_resampled_means() -> None:
    values = np.random.default_rng(5).normal(size=83)
    drawn = values[np.random.default_rng(0).integers(83, size=(2000, 83))].mean(axis=1)
    expected = (values.mean(), *np.quantile(drawn, [0.025, 0.975]))
    with_gaps = np.insert(values, 10, np.nan)
    np.testing.assert_allclose(paired_interval(with_gaps, np.random.default_rng(0)), expected)
    assert paired_interval(np.array([2.0]), np.random.default_rng(0)) == (2.0, 2.0, 2.0)


def test_an_interval_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="none of 2 people"):
        paired_interval(np.array([np.nan, np.nan]), np.random.default_rng(0))
