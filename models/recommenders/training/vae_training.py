"""Fits Mult-VAE and its variants [Liang2018, Shenbin2020] with torch."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import torch
from scipy import sparse
from torch import Tensor
from torch.nn import functional

from models.recommenders.training.distributed import ALONE, CPU, Parameters, Team
from models.recommenders.training.early_stopping import EarlyStopping, WeightAverage
from models.recommenders.training.vae_losses import (
    LIKELIHOODS,
    composite_kl,
    standard_kl,
    starting_bias,
)
from models.recommenders.training.warm_start import start_from_ridge
from models.recommenders.vae import NORM_EPSILON, Vae, VaeConfig, annealed_beta

DEEP = ("layer_weights", "layer_bias", "norm_scale", "norm_shift")
ENCODER = ("input_weights", "input_bias", "code_weights", "code_bias", *DEEP)
DECODER = ("output_weights", "output_bias")


class Batch:
    """The clicks of some people in sparse form."""

    def __init__(
        self, liked: sparse.csr_matrix, people: np.ndarray, device: torch.device = CPU
    ) -> None:
        rows = liked[people]

        def tensor(array: np.ndarray) -> Tensor:
            return torch.from_numpy(array.astype(np.int64)).to(device)

        self.n_people = len(people)
        self.items = tensor(rows.indices)  # (n_clicks,)
        self.starts = tensor(rows.indptr[:-1])  # (n_people,)
        self.counts = tensor(np.diff(rows.indptr))  # (n_people,)
        self.owner = tensor(np.arange(self.n_people)).repeat_interleave(self.counts)  # (n_clicks,)


def encode(parameters: Parameters, batch: Batch, kept: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and log-variance of q(z | x); ``kept`` (n_clicks,) are dropout weights."""
    # a row of x / |x| is 1/sqrt(n) at its n items: an embedding bag reads only those rows
    weights = kept / batch.counts.sqrt()[batch.owner]
    hidden = functional.embedding_bag(
        batch.items,
        parameters["input_weights"],
        batch.starts,
        mode="sum",
        per_sample_weights=weights,
    )
    hidden = _layers(parameters, hidden + parameters["input_bias"])
    code = hidden @ parameters["code_weights"] + parameters["code_bias"]
    mean, log_variance = code.chunk(2, dim=1)
    return mean, log_variance


def _layers(parameters: Parameters, first: Tensor) -> Tensor:
    """``Vae.hidden`` in torch, from the sums of the first layer."""
    if "norm_scale" not in parameters:
        return torch.tanh(first)
    scale, shift = parameters["norm_scale"], parameters["norm_shift"]

    def normed(values: Tensor, layer: int) -> Tensor:
        active = functional.silu(values)
        return functional.layer_norm(
            active, active.shape[1:], scale[layer], shift[layer], NORM_EPSILON
        )

    hidden = total = normed(first, 0)
    for layer in range(len(parameters["layer_weights"])):
        weights, bias = parameters["layer_weights"][layer], parameters["layer_bias"][layer]
        hidden = normed(hidden @ weights + bias + total, layer + 1)
        total = total + hidden
    return hidden


def _start(liked: sparse.csr_matrix, config: VaeConfig, generator: torch.Generator) -> Parameters:
    """Xavier weights or a warm start; the output's bias is at the popularity of items."""

    def xavier(n_in: int, n_out: int) -> Tensor:
        return torch.randn(n_in, n_out, generator=generator) * (2.0 / (n_in + n_out)) ** 0.5

    n_users, n_items = liked.shape
    clicks = torch.tensor(np.asarray(liked.sum(axis=0)).ravel(), dtype=torch.float32)
    parameters = {
        "input_weights": xavier(n_items, config.n_hidden),
        "input_bias": torch.zeros(config.n_hidden),
        "code_weights": xavier(config.n_hidden, 2 * config.n_latent),
        "code_bias": torch.zeros(2 * config.n_latent),
        "output_weights": xavier(n_items, config.n_latent),
        "output_bias": starting_bias(config.likelihood, clicks, n_users),
    }
    if config.n_layers > 1:
        n_more = config.n_layers - 1
        layers = [xavier(config.n_hidden, config.n_hidden) for _ in range(n_more)]
        parameters |= {
            "layer_weights": torch.stack(layers),
            "layer_bias": torch.zeros(n_more, config.n_hidden),
            "norm_scale": torch.ones(config.n_layers, config.n_hidden),
            "norm_shift": torch.zeros(config.n_layers, config.n_hidden),
        }
    elif config.warm_start:
        start_from_ridge(parameters, liked, config)
    return {name: tensor.requires_grad_() for name, tensor in parameters.items()}


def _record(parameters: Parameters, liked: sparse.csr_matrix) -> Vae:
    arrays = {name: tensor.detach().cpu().double().numpy() for name, tensor in parameters.items()}
    fitted = Vae(**arrays, latent_mean=np.zeros(arrays["output_weights"].shape[1]))
    return replace(fitted, latent_mean=fitted.encode(liked)[0].mean(axis=0))


def fit_vae(
    liked: sparse.csr_matrix,  # (n_users, n_items) of ones
    config: VaeConfig,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
    judge: Callable[[Vae], float] | None = None,
    patience: int = 5,
    team: Team = ALONE,
) -> Vae:
    """Maximise the evidence lower bound with Adam. Same seed, same result to the bit.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. ``on_progress`` takes the finished share, 0 to 1.
    Every process of a ``team`` calls this with the same arguments and gets the same model.

    ``judge`` scores the model after each epoch on validation people, higher is better; the best
    epoch is returned, and training stops after ``patience`` epochs without a better one. KL is
    annealed per update to its cap.
    Raises ValueError if every history is empty.
    """
    liked = liked[np.asarray(liked.sum(axis=1)).ravel() > 0].tocsr()
    n_users = liked.shape[0]
    if n_users == 0:
        raise ValueError("the VAE needs at least one person with a history, got none")
    torch.set_num_threads(2)  # a constant, so that the sums do not depend on the machine
    generator = torch.Generator().manual_seed(seed)
    start = _start(liked, config, generator)
    parameters, mean_of_all = team.joined(
        {name: tensor.to(team.device).detach().requires_grad_() for name, tensor in start.items()}
    )
    optimiser = torch.optim.Adam(parameters.values(), lr=config.learning_rate, fused=True)
    n_batches = -(-n_users // config.batch_size)
    running = WeightAverage(parameters, config.averaging)
    best = EarlyStopping(judge, patience, team.agreed)
    for epoch in range(config.n_epochs):
        trained = _trained(epoch, config)
        old = {n: parameters[n].detach().clone() for n in ENCODER if n in parameters}
        order = torch.randperm(n_users, generator=generator).numpy()
        for people in np.array_split(order, n_batches):
            beta = annealed_beta(running.n_updates + 1, config.n_epochs * n_batches, config)
            own = team.share(len(people))
            batch = Batch(liked, people[own], team.device)
            noise = _noise(np.diff(liked.indptr)[people], own, config, trained, generator)
            loss = mean_of_all(
                partial(_loss, old=old, batch=batch, config=config, beta=beta, noise=noise),
                batch.n_people / len(people),
            )
            optimiser.zero_grad()
            loss.backward()
            for name in parameters.keys() - trained:
                parameters[name].grad = None
            optimiser.step()
            running.update()
        on_progress((epoch + 1) / config.n_epochs)
        if best.is_over(lambda: _record(running.mean, liked)):
            break
    on_progress(1.0)
    return best.model or _record(running.mean, liked)


def _trained(epoch: int, config: VaeConfig) -> set[str]:
    """Parameters that this epoch may change: all, or encoder and decoder in turns."""
    if not config.decoder_every:
        return {*ENCODER, *DECODER}
    turn = epoch % (config.decoder_every + 1)
    return set(ENCODER if turn < config.decoder_every else DECODER)


def _noise(
    counts: np.ndarray,  # (n_people,) clicks of each person of the whole batch
    own: slice,
    config: VaeConfig,
    trained: set[str],
    generator: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """Dropout weights (n_clicks,) and latent noise (n_people, n_latent) of one's own people.

    Drawn for the whole batch, so that the noise of a person does not depend on who shares it.
    """
    # the decoder's own epochs see whole histories (RecVAE): noise is for the encoder
    keep = config.keep if trained & set(ENCODER) else 1.0
    kept = torch.bernoulli(torch.full((int(counts.sum()),), keep), generator=generator) / keep
    latent = torch.zeros(len(counts), config.n_latent)
    if config.sampled:
        latent = torch.randn(latent.shape, generator=generator)
    ends = np.concatenate([[0], np.cumsum(counts)])
    return kept[ends[own.start] : ends[own.stop]], latent[own]


def _loss(
    parameters: Parameters,
    old: Parameters,
    batch: Batch,
    config: VaeConfig,
    beta: float,
    noise: tuple[Tensor, Tensor],
) -> Tensor:
    kept, latent = (part.to(batch.items.device) for part in noise)
    mean, log_variance = encode(parameters, batch, kept)
    z = mean + latent * torch.exp(0.5 * log_variance) if config.sampled else mean
    logits = z @ parameters["output_weights"].T + parameters["output_bias"]
    loss = LIKELIHOODS[config.likelihood](logits, batch.owner, batch.items, config.confidence)
    if not config.sampled:
        return loss
    if config.composite_prior:
        with torch.no_grad():
            past = encode(old, batch, torch.ones_like(kept))
        kl = composite_kl(z, mean, log_variance, *past)
    else:
        kl = standard_kl(mean, log_variance)
    weight = config.beta_per_click * batch.counts if config.beta_per_click else beta
    return loss + (weight * kl).mean()
