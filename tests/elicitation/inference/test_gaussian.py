import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.inference.gaussian import Gaussian


def drawn(seed: int, n_bases: int = 3) -> tuple[Gaussian, np.random.Generator]:
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n_bases, n_bases))
    return Gaussian(rng.standard_normal(n_bases), root @ root.T + 0.1 * np.eye(n_bases)), rng


seeds = st.integers(0, 10_000)


@pytest.mark.statistical
def test_draws_have_the_moments_that_project_states():
    belief, rng = drawn(2)
    rows = rng.standard_normal((4, 3))
    mean, variance = belief.project(rows)
    n = 100_000
    draws = belief.sample(n, rng) @ rows.T
    # five standard errors of a mean and of a Gaussian's variance
    assert (np.abs(draws.mean(axis=0) - mean) < 5 * np.sqrt(variance / n)).all()
    assert (np.abs(draws.var(axis=0) / variance - 1) < 5 * np.sqrt(2 / n)).all()


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_precision_factor_and_log_det_belong_to_the_covariance(seed):
    belief, _ = drawn(seed, 5)
    assert np.allclose(belief.precision @ belief.cov, np.eye(5), atol=1e-6)
    assert np.allclose(belief.factor @ belief.factor.T, belief.cov)
    assert np.allclose(np.triu(belief.factor, 1), 0.0)
    assert belief.log_det == pytest.approx(np.linalg.slogdet(belief.cov)[1])


@pytest.mark.parametrize(
    ("mean", "cov", "complaint"),
    [
        ([0.0, 0.0], [[1.0, 0.2], [0.1, 1.0]], "symmetric"),
        ([0.0, 0.0], [[1.0, 2.0], [2.0, 1.0]], "positive definite"),
        ([0.0, 0.0], [[1.0, 0.0], [0.0, 0.0]], "positive definite"),
        ([0.0, np.nan], np.eye(2), "finite"),
        ([0.0, 0.0], [[np.inf, 0.0], [0.0, 1.0]], "finite"),
        ([0.0, 0.0, 0.0], np.eye(2), "shape"),
        ([[0.0, 0.0]], np.eye(2), "shape"),
    ],
)
def test_what_is_no_gaussian_is_refused(mean, cov, complaint):
    with pytest.raises(ValueError, match=complaint):
        Gaussian(mean, cov)


def test_arrays_are_copied_on_entry_and_read_only():
    mean, cov = np.zeros(2), np.eye(2)
    belief = Gaussian(mean, cov)
    mean[0] = cov[0, 0] = 9.0
    assert belief.mean[0] == 0.0 and belief.cov[0, 0] == 1.0
    for array in (belief.mean, belief.cov, belief.factor):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
