"""Mult-VAE (Liang et al. 2018): the shared prior learned from everybody's histories.

Trained with torch, served with NumPy. The encoder is I -> hidden (tanh) -> 2K; the decoder is
linear, as in RecVAE (Shenbin et al. 2020): on small data it loses nothing, and a linear decoder
makes the joint Gaussian prior with the base rewards exact.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class VaeConfig:
    """Hyper-parameters; the defaults were chosen on validation people of the embedded data."""

    n_latent: int = 32
    n_hidden: int = 200
    n_epochs: int = 30
    batch_size: int = 25  # people an update; small batches matter more than the likelihood
    learning_rate: float = 2e-3
    keep: float = 0.5  # share of a history that survives the input dropout
    beta_cap: float = 0.2  # final weight of the KL term
    anneal_share: float = 0.85  # of all updates, after which the cap is reached


@dataclass(frozen=True, eq=False)
class Vae:
    """A fitted Mult-VAE. All arrays are read-only float64."""

    input_weights: Floats  # (n_items, n_hidden)
    input_bias: Floats  # (n_hidden,)
    code_weights: Floats  # (n_hidden, 2 * n_latent)
    code_bias: Floats  # (2 * n_latent,)
    output_weights: Floats  # (n_items, n_latent)
    output_bias: Floats  # (n_items,)
    latent_mean: Floats  # (n_latent,) mean code of the training people, stands in for no history

    def __post_init__(self) -> None:
        for part in fields(self):
            array = np.array(getattr(self, part.name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, part.name, array)

    def encode(self, histories: sparse.csr_matrix) -> tuple[Floats, Floats]:
        """Mean and variance of q(z | history), each (n_users, n_latent).

        An empty history has no information, and q(z | 0) was never trained (science.md 1c):
        its mean is the population's, its variance one.
        """
        norms = np.sqrt(np.asarray(histories.multiply(histories).sum(axis=1)))  # (n_users, 1)
        hidden = np.tanh(
            (histories @ self.input_weights) / np.maximum(norms, 1e-12) + self.input_bias
        )
        code = hidden @ self.code_weights + self.code_bias
        mean, log_variance = np.split(code, 2, axis=1)
        empty = norms == 0.0
        return np.where(empty, self.latent_mean, mean), np.where(empty, 1.0, np.exp(log_variance))

    def decode(self, latent: Floats) -> Floats:
        """Item log-probabilities, (n_users, n_items), rows sum to one after exp."""
        logits = latent @ self.output_weights.T + self.output_bias
        return np.asarray(log_softmax(logits, axis=1))

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """The Recommender protocol: histories (n_users, n_items) -> log-probabilities."""
        return self.decode(self.encode(histories)[0])


def annealed_beta(update: int, n_updates: int, config: VaeConfig) -> float:
    """Weight of the KL term at 1-based ``update``: linear to the cap, then constant."""
    return config.beta_cap * min(1.0, update / max(1.0, config.anneal_share * n_updates))


def fit_vae(
    liked: sparse.csr_matrix,  # (n_users, n_items) of ones
    config: VaeConfig,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
) -> Vae:
    """Maximise the annealed evidence bound with Adam. Same seed and threads, same result.

    The loss of a person is -sum_i x_i log pi_i(z) + beta KL(q(z|x) || N(0, I)), summed over items
    and averaged over people (a mean over items would let beta dominate silently).
    Raises ValueError if nobody has a history.
    """
    import torch  # only fitting needs torch; the serving process never imports it
    from torch.nn import functional

    liked = liked[np.asarray(liked.sum(axis=1)).ravel() > 0].tocsr()
    n_users, n_items = liked.shape
    if n_users == 0:
        raise ValueError("the VAE needs at least one person with a history, got none")
    torch.set_num_threads(2)  # a constant, so that the sums do not depend on the machine
    generator = torch.Generator().manual_seed(seed)

    def xavier(n_in: int, n_out: int) -> torch.Tensor:
        scale = (2.0 / (n_in + n_out)) ** 0.5
        return (torch.randn(n_in, n_out, generator=generator) * scale).requires_grad_()

    popularity = torch.tensor(np.asarray(liked.sum(axis=0)).ravel() + 0.5, dtype=torch.float32)
    input_weights, code_weights = (
        xavier(n_items, config.n_hidden),
        xavier(config.n_hidden, 2 * config.n_latent),
    )
    output_weights = xavier(n_items, config.n_latent)
    input_bias = torch.zeros(config.n_hidden, requires_grad=True)
    code_bias = torch.zeros(2 * config.n_latent, requires_grad=True)
    output_bias = torch.log(popularity / popularity.sum()).requires_grad_()
    parameters = {
        "input_weights": input_weights,
        "input_bias": input_bias,
        "code_weights": code_weights,
        "code_bias": code_bias,
        "output_weights": output_weights,
        "output_bias": output_bias,
    }
    optimiser = torch.optim.Adam(parameters.values(), lr=config.learning_rate)

    starts, items = torch.tensor(liked.indptr), torch.tensor(liked.indices, dtype=torch.int64)
    n_updates, update = config.n_epochs * -(-n_users // config.batch_size), 0
    for epoch in range(config.n_epochs):
        for people in torch.randperm(n_users, generator=generator).split(config.batch_size):
            rows = [items[starts[p] : starts[p + 1]] for p in people]
            lengths = torch.tensor([len(row) for row in rows])
            batch = torch.cat(rows)
            # One row of x / |x| is 1/sqrt(n) at n items: an embedding bag reads only those rows.
            kept = torch.bernoulli(torch.full(batch.shape, config.keep), generator=generator)
            weights = kept / config.keep / lengths.repeat_interleave(lengths).sqrt()
            offsets = torch.cat([torch.zeros(1, dtype=torch.int64), lengths.cumsum(0)[:-1]])
            hidden = functional.embedding_bag(
                batch, input_weights, offsets, mode="sum", per_sample_weights=weights
            )
            mean, log_variance = (torch.tanh(hidden + input_bias) @ code_weights + code_bias).chunk(
                2, 1
            )
            noise = torch.randn(mean.shape, generator=generator)
            latent = mean + noise * torch.exp(0.5 * log_variance)
            log_pi = torch.log_softmax(latent @ output_weights.T + output_bias, dim=1)
            owner = torch.arange(len(people)).repeat_interleave(lengths)
            reconstruction = -log_pi[owner, batch].sum() / len(people)
            kl = 0.5 * (log_variance.exp() + mean**2 - 1.0 - log_variance).sum(1).mean()
            update += 1
            loss = reconstruction + annealed_beta(update, n_updates, config) * kl
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        on_progress((epoch + 1) / config.n_epochs)

    arrays = {name: tensor.detach().double().numpy() for name, tensor in parameters.items()}
    fitted = Vae(**arrays, latent_mean=np.zeros(config.n_latent))
    return replace(fitted, latent_mean=fitted.encode(liked)[0].mean(axis=0))
