import numpy as np
import pytest
from scipy import sparse

from models.recommenders.base import FitRun
from models.recommenders.ease import EaseConfig, fit_ease, fit_ease_path
from models.recommenders.linear.gram_matrix import gram_of, inverse_in_place
from models.recommenders.table import RECOMMENDERS


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
    model = RECOMMENDERS[name].fit_to_rank(liked, FitRun(0))
    scores = model.score(liked[:6])
    assert scores.shape == (6, 30)
    assert np.isfinite(scores).all()
    assert np.isfinite(model.score(sparse.csr_matrix((1, 30)))).all()
    alone = np.vstack([model.score(liked[person]) for person in range(6)])
    np.testing.assert_allclose(scores, alone, atol=1e-9)


@pytest.mark.parametrize("name", [name for name, spec in RECOMMENDERS.items() if spec.is_personal])
def test_every_personal_recommender_tells_camps_apart(name: str) -> None:
    liked = camps()
    scores = RECOMMENDERS[name].fit_to_rank(liked, FitRun(0)).score(liked)
    even = np.arange(30) % 2 == 0
    margin = scores[:, even].mean(axis=1) - scores[:, ~even].mean(axis=1)
    assert (margin[::2] > 0.0).mean() > 0.95 and (margin[1::2] < 0.0).mean() > 0.95


def checkerboard() -> tuple[sparse.csr_matrix, sparse.csr_matrix, np.ndarray]:
    """Training people, 20 others with one of their likes withheld, and which item that is."""
    rng = np.random.default_rng(0)
    people, items = np.indices((120, 24))
    board = (people % 2 == items % 2).astype(float)
    withheld = 2 * rng.integers(12, size=20) + np.arange(20) % 2
    histories = board[:20].copy()
    histories[np.arange(20), withheld] = 0.0
    training = board[20:] * (rng.random((100, 24)) < 0.8)
    return sparse.csr_matrix(training), sparse.csr_matrix(histories), withheld


@pytest.mark.parametrize("name", RECOMMENDERS)
def test_on_a_checkerboard_the_withheld_item_comes_first(name: str) -> None:
    training, histories, withheld = checkerboard()
    scores = RECOMMENDERS[name].fit_to_rank(training, FitRun(0)).score(histories)
    found = np.where(histories.toarray() > 0.0, -np.inf, scores).argmax(axis=1) == withheld
    if not RECOMMENDERS[
        name
    ].is_personal:  # the control: blind to the person, it finds one of 13 by luck
        assert found.mean() < 0.4
    else:
        assert found.all()


@pytest.mark.parametrize("name", RECOMMENDERS)
def test_the_order_of_a_history_does_not_matter(name: str) -> None:
    training, histories, _ = checkerboard()
    model = RECOMMENDERS[name].fit_to_rank(training, FitRun(0))
    starts = histories.indptr
    backwards = [histories.indices[a:b][::-1] for a, b in zip(starts[:-1], starts[1:], strict=True)]
    turned = sparse.csr_matrix(
        (histories.data, np.concatenate(backwards), starts), shape=histories.shape
    )
    assert not turned.has_sorted_indices
    np.testing.assert_allclose(model.score(turned), model.score(histories), atol=1e-12)


@pytest.mark.parametrize("name", RECOMMENDERS)
def test_an_explicit_zero_of_a_history_is_no_like(name: str) -> None:
    training, histories, _ = checkerboard()
    model = RECOMMENDERS[name].fit_to_rank(training, FitRun(0))
    kept = np.arange(histories.nnz) % 3 > 0
    masked = sparse.csr_matrix(
        (histories.data * kept, histories.indices, histories.indptr), shape=histories.shape
    )
    clean = masked.copy()
    clean.eliminate_zeros()
    assert clean.nnz < masked.nnz
    np.testing.assert_allclose(model.score(masked), model.score(clean), atol=1e-12)


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
    weights = fit_ease(sparse.csr_matrix(x), EaseConfig(20.0)).weights
    np.testing.assert_allclose(weights, expected, atol=1e-8)
    assert (np.diag(weights) == 0.0).all()
    assert np.abs(weights.T - expected).max() > 1e-2  # the bug of dividing rows by P_ii


@pytest.mark.parametrize("shape", [(60, 200), (3000, 200), (300, 40)])  # dual, primal, sparse
def test_float32_is_the_same_model_to_six_digits(shape: tuple[int, int]) -> None:
    x = sparse.csr_matrix((np.random.default_rng(6).random(shape) < 0.05).astype(float))
    exact, single = (fit_ease(x, EaseConfig(20.0), kind) for kind in (np.float64, np.float32))
    assert single.weights.dtype == np.float32
    np.testing.assert_allclose(single.weights, exact.weights, atol=2e-6)


@pytest.mark.parametrize("density", [0.01, 0.3])  # the sparse product, the dense one
def test_gram_and_inverse_are_numpys(density: float) -> None:
    rows = sparse.random(3000, 700, density, "csr", random_state=7)
    gram = gram_of(rows, np.float64)
    dense = rows.toarray()
    np.testing.assert_allclose(gram, dense.T @ dense, atol=1e-9)
    gram.flat[::701] += 5.0
    np.testing.assert_allclose(inverse_in_place(gram.copy()), np.linalg.inv(gram), atol=1e-10)
    with pytest.raises(ValueError, match="raise the regularisation"):
        inverse_in_place(gram - 1e4 * np.eye(700))


def test_ease_meets_its_optimality_conditions() -> None:
    x = (np.random.default_rng(2).random((200, 25)) < 0.2).astype(float)
    weights, gram = fit_ease(sparse.csr_matrix(x), EaseConfig(5.0)).weights, x.T @ x
    residual = gram @ weights - gram + 5.0 * weights
    np.testing.assert_allclose(residual - np.diag(np.diag(residual)), 0.0, atol=1e-9)


def test_a_regularisation_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="expected above 0"):
        fit_ease(camps(), EaseConfig(0.0))


@pytest.mark.parametrize("zero_diagonal", [True, False])
@pytest.mark.parametrize("shape", [(30, 80), (300, 40)])
def test_one_decomposition_gives_the_model_at_every_regularisation(
    shape: tuple[int, int], zero_diagonal: bool
) -> None:
    x = sparse.csr_matrix((np.random.default_rng(3).random(shape) < 0.2).astype(float))
    path = fit_ease_path(x, EaseConfig(1.0, row_power=0.5, zero_diagonal=zero_diagonal))
    for penalty in (0.5, 20.0, 700.0):
        config = EaseConfig(penalty, row_power=0.5, zero_diagonal=zero_diagonal)
        expected = fit_ease(x, config).score(x[:7])
        np.testing.assert_allclose(path.score(x[:7], penalty), expected, atol=1e-9)


def test_without_the_constraint_ease_is_plain_ridge() -> None:
    x = (np.random.default_rng(4).random((60, 20)) < 0.3).astype(float)
    expected = np.linalg.solve(x.T @ x + 3.0 * np.eye(20), x.T @ x)
    weights = fit_ease(sparse.csr_matrix(x), EaseConfig(3.0, zero_diagonal=False)).weights
    np.testing.assert_allclose(weights, expected, atol=1e-10)


def test_row_weights_are_a_weighted_least_squares() -> None:
    x = (np.random.default_rng(5).random((80, 12)) < 0.4).astype(float)
    scaled = x * np.maximum(x.sum(axis=1, keepdims=True), 1.0) ** -0.25
    weights = fit_ease(sparse.csr_matrix(x), EaseConfig(2.0, row_power=0.5)).weights
    np.testing.assert_allclose(weights, per_column_ridge(scaled, 2.0), atol=1e-9)


def test_clipping_leaves_no_negative_weight() -> None:
    assert fit_ease(camps(), EaseConfig(10.0, clip_negative=True)).weights.min() == 0.0
    with pytest.raises(ValueError, match="use item_item"):
        fit_ease_path(camps(), EaseConfig(10.0, clip_negative=True)).score(camps())


@pytest.mark.parametrize(
    "config", [EaseConfig(9.0), EaseConfig(9.0, 0.5, False), EaseConfig(9.0, clip_negative=True)]
)
def test_the_weights_of_a_path_are_those_of_the_closed_form(config: EaseConfig) -> None:
    found = fit_ease_path(camps(), config).item_item().weights
    np.testing.assert_allclose(found, fit_ease(camps(), config).weights, atol=1e-10)


def test_a_catalogue_too_large_is_refused_with_the_arithmetic() -> None:
    with pytest.raises(MemoryError, match="60000\\^2 x 8 bytes = 27 GiB"):
        fit_ease(sparse.csr_matrix((2, 60_000)), EaseConfig(1.0))


def test_one_weighted_history_is_scored_as_among_others() -> None:
    model = fit_ease(camps(), EaseConfig(20.0))
    histories = sparse.csr_matrix(camps()[:2] * 0.5)
    np.testing.assert_allclose(model.score(histories[0]), model.score(histories)[:1], atol=1e-12)
