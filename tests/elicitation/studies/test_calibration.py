import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.studies.calibration import calibration_error, calibration_null, reliability


@given(st.integers(1, 200), st.integers(1, 20), st.integers(0, 2**31))
def test_bins_hold_everything_once_in_equal_parts(n: int, n_bins: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    p, happened = rng.random(n), rng.random(n) < 0.5
    predicted, observed, share = reliability(p, happened, n_bins)
    assert share @ predicted == pytest.approx(p.mean())
    assert share @ observed == pytest.approx(happened.mean())
    assert (share.max() - share.min()) * n <= 1 + 1e-9 and (np.diff(predicted) >= 0).all()


def test_the_error_is_the_distance_by_hand() -> None:
    p = np.array([0.1, 0.9, 0.1, 0.9])
    happened = np.array([True, True, False, False])
    assert calibration_error(p, happened, 2) == pytest.approx(0.4)


def test_true_probabilities_are_within_their_null_and_others_are_not() -> None:
    rng = np.random.default_rng(0)
    p = rng.beta(2.0, 2.0, 4000)
    happened = rng.random(4000) < p
    null = np.quantile(calibration_null(p, rng), 0.99)
    assert 0.0 < calibration_error(p, happened) < null
    sure = np.where(p > 0.5, np.sqrt(p), p**2)
    assert calibration_error(sure, happened) > null


def test_nothing_predicted_is_refused() -> None:
    with pytest.raises(ValueError, match="as many outcomes"):
        reliability(np.zeros(0), np.zeros(0, dtype=bool))
