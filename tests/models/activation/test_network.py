import numpy as np
import torch
from torch import nn

from models.activation.network import ActivationNetwork, ActivationNetworkSize, layer_names
from models.activation.task import N_TOKENS, ActivationWorldSize, activation_world
from models.activation.training import ActivationTraining, train_activation

SIZE = ActivationNetworkSize(n_tokens=11, n_layers=2, n_heads=2, per_head=8, n_positions=9)
TOKENS = torch.tensor([[3, 1, 4, 1, 5, 9, 2, 6], [5, 3, 5, 8, 9, 7, 9, 3]])


def test_nothing_is_seen_of_what_comes_later() -> None:
    network = ActivationNetwork(SIZE, 0)
    changed = TOKENS.clone()
    changed[:, 5:] = 0
    torch.testing.assert_close(network(changed)[:, :5], network(TOKENS)[:, :5])
    assert not torch.allclose(network(changed)[:, 5:], network(TOKENS)[:, 5:])


def test_the_states_are_those_that_give_the_answer() -> None:
    network = ActivationNetwork(SIZE, 0)
    states = network.states(TOKENS)
    assert len(states) == len(layer_names(SIZE.n_layers)) == 4
    torch.testing.assert_close(network.head(states[-1]), network(TOKENS))
    torch.testing.assert_close(states[-1].pow(2).mean(dim=-1), torch.ones(2, 8), atol=1e-2, rtol=0)


def test_a_block_against_attention_written_out() -> None:
    """Oracle: complex rotation and a softmax by hand, one head at a time."""
    network = ActivationNetwork(SIZE, 1).double()
    for weights in network.parameters():  # large enough that attention is not flat
        nn.init.normal_(weights, std=0.3, generator=torch.Generator().manual_seed(2))
    before, after = network.states(TOKENS)[:2]
    block = network.blocks[0]
    read = block.before_attention(before)
    width, length = SIZE.width, TOKENS.shape[1]
    angle = torch.arange(length)[:, None] / 10_000.0 ** (torch.arange(4) / 4.0)
    turn = torch.polar(torch.ones_like(angle), angle).to(torch.complex128)
    heads = []
    for head in range(SIZE.n_heads):
        rows = [slice(part * width + head * 8, part * width + head * 8 + 8) for part in range(3)]
        query, key, value = (read @ block.inward.weight[row].T for row in rows)
        query, key = (torch.view_as_complex(x.unflatten(-1, (4, 2))) * turn for x in (query, key))
        score = (query @ key.conj().transpose(1, 2)).real / 8**0.5
        score = score.masked_fill(torch.ones(length, length).triu(1).bool(), -torch.inf)
        heads.append(score.softmax(dim=-1) @ value)
    state = before + torch.cat(heads, dim=-1) @ block.outward.weight.T
    read = block.before_forward(state)
    gate, up = read @ block.gate.weight.T, read @ block.up.weight.T
    state = state + (gate * gate.sigmoid() * up) @ block.down.weight.T
    torch.testing.assert_close(after, state, atol=1e-5, rtol=1e-5)


WORLD = activation_world(
    ActivationWorldSize(n_entities=40, n_base_relations=6, n_rules=8, n_per_exposure=20), 0
)
TRAINING = ActivationTraining(
    n_layers=2, n_heads=2, per_head=16, learning_rate=1e-2, n_checkpoints=3, n_asked=20
)


def test_what_is_shown_often_is_known_and_what_is_shown_once_is_not() -> None:
    torch.set_num_threads(1)
    first, *_, last = train_activation(WORLD, TRAINING, 0)
    assert (first.update, first.share, last.share) == (0, 0.0, 1.0)
    often, once = WORLD.exposure == 64, WORLD.exposure == 1
    assert np.nanmean(last.right[often]) > 0.8 > np.nanmean(last.right[once])
    assert last.loss[often].mean() < 0.5 * last.loss[once].mean()
    # untrained: no better than the alphabet, and of ten options one is right by chance
    assert abs(first.loss.mean() - np.log(N_TOKENS)) < 0.1
    assert np.nanmean(first.right) < 0.35
    assert (np.isfinite(last.right)).sum() == 20 * 4 + sum(
        min(20, int((held & (WORLD.exposure == 0)).sum()))
        for held in (WORLD.body <= 3, WORLD.body > 3)
    )
    assert {len(values) for values in last.statistics.values()} == {len(WORLD.facts)}


def test_where_answers_are_drawn_anew_there_is_nothing_to_know() -> None:
    torch.set_num_threads(1)
    *_, last = train_activation(WORLD, TRAINING, 0, redrawn=True)
    assert np.nanmean(last.right[WORLD.exposure == 64]) < 0.5


def test_one_seed_one_network() -> None:
    torch.set_num_threads(1)
    one, two = (list(train_activation(WORLD, TRAINING, 5))[1] for _ in range(2))
    for key, values in one.statistics.items():
        np.testing.assert_array_equal(values, two.statistics[key])
