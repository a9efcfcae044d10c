"""All recommenders under one protocol: held-out people, paired intervals.

`python -m benchmarks.models --data NAME --json FILE` cross-validates over people. Hyper-parameters
are chosen on tuning people, who are never tested; intervals are 95 % paired bootstraps.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.report import Claim, Row, parser_of, write_report
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.evaluation.protocol import FoldIn, Split, judge, mean_ndcg, shown_items, split_people
from models.evaluation.taste_calibration import (
    history_tastes,
    list_tastes,
    taste_distance,
    taste_memberships,
)
from models.recommenders.base import FitRun, Recommender
from models.recommenders.combined.ensemble import fit_ensemble
from models.recommenders.combined.tilt import Tilted, chosen_power, log_counts_of
from models.recommenders.ease import EaseConfig, EasePath, fit_ease_path
from models.recommenders.personas import PERSONAS
from models.recommenders.table import RECOMMENDERS
from models.recommenders.training.personas_training import fit_personas
from models.recommenders.training.vae_training import fit_vae
from models.recommenders.vae import MULT_VAE, sized
from models.tuning.judges import judge_on

Floats = NDArray[np.float64]

PENALTIES = tuple(float(x) for x in np.geomspace(10.0, 5000.0, 16).round())
ROW_POWERS = (0.25, 0.5, 0.75, 1.0)
EASES = {
    "EASE": (EaseConfig(1.0),),
    "EASE, rows weighted": tuple(EaseConfig(1.0, power) for power in ROW_POWERS),
    "ridge, no zero diagonal": tuple(
        EaseConfig(1.0, power, zero_diagonal=False) for power in (0.0, 0.5)
    ),
}
PATIENT = replace(MULT_VAE, n_epochs=60)
WARM = replace(
    PATIENT, warm_start=True, n_latent=400, n_hidden=500, learning_rate=5e-4, n_epochs=20
)
# as RecVAE, with the mean of weights instead of turns of encoder and decoder
DEEP = replace(
    PATIENT,
    n_layers=5,
    n_latent=200,
    n_hidden=600,
    keep=0.5,
    learning_rate=5e-4,
    composite_prior=True,
    beta_per_click=0.005,
    averaging=0.99,
)
VAES = {
    "Mult-VAE": PATIENT,
    "Mult-VAE, warm start": WARM,
    "Gaussian VAE": replace(PATIENT, likelihood="gaussian", confidence=3.0, beta_cap=0.05),
    "Gaussian VAE, warm start": replace(WARM, likelihood="gaussian", confidence=3.0, beta_cap=0.05),
    "Mult-DAE": replace(PATIENT, sampled=False),
    "Mult-VAE, deep": DEEP,
    "Mult-VAE, composite prior": replace(PATIENT, composite_prior=True, beta_per_click=0.005),
}
AMPS = {"AMP-CF": 3, "AMP-CF, one persona (MF)": 1}
Quality = Callable[[Recommender], float]
TILTED = "EASE, tilted by popularity"
POOLED = (*EASES, TILTED, *VAES, "AMP-CF, one persona (MF)")  # what an ensemble may choose from
N_TASTES = 16


def tuned_ease(split: Split, configs: Sequence[EaseConfig]) -> EasePath:
    """The config and penalty of best validation NDCG@100; one decomposition a config."""
    paths = [fit_ease_path(split.train, config) for config in configs]
    candidates = [
        replace(path, config=replace(path.config, regularisation=penalty))
        for path in paths
        for penalty in PENALTIES
    ]
    return max(candidates, key=lambda path: mean_ndcg(path, split.validation))


def tilted_ease(split: Split) -> Recommender:
    """EASE as `models.train` fits it: penalty, row weights and tilt as validation people choose."""
    spec, judge = RECOMMENDERS["ease"], judge_on(split.validation)
    model = spec.fit_to_rank(split.train, FitRun(0), judge)
    counts = log_counts_of(split.train)
    return Tilted(model, counts, chosen_power(model, counts, judge, is_log=False), is_log=False)


Fits = dict[str, Callable[[], Recommender]]  # title -> fit


def ease_variants(split: Split, seed: int, quality: Quality) -> Fits:
    tuned = {title: partial(tuned_ease, split, configs) for title, configs in EASES.items()}
    return {**tuned, TILTED: partial(tilted_ease, split)}


def vae_variants(split: Split, seed: int, quality: Quality) -> Fits:
    return {
        title: partial(
            fit_vae, split.train, sized(config, split.train.shape[0]), seed, judge=quality
        )
        for title, config in VAES.items()
    }


def amp_variants(split: Split, seed: int, quality: Quality) -> Fits:
    return {
        title: partial(
            fit_personas,
            split.train,
            replace(PERSONAS, n_personas=n_personas, n_epochs=60),
            seed,
            judge=quality,
        )
        for title, n_personas in AMPS.items()
    }


# tuned on the validation people, beside ablations; every other recommender is fitted as the table
# says
VARIANTS = {"ease": ease_variants, "mult_vae": vae_variants, "amp_cf": amp_variants}


def fits_of(name: str, split: Split, seed: int, quality: Quality) -> Fits:
    """Models that the benchmark fits for the recommender ``name`` of the table."""
    if name in VARIANTS:
        return VARIANTS[name](split, seed, quality)
    spec = RECOMMENDERS[name]
    return {spec.title: partial(spec.fit_to_rank, split.train, FitRun(seed))}


def fit_all(split: Split, seed: int) -> dict[str, tuple[Recommender, float]]:
    """All models with their seconds of fitting, including tuning."""
    fitted: dict[str, tuple[Recommender, float]] = {}

    def timed(name: str, fit: Callable[[], Recommender]) -> None:
        began = time.perf_counter()
        fitted[name] = fit(), time.perf_counter() - began

    def quality(model: Recommender) -> float:
        return mean_ndcg(model, split.validation)

    for name in RECOMMENDERS:
        for title, fit in fits_of(name, split, seed, quality).items():
            timed(title, fit)
    parts = [fitted[title][0] for title in POOLED]
    timed("ensemble", lambda: fit_ensemble(parts, split.validation.history, quality))
    return fitted


COSTS = ("fit and tune, s", "one person, ms", "size, MiB")


def one_user_ms(model: Recommender, part: FoldIn, n_calls: int = 50) -> float:
    """Median time to score the whole catalogue for one person."""
    times = []
    for person in range(n_calls):
        history = part.history[person % part.history.shape[0]]
        began = time.perf_counter()
        model.score(history)
        times.append(time.perf_counter() - began)
    return 1000.0 * float(np.median(times))


def mebibytes(part: object) -> float:
    """Size of all arrays in a fitted record and the records and tuples in it."""
    if isinstance(part, np.ndarray):
        return part.nbytes / 2**20
    if isinstance(part, tuple):
        return sum(map(mebibytes, part))
    if is_dataclass(part):
        return sum(mebibytes(getattr(part, field.name)) for field in fields(part))
    return 0.0


def run(
    data: str, n_folds: int, seed: int, n_run: int
) -> tuple[dict[tuple[str, str], Floats], dict[str, Row]]:
    """Per-person measures of every model over the first ``n_run`` of ``n_folds`` folds.

    Also costs with one number a model.
    """
    liked = load_dataset(data).liked
    measures: dict[tuple[str, str], list[Floats]] = {}
    shown: dict[str, set[int]] = {}
    costs: dict[str, list[tuple[float, float, float]]] = {}
    for fold in range(n_run):
        split = split_people(liked, fold, n_folds, seed)
        tastes = taste_memberships(split.train, N_TASTES, seed)
        wanted = history_tastes(tastes, split.test.history)
        for name, (model, spent) in fit_all(split, seed).items():
            for measure, values in judge(model, split.test).items():
                measures.setdefault((name, measure), []).append(values)
            top = shown_items(model, split.test, 10)
            shown.setdefault(name, set()).update(split.items[top].ravel().tolist())
            distance = taste_distance(wanted, list_tastes(tastes, top))
            measures.setdefault((name, "TDD@10"), []).append(distance)
            costs.setdefault(name, []).append(
                (spent, one_user_ms(model, split.test), mebibytes(model))
            )
        print(f"fold {fold + 1} of {n_run}", file=sys.stderr, flush=True)
    n_items = liked.shape[1]
    extra: dict[str, Row] = {
        name: {
            "coverage@10": len(items) / n_items,
            **dict(zip(COSTS, np.median(costs[name], axis=0).tolist(), strict=True)),
        }
        for name, items in shown.items()
    }
    return {key: np.concatenate(parts) for key, parts in measures.items()}, extra


def rows_of(measures: dict[tuple[str, str], Floats], extra: dict[str, Row]) -> list[Row]:
    """A row a model, the best first, with its NDCG@100 against the best and against popularity."""
    names = sorted(extra, key=lambda name: -np.nanmean(measures[name, "NDCG@100"]))
    rows: list[Row] = []
    for name in names:
        mean, low, high = paired_interval(measures[name, "NDCG@100"], np.random.default_rng(0))
        row: dict[str, str | int | float | bool | None] = {
            "model": name,
            "NDCG@100": mean,
            "low": low,
            "high": high,
        }
        for measure in ("NDCG@10", "Recall@20", "Recall@50", "TDD@10"):
            row[measure] = float(np.nanmean(measures[name, measure]))
        for rival in (names[0], "popularity"):
            gap = measures[name, "NDCG@100"] - measures[rival, "NDCG@100"]
            mean, low, high = paired_interval(gap, np.random.default_rng(0))
            label = "best" if rival == names[0] else rival
            row[f"against {label}"] = f"{mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        rows.append({**row, **extra[name]})
    return rows


def claims_of(measures: dict[tuple[str, str], Floats]) -> list[Claim]:
    """Sanity check: personal models beat popularity."""
    claims = []
    for name in ("EASE", "Mult-VAE", "ensemble"):
        gap = measures[name, "NDCG@100"] - measures["popularity", "NDCG@100"]
        low = paired_interval(gap, np.random.default_rng(0))[1]
        claims.append(
            Claim(f"{name} over popularity, NDCG@100", low, "interval above 0", low > 0.0)
        )
    skipped = int(np.isnan(measures["popularity", "NDCG@100"]).sum())
    people = len(measures["popularity", "NDCG@100"])
    claims.append(
        Claim(
            "people without a held-out item",
            skipped,
            f"below 5 % of {people}",
            skipped < 0.05 * people,
        )
    )
    return claims


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="run so many of the folds: large data takes long")
    options = parser.parse_args()
    n_run = min(options.only or options.folds, options.folds)
    measures, extra = run(options.data, options.folds, options.seed, n_run)
    return write_report(rows_of(measures, extra), claims_of(measures), options.json)


if __name__ == "__main__":
    sys.exit(main())
