"""Items that share rows of parameters: as before where none does, and alike where they do."""

from dataclasses import astuple

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.personas import PersonasConfig
from models.recommenders.training.personas_training import fit_personas
from models.recommenders.training.shared_rows import mean_by_row
from models.rewards.factorisation import BasisConfig, fit_factors

N_ITEMS = 30
AMP = PersonasConfig(n_personas=2, n_factors=4, n_epochs=3, batch_size=10)
BASIS = BasisConfig(n_bases=2, n_epochs=3)
SHARED = np.arange(N_ITEMS) % 20  # items 0 to 9 share rows with 20 to 29


def ratings() -> sparse.csr_matrix:
    rng = np.random.default_rng(0)
    stars = rng.integers(1, 6, size=(40, N_ITEMS)) * (rng.random((40, N_ITEMS)) < 0.5)
    return sparse.csr_matrix(stars.astype(float))


def liked() -> sparse.csr_matrix:
    return (ratings() >= 4.0).astype(np.float64)


def test_rows_of_their_own_change_nothing_to_the_bit() -> None:
    own = np.arange(N_ITEMS)
    pairs = zip(
        (
            *astuple(fit_personas(liked(), AMP, seed=1)),
            *astuple(fit_factors(ratings(), 4.0, BASIS, seed=1)),
        ),
        (
            *astuple(fit_personas(liked(), AMP, seed=1, rows=own)),
            *astuple(fit_factors(ratings(), 4.0, BASIS, seed=1, rows=own)),
        ),
        strict=True,
    )
    assert all(by_default.tobytes() == given.tobytes() for by_default, given in pairs)


def test_items_of_one_row_are_one_to_the_model_and_others_are_not() -> None:
    personas = fit_personas(liked(), AMP, seed=1, rows=SHARED)
    factors = fit_factors(ratings(), 4.0, BASIS, seed=1, rows=SHARED)
    parts = (
        personas.history_factors,
        personas.item_factors,
        personas.item_bias[:, None],
        factors.rewards,
        factors.offsets[:, None],
    )
    for part in parts:
        assert len(part) == N_ITEMS
        np.testing.assert_array_equal(part[:10], part[20:])
        assert len(np.unique(part[:20, 0])) > 10  # offsets of equally liked items may coincide


def test_empty_rows_between_do_no_harm() -> None:
    spread = 3 * np.arange(N_ITEMS)  # two of three rows are nobody's
    factors = fit_factors(ratings(), 4.0, BASIS, seed=1, rows=spread)
    personas = fit_personas(liked(), AMP, seed=1, rows=spread)
    for part in (*astuple(factors), *astuple(personas)):
        assert np.isfinite(part).all()


def test_a_row_starts_at_the_mean_of_its_items() -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    means = mean_by_row(values, np.array([2, 0, 2]))
    np.testing.assert_array_equal(means, [[3.0, 4.0], [0.0, 0.0], [3.0, 4.0]])


@pytest.mark.parametrize("rows", [np.arange(N_ITEMS - 1), np.arange(N_ITEMS) - 1])
def test_one_row_an_item_is_needed(rows: np.ndarray) -> None:
    with pytest.raises(ValueError, match="rows from 0"):
        fit_personas(liked(), AMP, seed=1, rows=rows)
    with pytest.raises(ValueError, match="rows from 0"):
        fit_factors(ratings(), 4.0, BASIS, seed=1, rows=rows)
