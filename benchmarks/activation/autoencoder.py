"""Exploratory: does activation in our Mult-VAE detect histories unlike the training data?

`python -m benchmarks.activation.autoencoder --json FILE`

Statistics of the hidden tanh layer are compared between held-out people and the same people after a
share of their films was exchanged at random among them. The baseline detector is the likelihood of
the history. The result does not transfer to language models.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import bootstrap

from benchmarks.activation.verdicts import HEADLINE, Hypothesis, verdict_rows
from benchmarks.common.auc import auc
from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.common.seeds import Named, mean_over_seeds
from models.activation.histories import unlike_histories
from models.activation.statistics import ACTIVATION_SIGN, gaussian_activation, measure_activation
from models.datasets.registry import load_dataset
from models.evaluation.protocol import split_people
from models.recommenders.training.vae_training import fit_vae
from models.recommenders.vae import MULT_VAE, Vae

Floats = NDArray[np.float64]

SHARES = (0.25, 0.5, 1.0)  # of a history that is exchanged
LIKELIHOOD = "plain likelihood"
SPARSER = Hypothesis(
    "autoencoder: unlike", "Unlike histories give a sparser hidden layer (exploratory)", True
)


def measured(vae: Vae, histories: csr_matrix) -> dict[str, Floats]:
    """Statistics of the hidden layer, and the mean log-probability of the history's own items."""
    found = measure_activation(vae.hidden(histories))
    own = histories.multiply(vae.score(histories)).sum(axis=1)
    found[LIKELIHOOD] = np.asarray(own).ravel() / np.diff(histories.indptr)
    return found


def run_fold(
    liked: csr_matrix, seed: int, fold: int, n_folds: int
) -> tuple[NDArray[np.int64], Named]:
    """(network and history, statistic, per cent traded) -> one value a tested person."""
    split = split_people(liked, fold, n_folds, seed)
    whole = (split.test.history + split.test.targets).tocsr()
    networks = {
        "trained": fit_vae(split.train, MULT_VAE, seed),
        "untrained": fit_vae(split.train, replace(MULT_VAE, n_epochs=0), seed),
    }
    found: Named = {}
    for share in (0.0, *SHARES):
        rng = np.random.default_rng([seed, fold, 90, int(100 * share)])
        histories = unlike_histories(whole, share, rng) if share else whole
        for name, vae in networks.items():
            for statistic, values in measured(vae, histories).items():
                found[name, statistic, int(100 * share)] = values
    return split.tested, found


@dataclass(frozen=True, eq=False)
class Area:
    """An AUC with its 95 % interval and the bootstrap draws behind it, (n_draws,)."""

    value: float
    low: float
    high: float
    draws: Floats


def area(unlike: Floats, typical: Floats) -> Area:
    """AUC of unlike histories against typical ones, with a bootstrap over people.

    Both arrays have one value a person, in the same order. Every call resamples the same people,
    so draws of two statistics may be subtracted.
    """
    found = bootstrap(
        (unlike, typical),
        auc,
        paired=True,
        n_resamples=500,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    low, high = map(float, found.confidence_interval)
    return Area(float(auc(unlike, typical)), low, high, found.bootstrap_distribution)


def use_rows(found: Named) -> list[Row]:
    """AUC of each statistic as a detector of unlike histories, with the hypothesis's sign."""
    rows: list[Row] = []
    for share in SHARES:
        level = int(100 * share)
        areas = {}
        for name in (*ACTIVATION_SIGN, LIKELIHOOD):
            sign = ACTIVATION_SIGN.get(name, -1)  # an unlike history is less likely
            unlike, typical = (sign * found["trained", name, at] for at in (level, 0))
            areas[name] = area(unlike, typical)
        reference = areas[LIKELIHOOD]
        for name, own in areas.items():
            gap = own.draws - reference.draws
            rows.append(
                {
                    "tells": name,
                    "traded": share,
                    "AUC": own.value,
                    "low": own.low,
                    "high": own.high,
                    "against likelihood": own.value - reference.value,
                    "against low": float(np.quantile(gap, 0.025)),
                    "against high": float(np.quantile(gap, 0.975)),
                }
            )
    return rows


def rows_of(found: Named) -> list[Row]:
    effects, controls = (
        {name: found[network, name, 100] - found[network, name, 0] for name in ACTIVATION_SIGN}
        for network in ("trained", "untrained")
    )
    rows = verdict_rows(SPARSER, effects, controls, layer="hidden layer")
    for name, (mean, deviation) in gaussian_activation(
        MULT_VAE.n_hidden, np.random.default_rng(0)
    ).items():
        row: Row = {
            "Gaussian": name,
            "dimension": MULT_VAE.n_hidden,
            "value": mean,
            "sd": deviation,
            "untrained": float(found["untrained", name, 0].mean()),
            "typical": float(found["trained", name, 0].mean()),
            "unlike": float(found["trained", name, 100].mean()),
        }
        rows.append(row)
    return rows + use_rows(found)


def claims_of(found: Named) -> list[Claim]:
    """Sanity check: the likelihood detects unlike histories."""
    unlike, typical = (-found["trained", LIKELIHOOD, at] for at in (100, 0))
    low = area(unlike, typical).low
    people = float(len(found["trained", HEADLINE[0], 0]))
    return [
        Claim("people", people, "100 or more", people >= 100),
        Claim("the likelihood tells unlike histories", low, "AUC interval above 0.6", low > 0.6),
    ]


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    liked = load_dataset(options.data).liked
    parts = []
    for seed in range(options.seeds):
        for fold in range(options.folds):
            parts.append(run_fold(liked, seed, fold, options.folds))
            print(f"seed {seed + 1}, fold {fold + 1}", file=sys.stderr, flush=True)
    found = mean_over_seeds(parts)
    return write_report(rows_of(found), claims_of(found), options.json)


if __name__ == "__main__":
    sys.exit(main())
