import numpy as np
import pytest
from scipy import sparse

from models.vae import Vae, VaeConfig, annealed_beta, fit_vae

SMALL = VaeConfig(n_latent=4, n_hidden=16, n_epochs=60, batch_size=10, learning_rate=1e-2)


def checkerboard(n_users: int = 60, n_items: int = 20) -> np.ndarray:
    """Even people like even items, odd people odd ones; each person misses one of theirs."""
    users, items = np.indices((n_users, n_items))
    liked = ((users % 2) == (items % 2)).astype(float)
    for user in range(n_users):
        own = np.flatnonzero(liked[user])
        liked[user, own[(user // 2) % len(own)]] = 0.0
    return liked


@pytest.fixture(scope="module")
def world() -> tuple[np.ndarray, Vae]:
    liked = checkerboard()
    return liked, fit_vae(sparse.csr_matrix(liked), SMALL, seed=3)


def test_the_withheld_item_comes_first(world: tuple[np.ndarray, Vae]) -> None:
    liked, vae = world
    scores = np.where(liked > 0, -np.inf, vae.score(sparse.csr_matrix(liked)))
    for user, best in enumerate(scores.argmax(axis=1)):
        own = np.flatnonzero(np.arange(liked.shape[1]) % 2 == user % 2)
        assert best == own[(user // 2) % len(own)]


def test_numpy_forward_pass_equals_torch(world: tuple[np.ndarray, Vae]) -> None:
    import torch

    liked, vae = world
    x = torch.tensor(liked[:7])
    hidden = torch.tanh(
        torch.nn.functional.normalize(x, dim=1) @ torch.tensor(np.array(vae.input_weights))
        + torch.tensor(np.array(vae.input_bias))
    )
    code = hidden @ torch.tensor(np.array(vae.code_weights)) + torch.tensor(np.array(vae.code_bias))
    mean, log_variance = code.chunk(2, 1)
    logits = mean @ torch.tensor(np.array(vae.output_weights)).T + torch.tensor(
        np.array(vae.output_bias)
    )
    got_mean, got_variance = vae.encode(sparse.csr_matrix(liked[:7]))
    np.testing.assert_allclose(got_mean, mean.numpy(), atol=1e-12)
    np.testing.assert_allclose(got_variance, log_variance.exp().numpy(), rtol=1e-10)
    expected = torch.log_softmax(logits, 1).numpy()
    np.testing.assert_allclose(vae.score(sparse.csr_matrix(liked[:7])), expected, atol=1e-12)


def test_probabilities_sum_to_one_and_raising_one_logit_lowers_all_others(
    world: tuple[np.ndarray, Vae],
) -> None:
    _, vae = world
    before = np.exp(vae.decode(np.zeros((1, 4)))[0])
    assert before.sum() == pytest.approx(1.0, abs=1e-12)
    bias = np.array(vae.output_bias)
    bias[5] += 1.0
    raised = Vae(**{**vars(vae), "output_bias": bias})
    after = np.exp(raised.decode(np.zeros((1, 4)))[0])
    assert after[5] > before[5]
    assert (np.delete(after, 5) < np.delete(before, 5)).all()


def test_an_empty_history_gives_the_population_and_is_finite(world: tuple[np.ndarray, Vae]) -> None:
    _, vae = world
    mean, variance = vae.encode(sparse.csr_matrix((1, 20)))
    np.testing.assert_array_equal(mean[0], vae.latent_mean)
    assert np.isfinite(vae.score(sparse.csr_matrix((1, 20)))).all() and (variance == 1.0).all()


def test_the_latent_is_used(world: tuple[np.ndarray, Vae]) -> None:
    """A decoder that ignored z would give both camps the same list."""
    liked, vae = world
    even_items = np.arange(liked.shape[1]) % 2 == 0
    scores = vae.score(sparse.csr_matrix(liked))
    margin = scores[:, even_items].mean(axis=1) - scores[:, ~even_items].mean(axis=1)
    assert (margin[::2] > 1.0).all() and (margin[1::2] < -1.0).all()


def test_beta_rises_with_each_update_to_its_cap_and_stays() -> None:
    config = VaeConfig(beta_cap=0.2, anneal_share=0.85)
    schedule = np.array([annealed_beta(update, 200, config) for update in range(1, 201)])
    np.testing.assert_allclose(schedule[:170], 0.2 * np.arange(1, 171) / 170.0)
    assert (schedule[169:] == 0.2).all()


def test_one_seed_gives_one_model_and_another_seed_another() -> None:
    liked = sparse.csr_matrix(checkerboard(20, 12))
    config = VaeConfig(n_latent=2, n_hidden=8, n_epochs=3, batch_size=5)
    first, same, other = (fit_vae(liked, config, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.output_weights, same.output_weights)
    assert not np.array_equal(first.output_weights, other.output_weights)


def test_nobody_with_a_history_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        fit_vae(sparse.csr_matrix((3, 5)), SMALL, seed=0)
