import numpy as np
import pytest
from scipy import sparse
from scipy.special import expit

from elicitation.inference.familiarity import known_probabilities
from models.rewards.rasch_model import fit_familiarity

NOBODY = np.zeros(0, dtype=np.int64)


def rasch_world(n_users: int, variance: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    theta = rng.normal(0.0, np.sqrt(variance), (n_users, 1))
    return (rng.random((n_users, 200)) < expit(np.linspace(-4.0, 1.0, 200) + theta)).astype(float)


def test_item_shares_are_reproduced() -> None:
    known = rasch_world(800, 1.0, 0)
    fitted = known_probabilities(fit_familiarity(sparse.csr_matrix(known)), NOBODY, NOBODY)
    np.testing.assert_allclose(fitted, (known.sum(axis=0) + 0.5) / 801.0, atol=2e-3)


@pytest.mark.parametrize("variance", [0.25, 1.0, 2.25])
def test_the_spread_of_activity_is_recovered(variance: float) -> None:
    found = [
        fit_familiarity(sparse.csr_matrix(rasch_world(800, variance, seed))).activity_variance
        for seed in range(3)
    ]
    # A variance from 800 people has a relative standard error of about 5 %, 3 % for three seeds.
    assert np.mean(found) == pytest.approx(variance, rel=0.15)


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        fit_familiarity(sparse.csr_matrix((0, 4)))
