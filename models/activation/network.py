"""A small decoder in Llama's form, whose state after every layer can be read.

Pre-norm blocks with RMS norms, rotary positions (Su et al. 2021) and gated SiLU feed-forward
layers (Shazeer 2020), as in the experiment of arXiv 2603.03415; there 16 or 32 layers of 64
numbers a head, here 4 of 4 heads unless told otherwise.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class ActivationNetworkSize:
    n_tokens: int
    n_layers: int = 4
    n_heads: int = 4
    per_head: int = 64
    n_positions: int = 16

    @property
    def width(self) -> int:
        return self.n_heads * self.per_head


class ActivationBlock(nn.Module):
    """One layer: attention, then a feed-forward part of twice the width, each added on."""

    def __init__(self, size: ActivationNetworkSize) -> None:
        super().__init__()
        width, self.n_heads = size.width, size.n_heads
        self.before_attention, self.before_forward = nn.RMSNorm(width), nn.RMSNorm(width)
        self.inward = nn.Linear(width, 3 * width, bias=False)
        self.outward = nn.Linear(width, width, bias=False)
        self.gate = nn.Linear(width, 2 * width, bias=False)
        self.up = nn.Linear(width, 2 * width, bias=False)
        self.down = nn.Linear(2 * width, width, bias=False)

    def forward(self, state: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        n, length, width = state.shape
        parts = self.inward(self.before_attention(state)).view(n, length, 3, self.n_heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # each (n, n_heads, length, per_head)
        query, key = _rotated(query, cosine, sine), _rotated(key, cosine, sine)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        state = state + self.outward(seen.transpose(1, 2).reshape(n, length, width))
        read = self.before_forward(state)
        return state + self.down(functional.silu(self.gate(read)) * self.up(read))


class ActivationNetwork(nn.Module):
    """Token numbers (n, length) -> log-odds of the next token (n, length, n_tokens)."""

    cosine: Tensor
    sine: Tensor

    def __init__(self, size: ActivationNetworkSize, seed: int) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.embedding = nn.Embedding(size.n_tokens, size.width)
            self.blocks = nn.ModuleList(ActivationBlock(size) for _ in range(size.n_layers))
            self.norm = nn.RMSNorm(size.width)
            self.head = nn.Linear(size.width, size.n_tokens, bias=False)
            for weights in self.parameters():
                if weights.dim() > 1:
                    nn.init.normal_(weights, std=0.02)
        rate = 10_000.0 ** (-torch.arange(0, size.per_head, 2) / size.per_head)
        angle = torch.arange(size.n_positions)[:, None] * rate
        self.register_buffer("cosine", angle.cos(), persistent=False)
        self.register_buffer("sine", angle.sin(), persistent=False)

    def states(self, tokens: Tensor) -> list[Tensor]:
        """The embedding, the state after each layer, and the last one normalised.

        n_layers + 2 tensors (n, length, width).
        """
        length = tokens.shape[1]
        found = [self.embedding(tokens)]
        for block in self.blocks:
            found.append(block(found[-1], self.cosine[:length], self.sine[:length]))
        return [*found, self.norm(found[-1])]

    def forward(self, tokens: Tensor) -> Tensor:
        return self.head(self.states(tokens)[-1])


def layer_names(n_layers: int) -> list[str]:
    """What ``states`` returns, in its order."""
    return ["embedding", *(f"layer {n}" for n in range(1, n_layers + 1)), "after the last norm"]


def _rotated(part: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    even, odd = part[..., 0::2], part[..., 1::2]
    turned = torch.stack([even * cosine - odd * sine, even * sine + odd * cosine], dim=-1)
    return turned.flatten(-2)
