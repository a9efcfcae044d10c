import numpy as np
import pytest
from scipy import sparse

from benchmarks.likelihoods import revealed, shuffled
from models.evaluation.protocol import FoldIn


@pytest.fixture
def liked() -> sparse.csr_matrix:
    return sparse.csr_matrix((np.random.default_rng(0).random((40, 30)) < 0.3).astype(np.float64))


@pytest.mark.parametrize("n", [0, 1, 5, 100])
def test_so_many_likes_of_everybody_are_revealed_and_the_history_stays(
    liked: sparse.csr_matrix, n: int
) -> None:
    before = liked.copy()
    part = revealed(FoldIn(liked, liked), n, np.random.default_rng(1))
    shown, had = (np.asarray(m.sum(axis=1)).ravel() for m in (part.history, liked))
    np.testing.assert_array_equal(shown, np.minimum(n, had))
    assert part.history.multiply(liked).sum() == part.history.sum()
    assert (liked != before).nnz == 0
    assert liked.nnz == before.nnz


def test_a_shuffled_population_keeps_popularity_and_nothing_else(liked: sparse.csr_matrix) -> None:
    mixed = shuffled(liked, np.random.default_rng(2))
    np.testing.assert_array_equal(mixed.sum(axis=0), liked.sum(axis=0))
    assert mixed.max() == 1.0
    assert (mixed != liked).nnz > 0.3 * liked.nnz
