"""A warm start and the running mean of weights, each against its definition."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.ease import EaseConfig, fit_ease_path
from models.recommenders.training.vae_training import fit_vae
from models.recommenders.vae import Vae, VaeConfig

CONFIG = VaeConfig(n_latent=8, n_hidden=12, n_epochs=4, batch_size=1000, warm_start=True)


@pytest.fixture(scope="module")
def liked() -> sparse.csr_matrix:
    """Four tastes, and people who like most of one."""
    rng = np.random.default_rng(0)
    taste = rng.integers(4, size=200)
    chances = np.where(np.arange(60)[None] % 4 == taste[:, None], 0.5, 0.05)
    return sparse.csr_matrix((rng.random((200, 60)) < chances).astype(np.float64))


def started(liked: sparse.csr_matrix, config: VaeConfig) -> Vae:
    """The model before anything was learned."""
    return fit_vae(liked, replace(config, learning_rate=0.0, n_epochs=1), seed=0)


def test_codes_of_the_population_start_at_the_prior(liked: sparse.csr_matrix) -> None:
    means, variances = started(liked, CONFIG).encode(liked)
    np.testing.assert_allclose(means.mean(axis=0), 0.0, atol=0.1)
    np.testing.assert_allclose(means.std(axis=0), 1.0, atol=0.15)  # tanh takes a little
    np.testing.assert_allclose(variances, np.exp(-3.0), rtol=0.2)


def test_the_start_ranks_as_the_ridge_model_of_that_rank(liked: sparse.csr_matrix) -> None:
    ridge = EaseConfig(regularisation=50.0, zero_diagonal=False)
    path = fit_ease_path(liked, ridge)
    path = replace(path, directions=path.directions[:, -8:], squares=path.squares[-8:])
    vae = started(liked, CONFIG)
    personal = vae.score(liked) - vae.output_bias  # without the crowd's part
    cold = started(liked, replace(CONFIG, warm_start=False)).score(liked)
    for model, least in ((personal, 0.7), (cold, None)):
        agreement = np.mean(
            [np.corrcoef(a, b)[0, 1] for a, b in zip(model, path.score(liked), strict=True)]
        )
        assert agreement > least if least else agreement < 0.5


def test_more_codes_than_the_data_has_directions() -> None:
    few = sparse.csr_matrix(np.eye(3, 5) + np.eye(3, 5, k=1))
    assert np.isfinite(started(few, CONFIG).score(few)).all()
    one = sparse.csr_matrix(np.ones((1, 5)))
    assert np.isfinite(started(one, CONFIG).score(one)).all()


def test_kept_weights_are_the_running_mean(liked: sparse.csr_matrix) -> None:
    """One update an epoch, each seen by the judge: the mean can be made again by hand."""
    config, seen = replace(CONFIG, warm_start=False), []

    def judge(vae: Vae) -> float:
        seen.append(vae.output_weights)
        return float(len(seen))

    fit_vae(liked, config, seed=0, judge=judge)
    kept = fit_vae(liked, replace(config, averaging=0.2), seed=0).output_weights
    mean = started(liked, config).output_weights
    for update, weights in enumerate(seen, start=1):
        decay = min(0.2, update / (update + 10.0))
        mean = decay * mean + (1.0 - decay) * weights
    np.testing.assert_allclose(kept, mean, atol=1e-6)
    assert np.abs(kept - seen[-1]).max() > 1e-4
