import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.common.auc import auc


def test_auc_is_scikit_learn_s_and_counts_ties_half() -> None:
    rng = np.random.default_rng(0)
    scores, won = rng.integers(0, 9, (3, 80)).astype(float), np.arange(80) < 30
    found = auc(scores[:, won], scores[:, ~won])
    expected = [roc_auc_score(won, row) for row in scores]
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert auc(np.ones(4), np.ones(5)) == pytest.approx(0.5)


def test_nothing_to_compare_has_no_auc() -> None:
    assert np.isnan(auc(np.ones(4), np.ones(0)))
