import numpy as np
import pytest

from elicitation.inference.elliptical_slice import elliptical_slice_steps


@pytest.mark.statistical
def test_chains_reach_a_shifted_and_narrowed_gaussian():
    """log N(x; 1, 1/4) / N(x; 0, 1), up to a constant, in each of two dimensions."""
    rng, n = np.random.default_rng(0), 20_000
    start = rng.standard_normal((n, 2))
    x = elliptical_slice_steps(
        lambda x: ((x**2) / 2 - 2 * (x - 1) ** 2).sum(axis=1), start, 40, rng
    )
    # chains are independent: five standard errors of a mean and of a variance
    assert (np.abs(x.mean(axis=0) - 1.0) < 5 * 0.5 / np.sqrt(n)).all()
    assert (np.abs(x.var(axis=0) - 0.25) < 5 * 0.25 * np.sqrt(2 / n)).all()


def test_a_chain_never_steps_below_its_slice_and_leaves_its_start_untouched():
    rng = np.random.default_rng(1)
    start = np.zeros((50, 3))
    x = elliptical_slice_steps(
        lambda x: np.where((np.abs(x) < 0.1).all(axis=1), 0.0, -np.inf), start, 5, rng
    )
    assert (np.abs(x) < 0.1).all() and (x != 0.0).all()
    assert (start == 0.0).all()
