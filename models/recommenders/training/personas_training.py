"""Fits AMP-CF [Barkan2020] with torch."""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from torch import Tensor
from torch.nn import functional

from models.recommenders.personas import ROUNDS, Personas, PersonasConfig
from models.recommenders.training.distributed import Parameters
from models.recommenders.training.early_stopping import EarlyStopping, WeightAverage
from models.recommenders.training.shared_rows import Integers, mean_by_row, rows_of_items
from models.recommenders.training.vae_losses import multinomial, starting_bias
from models.recommenders.training.vae_training import Batch

Floats = NDArray[np.float64]

OF_ITEMS = ("history_factors", "item_factors", "item_bias")  # parameters that items have


def shares_of(parameters: Parameters, batch: Batch) -> Tensor:
    """``Personas.shares`` in torch, (n_clicks, n_personas)."""
    table = parameters["history_factors"]
    factors = functional.embedding(batch.items, table)
    sharpness = parameters["log_temperatures"][0].exp()
    shares = torch.softmax(sharpness * factors @ parameters["starts"].T, dim=1)
    for _ in range(ROUNDS - 1):
        weight = _bag(batch, shares, table.new_ones(len(table), 1))
        centres = _bag(batch, shares, table) / weight.clamp_min(1e-9)
        near = torch.einsum("ckf,cf->ck", centres[batch.owner], factors)
        shares = torch.softmax(sharpness * near, dim=1)
    return shares


def _bag(batch: Batch, shares: Tensor, table: Tensor) -> Tensor:
    """(n_people, n_personas, width) sums of table rows weighted by shares."""
    parts = [
        functional.embedding_bag(
            batch.items, table, batch.starts, mode="sum", per_sample_weights=share
        )
        for share in shares.T.contiguous()
    ]
    return torch.stack(parts, dim=1)


def loss_of(parameters: Parameters, batch: Batch, kept: Tensor, config: PersonasConfig) -> Tensor:
    """Multinomial loss over the whole catalogue, a mean over people in nats.

    ``kept`` (n_clicks,) are dropout weights. With ``config.sharp`` or ``config.diffuse`` > 0 the
    entropies of attention [Barkan2023] are added: small on likes, large on all items.
    """
    shares = shares_of(parameters, batch)
    weights = 1.0 + parameters["focus"].sigmoid() * (config.n_personas * shares - 1.0)
    personas = _bag(batch, weights * kept[:, None], parameters["history_factors"])
    personas = personas / batch.counts.sqrt()[:, None, None]
    fits = personas @ parameters["item_factors"].T  # (n_people, n_personas, n_items)
    attention = torch.softmax(parameters["log_temperatures"][1].exp() * fits, dim=1)
    logits = (attention * fits).sum(1) + parameters["item_bias"]
    loss = multinomial(logits, batch.owner, batch.items, 1.0)
    if config.sharp or config.diffuse:
        entropy = -(attention * attention.clamp_min(1e-9).log()).sum(1)
        on_likes = entropy[batch.owner, batch.items].mean()
        loss = loss + config.sharp * on_likes - config.diffuse * entropy.mean()
    return loss


def fit_personas(
    liked: sparse.csr_matrix,  # (n_users, n_items) of ones
    config: PersonasConfig,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
    judge: Callable[[Personas], float] | None = None,
    patience: int = 5,
    rows: Integers | None = None,  # (n_items,)
) -> Personas:
    """Fit with Adam on batches of people. Same seed, same result to the bit.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. ``on_progress`` takes the finished share, 0 to 1.
    ``judge`` scores the model after each epoch, higher is better; the best epoch is returned, and
    training stops after ``patience`` epochs without a better one. Items with the same number in
    ``rows`` share vectors and bias, while the loss is over items; by default each has its own.
    Raises ValueError if every history is empty, or there is not one row per item.
    """
    liked = liked[np.asarray(liked.sum(axis=1)).ravel() > 0].tocsr()
    n_users, n_items = liked.shape
    if n_users == 0:
        raise ValueError("AMP-CF needs at least one person with a history, got none")
    rows = rows_of_items(rows, n_items)
    torch.set_num_threads(1)  # many small operations, and sums that do not depend on the machine
    generator = torch.Generator().manual_seed(seed)

    def drawn(n: int) -> Tensor:
        return torch.randn(n, config.n_factors, generator=generator)

    clicks = mean_by_row(np.asarray(liked.sum(axis=0)).ravel(), rows)
    n_rows, row_of = len(clicks), torch.from_numpy(rows)

    def by_item(parameters: Parameters) -> Parameters:
        return {
            name: tensor.index_select(0, row_of) if name in OF_ITEMS else tensor
            for name, tensor in parameters.items()
        }

    scale = (2.0 / (n_items + config.n_factors)) ** 0.5
    parameters: Parameters = {
        "history_factors": drawn(n_rows) * scale * 10.0,
        "item_factors": drawn(n_rows) * scale,
        "item_bias": starting_bias(
            "multinomial", torch.tensor(clicks, dtype=torch.float32), n_users
        ),
        "starts": drawn(config.n_personas),  # far apart, or all personas stay alike
        "log_temperatures": torch.zeros(2),
        "focus": torch.tensor(-1.0),
    }
    parameters = {name: tensor.requires_grad_() for name, tensor in parameters.items()}
    running = WeightAverage(parameters, config.averaging)
    best = EarlyStopping(judge, patience)
    optimiser = torch.optim.Adam(parameters.values(), lr=config.learning_rate, fused=True)
    n_batches = -(-n_users // config.batch_size)
    for epoch in range(config.n_epochs):
        order = torch.randperm(n_users, generator=generator).numpy()
        for people in np.array_split(order, n_batches):
            batch = Batch(liked, people)
            chances = torch.full((len(batch.items),), config.keep)
            kept = torch.bernoulli(chances, generator=generator) / config.keep
            optimiser.zero_grad()
            loss_of(by_item(parameters), batch, kept, config).backward()
            optimiser.step()
            running.update()
        on_progress((epoch + 1) / config.n_epochs)
        if best.is_over(lambda: _record(by_item(running.mean))):
            break
    on_progress(1.0)
    return best.model or _record(by_item(running.mean))


def item_gradients(
    model: Personas, rows: Mapping[str, Floats], histories: sparse.csr_matrix
) -> dict[str, Floats]:
    """Gradients of ``loss_of`` with respect to item vectors, for a step of online learning.

    ``rows``: "personas_" + each of ``OF_ITEMS`` -> values of the n candidate items, (n, ...)
    float32. ``histories`` (n_people, n) are likes among the candidates, at least one a person.
    Starts, temperatures and focus are ``model``'s and stay. Returns arrays of the shapes of
    ``rows``, summed over people.
    """
    items = {name: torch.tensor(values, requires_grad=True) for name, values in rows.items()}
    focus = np.clip(model.focus, 1e-6, 1.0 - 1e-6)
    shared = {
        "starts": model.starts,
        "log_temperatures": np.log(model.temperatures),
        "focus": np.log(focus / (1.0 - focus)),
    }
    parameters = {name.removeprefix("personas_"): tensor for name, tensor in items.items()}
    for name, values in shared.items():
        parameters[name] = torch.tensor(np.array(values), dtype=torch.float32)
    n_people, (n_personas, n_factors) = histories.shape[0], model.starts.shape
    config = PersonasConfig(n_personas=n_personas, n_factors=n_factors)
    batch, kept = Batch(histories, np.arange(n_people)), torch.ones(histories.nnz)
    loss_of(parameters, batch, kept, config).backward()
    # the loss is a mean over people
    return {name: n_people * np.asarray(tensor.grad) for name, tensor in items.items()}


def _record(parameters: Parameters) -> Personas:
    arrays = {name: tensor.double().numpy() for name, tensor in parameters.items()}
    temperatures = np.exp(arrays.pop("log_temperatures"))
    focus = 1.0 / (1.0 + np.exp(-arrays.pop("focus")))
    return Personas(**arrays, temperatures=temperatures, focus=focus)
