from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.mult_vae import _load, _tensors
from models.recommenders.training.vae_training import Batch, encode, fit_vae
from models.recommenders.vae import Vae, VaeConfig, annealed_beta, sized

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


def test_a_deep_encoder_is_torchs_and_is_kept_and_read_again() -> None:
    import torch

    liked = sparse.csr_matrix(checkerboard(20, 12))
    config = VaeConfig(n_latent=3, n_hidden=8, n_layers=3, n_epochs=2, batch_size=5, averaging=0.0)
    vae = fit_vae(liked, replace(config, composite_prior=True, beta_per_click=0.01), 0)
    assert vae.layer_weights.shape == (2, 8, 8) and np.ptp(vae.norm_scale) > 0.0  # learned
    parts = {name: torch.tensor(np.array(array)) for name, array in vars(vae).items()}
    mean, log_variance = encode(parts, Batch(liked, np.arange(20)), torch.ones(liked.nnz).double())
    found = vae.encode(liked)
    np.testing.assert_allclose(found[0], mean.numpy(), atol=1e-6)
    np.testing.assert_allclose(found[1], log_variance.exp().numpy(), rtol=1e-6)

    kept = _tensors(vae)
    again = _load(kept, 12)
    assert again is not None and np.array_equal(again.score(liked), vae.score(liked))
    with pytest.raises(ValueError, match="layer_bias"):
        _load({**kept, "vae_layer_bias": np.zeros((1, 8))}, 12)
    shallow = fit_vae(liked, replace(config, n_layers=1), 0)
    assert not any("layer" in name or "norm" in name for name in _tensors(shallow))


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
    in_updates = replace(config, anneal_updates=50)  # however many are planned
    assert [annealed_beta(50, planned, in_updates) for planned in (60, 6000)] == [0.2, 0.2]
    assert annealed_beta(25, 6000, in_updates) == pytest.approx(0.1)


def test_more_people_bear_a_wider_network_in_larger_batches() -> None:
    assert sized(VaeConfig(), 900) == VaeConfig()
    some, many = sized(VaeConfig(), 5_000), sized(VaeConfig(), 10**6)
    assert VaeConfig().n_latent < some.n_latent < many.n_latent == 200
    assert VaeConfig().batch_size < some.batch_size < many.batch_size == 500
    assert some.patience > 0 and some.anneal_updates > 0


def test_one_seed_gives_one_model_and_another_seed_another() -> None:
    liked = sparse.csr_matrix(checkerboard(20, 12))
    config = VaeConfig(n_latent=2, n_hidden=8, n_epochs=3, batch_size=5)
    first, same, other = (fit_vae(liked, config, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.output_weights, same.output_weights)
    assert not np.array_equal(first.output_weights, other.output_weights)


def test_nobody_with_a_history_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        fit_vae(sparse.csr_matrix((3, 5)), SMALL, seed=0)


def test_each_likelihood_is_the_negative_log_of_a_plain_density() -> None:
    import torch

    from models.recommenders.training.vae_losses import LIKELIHOODS

    rng = np.random.default_rng(0)
    x, logits = (rng.random((5, 9)) < 0.4).astype(float), rng.standard_normal((5, 9))
    owner, items = (torch.from_numpy(part) for part in np.nonzero(x))
    weight = np.where(x > 0.0, 3.0, 1.0)
    p = 1.0 / (1.0 + np.exp(-logits))
    pi = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    expected = {
        "multinomial": -3.0 * (x * np.log(pi)).sum() / 5,
        "gaussian": 0.5 * (weight * (x - logits) ** 2).sum() / 5,
        "logistic": -(weight * (x * np.log(p) + (1.0 - x) * np.log(1.0 - p))).sum() / 5,
    }
    assert expected.keys() == LIKELIHOODS.keys()
    for name, loss in LIKELIHOODS.items():
        found = loss(torch.tensor(logits), owner, items, 3.0)
        assert found.item() == pytest.approx(expected[name], rel=1e-6)


def test_the_composite_kl_is_an_unbiased_estimate_of_a_known_divergence() -> None:
    """With the old encoder at q itself and the other two parts far, KL(q || p) is near -log .75."""
    import torch

    from models.recommenders.training.vae_losses import composite_kl

    generator = torch.Generator().manual_seed(0)
    mean, log_variance = torch.full((20_000, 1), 8.0), torch.full((20_000, 1), -6.0)
    z = mean + torch.exp(0.5 * log_variance) * torch.randn(mean.shape, generator=generator)
    kl = composite_kl(z, mean, log_variance, mean, log_variance).mean().item()
    assert kl == pytest.approx(-np.log(0.75), abs=1e-3)


@pytest.mark.parametrize(
    "change",
    [
        {"likelihood": "gaussian", "confidence": 5.0},
        {"likelihood": "logistic", "confidence": 5.0},
        {"sampled": False},
        {"composite_prior": True, "beta_per_click": 0.01, "decoder_every": 3},
    ],
)
def test_every_variant_finds_the_withheld_item(change: dict) -> None:
    liked = checkerboard()
    config = VaeConfig(**{**vars(SMALL), **change, "n_epochs": 120})
    vae = fit_vae(sparse.csr_matrix(liked), config, seed=1)
    scores = np.where(liked > 0, -np.inf, vae.score(sparse.csr_matrix(liked)))
    own = np.arange(20) % 2 == np.arange(60)[:, None] % 2
    assert own[np.arange(60), scores.argmax(axis=1)].all()


def test_turns_change_only_the_half_whose_turn_it_is() -> None:
    liked = sparse.csr_matrix(checkerboard(20, 12))
    # a fixed beta: the annealed one depends on how many epochs are planned
    turns = VaeConfig(n_latent=2, n_hidden=8, batch_size=5, decoder_every=2, beta_per_click=0.01)
    one, two, three = (fit_vae(liked, replace(turns, n_epochs=n), 1) for n in (1, 2, 3))
    np.testing.assert_array_equal(one.output_weights, two.output_weights)
    assert not np.array_equal(one.input_weights, two.input_weights)
    np.testing.assert_array_equal(two.input_weights, three.input_weights)
    assert not np.array_equal(two.output_weights, three.output_weights)


def test_the_best_epoch_is_kept_and_waiting_ends() -> None:
    liked = sparse.csr_matrix(checkerboard(20, 12))
    config = VaeConfig(n_latent=2, n_hidden=8, n_epochs=50, batch_size=5)
    seen: list[Vae] = []

    def judge(vae: Vae) -> float:
        seen.append(vae)
        return -abs(len(seen) - 3)

    best = fit_vae(liked, config, 0, judge=judge, patience=4)
    assert best is seen[2]
    assert len(seen) == 8
