"""Every recommender on one protocol: held-out people, paired intervals.

`python -m benchmarks.models --data NAME --json FILE` cross-validates over people. Hyper-parameters
are chosen on tuning people, who are never tested; intervals are 95 % paired bootstraps.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Claim, Row, finish
from models.datasets import load_dataset
from models.ease import EaseConfig, EasePath, fit_ease_path
from models.ensemble import fit_pair
from models.evaluate import paired_interval
from models.protocol import Split, judge, mean_ndcg, shown_items, split_people
from models.recommenders import Recommender, fit_popularity
from models.vae import VaeConfig
from models.vae_training import fit_vae

Floats = NDArray[np.float64]

PENALTIES = tuple(float(x) for x in np.geomspace(10.0, 5000.0, 16).round())
ROW_POWERS = (0.25, 0.5, 0.75, 1.0)
RATIOS = tuple(float(x) for x in np.geomspace(0.02, 50.0, 30))
VAES = {
    "Mult-VAE": VaeConfig(),
    "Mult-DAE": VaeConfig(sampled=False),
    "VAE, composite prior": VaeConfig(
        composite_prior=True, beta_per_click=0.005, decoder_every=3, n_epochs=60
    ),
}


def tuned_ease(split: Split, row_powers: tuple[float, ...]) -> EasePath:
    """The penalty (and row power) of best validation NDCG@100; one decomposition a power."""
    part, best = split.validation, (-np.inf, EaseConfig(1.0))
    paths = {power: fit_ease_path(split.train, EaseConfig(1.0, power)) for power in row_powers}
    for path in paths.values():
        for penalty in PENALTIES:
            config = replace(path.config, regularisation=penalty)
            best = max(best, (mean_ndcg(replace(path, config=config), part), config), key=_first)
    return replace(paths[best[1].row_power], config=best[1])


def _first(pair: tuple[float, EaseConfig]) -> float:
    return pair[0]


def fit_all(split: Split, seed: int) -> dict[str, tuple[Recommender, float]]:
    """Every model with the seconds that fitting it took, tuning included."""
    fitted: dict[str, tuple[Recommender, float]] = {}

    def timed(name: str, fit: Callable[[], Recommender]) -> Recommender:
        began = time.perf_counter()
        fitted[name] = fit(), time.perf_counter() - began
        return fitted[name][0]

    def quality(model: Recommender) -> float:
        return mean_ndcg(model, split.validation)

    timed("popularity", lambda: fit_popularity(split.train))
    timed("EASE", lambda: tuned_ease(split, (0.0,)))
    ease = timed("EASE, rows weighted", lambda: tuned_ease(split, ROW_POWERS))
    vaes = [
        timed(name, lambda config=config: fit_vae(split.train, config, seed, judge=quality))  # type: ignore[misc]
        for name, config in VAES.items()
    ]
    vae = max(vaes, key=quality)
    history = split.validation.history
    timed("ensemble", lambda: fit_pair(vae, ease, history, quality, RATIOS))
    return fitted


def run(data: str, n_folds: int, seed: int) -> tuple[dict[tuple[str, str], Floats], dict[str, Row]]:
    """Per-person measures of every model over all folds, and what is one number a model."""
    liked = load_dataset(data).liked
    measures: dict[tuple[str, str], list[Floats]] = {}
    shown: dict[str, set[int]] = {}
    seconds: dict[str, list[float]] = {}
    for fold in range(n_folds):
        split = split_people(liked, fold, n_folds, seed)
        for name, (model, spent) in fit_all(split, seed).items():
            for measure, values in judge(model, split.test).items():
                measures.setdefault((name, measure), []).append(values)
            top = split.items[shown_items(model, split.test, 10)]
            shown.setdefault(name, set()).update(top.ravel().tolist())
            seconds.setdefault(name, []).append(spent)
        print(f"fold {fold + 1} of {n_folds}", file=sys.stderr, flush=True)
    n_items = liked.shape[1]
    extra: dict[str, Row] = {
        name: {
            "coverage@10": len(items) / n_items,
            "fit and tune, s": float(np.median(seconds[name])),
        }
        for name, items in shown.items()
    }
    return {key: np.concatenate(parts) for key, parts in measures.items()}, extra


def rows_of(measures: dict[tuple[str, str], Floats], extra: dict[str, Row]) -> list[Row]:
    """A row a model, the best first, with its NDCG@100 against the best and against popularity."""
    names = sorted(extra, key=lambda name: -np.nanmean(measures[name, "NDCG@100"]))
    rows: list[Row] = []
    for name in names:
        row: dict[str, str | int | float | bool | None] = {"model": name}
        for measure in ("NDCG@100", "NDCG@10", "Recall@20", "Recall@50"):
            row[measure] = float(np.nanmean(measures[name, measure]))
        for rival in (names[0], "popularity"):
            gap = measures[name, "NDCG@100"] - measures[rival, "NDCG@100"]
            mean, low, high = paired_interval(gap, np.random.default_rng(0))
            label = "best" if rival == names[0] else rival
            row[f"against {label}"] = f"{mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        rows.append({**row, **extra[name]})
    return rows


def claims_of(measures: dict[tuple[str, str], Floats]) -> list[Claim]:
    """Sanity of the whole table: personal models beat the one that is not."""
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="movielens", help="a data set of models.datasets")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    measures, extra = run(options.data, options.folds, options.seed)
    return finish(rows_of(measures, extra), claims_of(measures), options.json)


if __name__ == "__main__":
    sys.exit(main())
