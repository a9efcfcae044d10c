import numpy as np
import pytest
from scipy import sparse

from models.ease import fit_ease
from models.recommenders import RECOMMENDERS


def camps(n_users: int = 200, n_items: int = 30) -> sparse.csr_matrix:
    """Even people like four fifths of the even items, odd people of the odd ones."""
    rng = np.random.default_rng(0)
    users, items = np.indices((n_users, n_items))
    return sparse.csr_matrix(
        ((users % 2 == items % 2) & (rng.random(users.shape) < 0.8)).astype(float)
    )


@pytest.mark.parametrize("name", RECOMMENDERS)
def test_every_recommender_keeps_the_contract(name: str) -> None:
    liked = camps()
    model = RECOMMENDERS[name](liked, 0)
    scores = model.score(liked[:6])
    assert scores.shape == (6, 30)
    assert np.isfinite(scores).all()
    assert np.isfinite(model.score(sparse.csr_matrix((1, 30)))).all()
    alone = np.vstack([model.score(liked[person]) for person in range(6)])
    np.testing.assert_allclose(scores, alone, atol=1e-9)


@pytest.mark.parametrize("name", [name for name in RECOMMENDERS if name != "popularity"])
def test_every_personal_recommender_tells_camps_apart(name: str) -> None:
    liked = camps()
    scores = RECOMMENDERS[name](liked, 0).score(liked)
    even = np.arange(30) % 2 == 0
    margin = scores[:, even].mean(axis=1) - scores[:, ~even].mean(axis=1)
    assert (margin[::2] > 0.0).mean() > 0.95 and (margin[1::2] < 0.0).mean() > 0.95


def per_column_ridge(x: np.ndarray, regularisation: float) -> np.ndarray:
    """Each item regressed on all the others: the definition of EASE, one column at a time."""
    n = x.shape[1]
    weights = np.zeros((n, n))
    for item in range(n):
        others = np.delete(np.arange(n), item)
        gram = x[:, others].T @ x[:, others] + regularisation * np.eye(n - 1)
        weights[others, item] = np.linalg.solve(gram, x[:, others].T @ x[:, item])
    return weights


def test_ease_is_per_column_ridge_and_its_transpose_is_not() -> None:
    x = (np.random.default_rng(1).random((300, 40)) < np.linspace(0.05, 0.5, 40)).astype(float)
    expected = per_column_ridge(x, 20.0)
    weights = fit_ease(sparse.csr_matrix(x), 20.0).weights
    np.testing.assert_allclose(weights, expected, atol=1e-8)
    assert (np.diag(weights) == 0.0).all()
    assert np.abs(weights.T - expected).max() > 1e-2  # the bug of dividing rows by P_ii


def test_ease_meets_its_optimality_conditions() -> None:
    x = (np.random.default_rng(2).random((200, 25)) < 0.2).astype(float)
    weights, gram = fit_ease(sparse.csr_matrix(x), 5.0).weights, x.T @ x
    residual = gram @ weights - gram + 5.0 * weights
    np.testing.assert_allclose(residual - np.diag(np.diag(residual)), 0.0, atol=1e-9)


def test_contributions_add_up_to_the_score() -> None:
    liked = camps()
    model = fit_ease(liked, 10.0)
    parts = model.contributions(liked[3], 5)
    assert sum(parts.values()) == pytest.approx(model.score(liked[3])[0, 5])
    assert min(parts.values()) < 0.0 < max(parts.values())


def test_a_regularisation_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="expected above 0"):
        fit_ease(camps(), 0.0)
