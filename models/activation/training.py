"""Training on the world of facts, with activation measured at checkpoints."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from models.activation.network import ActivationNetwork, ActivationNetworkSize, layer_names
from models.activation.statistics import measure_activation, without_largest_activation
from models.activation.task import N_PROMPT, N_TOKENS, ActivationWorld

Floats = NDArray[np.float64]

LARGEST_LEFT_OUT = "after the last norm, largest coordinates left out"


@dataclass(frozen=True)
class ActivationTraining:
    """Chosen by the accuracy of a world that is not part of the experiment."""

    n_layers: int = 4
    n_heads: int = 4
    per_head: int = 64
    batch_size: int = 32
    learning_rate: float = 1e-3
    warm_up: float = 0.2  # share of all updates; then a cosine decay to zero
    weight_decay: float = 0.01
    n_checkpoints: int = 10
    n_asked: int = 40  # facts of each exposure whose ten options are tried
    device: str = "cpu"


@dataclass(frozen=True, eq=False)
class ActivationCheckpoint:
    """Measurements after a number of updates; arrays have one value per fact, nan if not asked."""

    update: int
    share: float  # of the training, 0 = untrained
    statistics: dict[tuple[str, str], Floats]  # (layer, statistic) -> (n_facts,)
    loss: Floats  # (n_facts,) nats a letter of the right tail
    right: Floats  # (n_facts,) whether the right one of ten tails has the smallest loss


def train_activation(
    world: ActivationWorld, training: ActivationTraining, seed: int, redrawn: bool = False
) -> Iterator[ActivationCheckpoint]:
    """Checkpoints from before the first update to after the last, at even shares of updates.

    ``redrawn`` is the control: prompts keep their exposure, but each time with the tail of another
    fact, so that there is nothing to learn.
    """
    size = ActivationNetworkSize(
        N_TOKENS, training.n_layers, training.n_heads, training.per_head, world.tokens.shape[1]
    )
    network = ActivationNetwork(size, seed).to(training.device)
    tokens = torch.as_tensor(world.tokens, device=training.device)
    rng = np.random.default_rng([seed, 71])
    shown = world.shown(rng)
    tails = rng.permutation(shown) if redrawn else shown
    pairs = torch.as_tensor(np.stack([shown, tails], axis=1), device=training.device)
    batches = pairs.tensor_split(max(1, len(pairs) // training.batch_size))
    rate = _schedule(len(batches), training.warm_up)
    optimiser = torch.optim.AdamW(
        network.parameters(), training.learning_rate, weight_decay=training.weight_decay
    )
    stops = set(np.linspace(0, len(batches), training.n_checkpoints + 1).round().astype(int))
    for update in range(len(batches) + 1):
        if update in stops:
            yield _checkpoint(network, world, training, update, update / len(batches))
        if update == len(batches):
            return
        for group in optimiser.param_groups:
            group["lr"] = training.learning_rate * rate[update]
        of_fact, of_tail = batches[update].T
        batch = torch.cat([tokens[of_fact, :N_PROMPT], tokens[of_tail, N_PROMPT:]], dim=1)
        optimiser.zero_grad(set_to_none=True)
        logits = network(batch[:, :-1])
        functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten()).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()


def _schedule(n_updates: int, warm_up: float) -> Floats:
    """Factor of the learning rate at each update."""
    done = (np.arange(n_updates) + 0.5) / n_updates
    return np.where(
        done < warm_up, done / warm_up, 0.5 + 0.5 * np.cos(np.pi * (done - warm_up) / (1 - warm_up))
    )


@torch.no_grad()
def _checkpoint(
    network: ActivationNetwork,
    world: ActivationWorld,
    training: ActivationTraining,
    update: int,
    share: float,
) -> ActivationCheckpoint:
    network.eval()
    prompts = torch.as_tensor(world.tokens[:, :N_PROMPT], device=training.device)
    states = [state[:, -1].double().cpu().numpy() for state in network.states(prompts)]
    named = dict(zip(layer_names(training.n_layers), states, strict=True))
    named[LARGEST_LEFT_OUT] = without_largest_activation(states[-1])
    statistics = {
        (layer, name): values
        for layer, state in named.items()
        for name, values in measure_activation(state).items()
    }
    loss = _answer_loss(network, world.tokens, training.device)
    right = np.full(len(loss), np.nan)
    asked = _asked(world, training.n_asked)
    options = world.entity_tokens[world.options(np.random.default_rng(72))[asked]]
    n_asked, n_options = options.shape[:2]
    prompt = np.repeat(world.tokens[asked, None, :N_PROMPT], n_options, axis=1)
    asked_tokens = np.concatenate([prompt, options], axis=2).reshape(n_asked * n_options, -1)
    losses = _answer_loss(network, asked_tokens, training.device).reshape(n_asked, n_options)
    right[asked] = losses.argmin(axis=1) == 0
    network.train()
    return ActivationCheckpoint(update, share, statistics, loss, right)


def _asked(world: ActivationWorld, n: int) -> NDArray[np.int64]:
    """The first so many facts of every exposure and kind of rule; facts are in random order."""
    kinds = world.exposure * 10 + np.where(world.exposure == 0, world.body > 3, 0)
    return np.concatenate([np.flatnonzero(kinds == kind)[:n] for kind in np.unique(kinds)])


def _answer_loss(network: ActivationNetwork, tokens: NDArray[np.int64], device: str) -> Floats:
    """Mean nats of the tail's letters, (n,)."""
    losses = []
    for part in np.array_split(tokens, max(1, len(tokens) // 512)):
        given = torch.as_tensor(part, device=device)
        logits = network(given[:, :-1])[:, N_PROMPT - 1 :]
        each = functional.cross_entropy(
            logits.transpose(1, 2), given[:, N_PROMPT:], reduction="none"
        )
        losses.append(each.mean(dim=1).double().cpu().numpy())
    return np.concatenate(losses)
