"""A pretrained text encoder whose state after every layer can be read: BERT (Devlin et al. 2019).

Only the forward pass, on texts of one length, so that nothing is padded or masked. The weights are
those of all-MiniLM-L6-v2, read from the safetensors file that a package on the index carries; an
untrained copy has the same form and random weights as BERT is started with.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from elicitation.json_text import read_json
from models.activation.network import layer_names


@dataclass(frozen=True)
class ActivationEncoderSize:
    n_tokens: int
    width: int
    n_layers: int
    n_heads: int
    inner: int  # width of the feed-forward part
    n_positions: int = 512


class ActivationEncoderBlock(nn.Module):
    """Attention and a GELU feed-forward part, each added on and then normalised (post-norm)."""

    def __init__(self, size: ActivationEncoderSize) -> None:
        super().__init__()
        self.n_heads = size.n_heads
        self.query, self.key, self.value, self.outward = (
            nn.Linear(size.width, size.width) for _ in range(4)
        )
        self.up, self.down = nn.Linear(size.width, size.inner), nn.Linear(size.inner, size.width)
        self.after_attention = nn.LayerNorm(size.width, eps=1e-12)
        self.after_forward = nn.LayerNorm(size.width, eps=1e-12)

    def forward(self, state: Tensor) -> Tensor:
        heads = [
            part(state).unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        ]
        seen = functional.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)
        state = self.after_attention(state + self.outward(seen))
        return self.after_forward(state + self.down(functional.gelu(self.up(state))))


class ActivationEncoder(nn.Module):
    """Token numbers (n, length), all of one text and of the same length, to states."""

    def __init__(self, size: ActivationEncoderSize, seed: int = 0) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.words = nn.Embedding(size.n_tokens, size.width)
            self.places = nn.Embedding(size.n_positions, size.width)
            self.segments = nn.Embedding(2, size.width)
            self.norm = nn.LayerNorm(size.width, eps=1e-12)
            self.blocks = nn.ModuleList(ActivationEncoderBlock(size) for _ in range(size.n_layers))
            for name, weights in self.named_parameters():
                if weights.dim() > 1:
                    nn.init.normal_(weights, std=0.02)
                elif name.endswith("bias"):
                    nn.init.zeros_(weights)
        self.size = size

    def states(self, tokens: Tensor) -> list[Tensor]:
        """The embedding and the state after each layer, n_layers + 1 of (n, length, width)."""
        places = torch.arange(tokens.shape[1])
        found = [self.norm(self.words(tokens) + self.places(places) + self.segments.weight[0])]
        for block in self.blocks:
            found.append(block(found[-1]))
        return found

    @property
    def layers(self) -> list[str]:
        """What ``states`` returns, in its order."""
        return layer_names(self.size.n_layers)[:-1]


_NAMES = {  # ours -> those of the file
    "words": "embeddings.word_embeddings",
    "places": "embeddings.position_embeddings",
    "segments": "embeddings.token_type_embeddings",
    "norm": "embeddings.LayerNorm",
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "outward": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "after_forward": "output.LayerNorm",
}


def load_activation_encoder(folder: Path) -> ActivationEncoder:
    """From config.json and model.safetensors; nothing is unpickled and nothing fetched.

    Raises OSError if a file is missing and KeyError if it is another kind of network.
    """
    config = read_json((folder / "config.json").read_text(encoding="utf-8"))
    size = ActivationEncoderSize(
        n_tokens=config["vocab_size"],
        width=config["hidden_size"],
        n_layers=config["num_hidden_layers"],
        n_heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
        n_positions=config["max_position_embeddings"],
    )
    network = ActivationEncoder(size)
    stored = load_file(folder / "model.safetensors")
    network.load_state_dict({own: stored[_in_file(own)] for own in network.state_dict()})
    return network.eval()


def _in_file(own: str) -> str:
    """``blocks.3.query.weight`` -> ``encoder.layer.3.attention.self.query.weight``."""
    *path, module, kind = own.split(".")
    layer = f"encoder.layer.{path[1]}." if path else ""
    return f"{layer}{_NAMES[module]}.{kind}"
