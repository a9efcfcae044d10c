import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from models.activation.statistics import (
    ACTIVATION_SIGN,
    ACTIVATION_STATISTICS,
    activation_gini,
    activation_hoyer,
    activation_rank,
    activation_top_energy,
    gaussian_activation,
    measure_activation,
    without_largest_activation,
)

D = 200
ONE_HOT = np.eye(D)[7]
CONSTANT = np.full(D, -3.0)


def test_one_coordinate_is_as_sparse_as_can_be() -> None:
    expected = {"top-5% energy": 1, "top-10% energy": 1, "effective rank": 1 / D, "Hoyer": 1}
    found = measure_activation(ONE_HOT)
    for name, value in {**expected, "Gini": 1 - 1 / D}.items():
        assert found[name] == pytest.approx(value, abs=1e-12)


def test_equal_coordinates_are_as_dense_as_can_be() -> None:
    expected = {"top-5% energy": 0.05, "top-10% energy": 0.1, "effective rank": 1, "Hoyer": 0}
    found = measure_activation(CONSTANT)
    for name, value in {**expected, "Gini": 0.0}.items():
        assert found[name] == pytest.approx(value, abs=1e-12)


def test_by_hand_in_three_dimensions() -> None:
    hidden = np.array([[3.0, -4.0, 0.0]])
    energy = np.array([9.0, 16.0]) / 25.0
    np.testing.assert_allclose(activation_top_energy(hidden, 0.05), [16 / 25])  # at least one
    np.testing.assert_allclose(activation_top_energy(hidden, 0.7), [1.0])  # floor(2.1) = 2
    np.testing.assert_allclose(activation_rank(hidden), [np.exp(-energy @ np.log(energy)) / 3])
    np.testing.assert_allclose(activation_hoyer(hidden), (3**0.5 - 7 / 5) / (3**0.5 - 1))
    # mean absolute difference of all pairs, over twice the mean
    size = np.abs(hidden[0])
    gini = np.abs(size[:, None] - size).mean() / (2.0 * size.mean())
    np.testing.assert_allclose(activation_gini(hidden), [gini])


@given(st.integers(0, 2**32 - 1), st.floats(1e-6, 1e6))
def test_neither_scale_nor_signs_nor_the_order_of_coordinates_matter(seed, scale) -> None:
    rng = np.random.default_rng(seed)
    hidden = rng.standard_normal((3, 40)) ** 3
    changed = scale * rng.permuted(hidden, axis=1) * rng.choice([-1.0, 1.0], (3, 40))
    before, after = measure_activation(hidden), measure_activation(changed)
    for name in ACTIVATION_STATISTICS:
        np.testing.assert_allclose(after[name], before[name], rtol=1e-9)


def test_moving_energy_to_the_largest_coordinate_is_sparser_by_every_statistic() -> None:
    hidden = np.random.default_rng(0).standard_normal((50, 64))
    sharper = np.sign(hidden) * np.abs(hidden) ** 1.5
    before, after = measure_activation(hidden), measure_activation(sharper)
    for name, sign in ACTIVATION_SIGN.items():
        assert (sign * (after[name] - before[name]) > 0.0).all()


@pytest.mark.statistical
def test_gaussian_vectors_have_the_values_that_theory_gives() -> None:
    n = 4096
    null = gaussian_activation(n, np.random.default_rng(1), 400)
    bar = norm.ppf(0.975)  # the 5 % largest of |h|; E[h^2; |h| > bar] is a chi-square tail of 3
    # within 0.002: flooring and the finite n; the standard error of 400 draws is 3e-4
    assert null["top-5% energy"][0] == pytest.approx(chi2.sf(bar**2, 3), abs=0.002)
    assert null["top-10% energy"][0] == pytest.approx(chi2.sf(norm.ppf(0.95) ** 2, 3), abs=0.002)
    # E[h^2 log h^2] = psi(3/2) + log 2, so the entropy is log D less that
    assert null["effective rank"][0] == pytest.approx(np.exp(-0.03648997 - np.log(2)), abs=0.002)
    assert null["Hoyer"][0] == pytest.approx(1 - np.sqrt(2 / np.pi), abs=0.004)
    assert null["Gini"][0] == pytest.approx(np.sqrt(2) - 1, abs=0.002)


@pytest.mark.statistical
def test_flooring_shifts_the_null_of_small_dimensions() -> None:
    null = gaussian_activation(256, np.random.default_rng(2))
    mean, deviation = null["top-5% energy"]  # 12 of 256 coordinates are 4.7 %
    assert mean == pytest.approx(0.264, abs=0.002) and 0.015 < deviation < 0.03


def test_coordinates_that_are_huge_for_everything_can_be_left_out() -> None:
    hidden = np.random.default_rng(3).standard_normal((20, 400))
    massive = hidden.copy()
    massive[:, [5, 300]] = 80.0
    kept = without_largest_activation(massive)  # 0.5 % of 400 are two
    np.testing.assert_array_equal(kept, np.delete(hidden, [5, 300], axis=1))
    assert without_largest_activation(hidden[:, :50]).shape == (20, 49)  # at least one


@pytest.mark.parametrize("wrong", [np.zeros(4), np.array([1.0, np.nan]), np.array([np.inf, 1.0])])
def test_a_vector_without_a_direction_is_refused(wrong) -> None:
    for statistic in ACTIVATION_STATISTICS.values():
        with pytest.raises(ValueError, match="1 of 1 hidden vectors"):
            statistic(wrong)
