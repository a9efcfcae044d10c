import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import norm

from benchmarks.pooling.gaussian import (
    COMPLETE,
    NONE,
    PARTIAL,
    Population,
    catalogue_shares,
    fit_population,
)

variance = st.floats(0.01, 100.0)


@pytest.mark.statistical
@pytest.mark.parametrize("n", [1, 2, 5, 10, 20])
def test_the_simulated_risk_is_the_formula_to_one_per_cent(n: int) -> None:
    """400,000 people: the standard error of a mean squared error is sqrt(2 / 400,000) = 0.22 %."""
    population = Population(1.5, 0.7, 2.0)
    rng = np.random.default_rng([5, n])
    truth = rng.normal(1.5, 0.7**0.5, 400_000)
    own = truth + rng.normal(0.0, (2.0 / n) ** 0.5, len(truth))
    for name, estimate in population.estimates(own, n).items():
        risk = np.mean((estimate - truth) ** 2)
        assert risk == pytest.approx(population.risks(n)[name], rel=0.01)


@given(variance, variance, st.integers(0, 50))
def test_partial_pooling_is_best_and_nears_no_pooling(between, within, n) -> None:
    risks = Population(0.0, between, within).risks(n)
    assert risks[PARTIAL] <= min(risks[NONE], risks[COMPLETE]) * (1 + 1e-12)
    more = Population(0.0, between, within).risks(n + 1)
    assert more[PARTIAL] / more[NONE] >= (risks[PARTIAL] / risks[NONE] if n else 0.0)


def test_partial_pooling_is_the_posterior_mean() -> None:
    """Oracle: the posterior on a grid, prior times likelihood of three observations."""
    population, seen = Population(1.0, 0.5, 2.0), np.array([2.5, 3.0, 0.5])
    grid = np.linspace(-10, 10, 20_001)
    log = norm.logpdf(grid, 1.0, 0.5**0.5) + norm.logpdf(seen[:, None], grid, 2.0**0.5).sum(axis=0)
    weight = np.exp(log - log.max())
    mean = (grid * weight).sum() / weight.sum()
    found = population.estimates(np.array([seen.mean()]), 3)[PARTIAL][0]
    assert found == pytest.approx(mean, abs=1e-9)


def test_nothing_known_is_the_population() -> None:
    found = Population(3.0, 1.0, 1.0).estimates(np.zeros(4), 0)
    np.testing.assert_array_equal(found[PARTIAL], 3.0)
    assert np.isnan(found[NONE]).all()
    assert Population(3.0, 1.0, 1.0).risks(0)[NONE] == np.inf


@pytest.mark.statistical
def test_the_population_is_found_again_from_unequal_counts() -> None:
    rng = np.random.default_rng(2)
    counts = rng.integers(1, 20, 100_000).astype(float)
    own = rng.normal(2.0, 0.6**0.5, 100_000) + rng.normal(0, 1, 100_000) * (1.5 / counts) ** 0.5
    found = fit_population(own, counts, 1.5)
    # the variance of own is about 1; its standard error sqrt(2 / 100,000) = 0.0045
    assert found.between == pytest.approx(0.6, abs=0.02) and found.mean == pytest.approx(
        2, abs=0.02
    )


def test_people_who_are_all_alike_are_pooled_completely() -> None:
    found = fit_population(np.array([1.0, 1.1, 0.9]), np.ones(3), within=4.0)
    assert found.between == 0.0 and found.weight(10) == 0.0
    with pytest.raises(ValueError, match="two people, got 1"):
        fit_population(np.ones(1), np.ones(1), 1.0)
    with pytest.raises(ValueError, match="within > 0"):
        Population(0.0, 1.0, 0.0)


def test_shares_count_the_items_that_anybody_took() -> None:
    taken = sparse.csr_matrix([[1.0, 0, 5, 0], [0, 0, 2, 0], [0, 0, 0, 0], [1, 1, 1, 0]])
    np.testing.assert_allclose(catalogue_shares(taken), [2 / 3, 1 / 3, 1.0])
    assert len(catalogue_shares(sparse.csr_matrix((3, 4)))) == 0
