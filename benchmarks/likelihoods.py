"""Three claims about recommenders, with equal tuning effort for every method.

`python -m benchmarks.likelihoods --data NAME --json FILE`

1. Multinomial against Gaussian and logistic on one network: each tunes over as many settings.
2. Negative weights and the zero diagonal of EASE, each variant at its own best penalty.
3. No, complete and partial pooling by the number of revealed likes, with a shuffled population.

Tuning people are never tested. Differences are paired over people, averaged over seeds first.
"""

import sys
from collections.abc import Mapping
from dataclasses import asdict, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.common.report import Claim, Row, parser_of, write_report
from models.datasets.catalogue import Dataset
from models.datasets.registry import load_dataset
from models.evaluation.metrics import ndcg_at_k, paired_interval
from models.evaluation.protocol import FoldIn, Split, mean_ndcg, split_people, unseen_scores
from models.recommenders.base import Recommender
from models.recommenders.ease import EaseConfig, fit_ease_path
from models.recommenders.label_profile import own_only
from models.recommenders.popularity import fit_popularity
from models.recommenders.training.vae_training import fit_vae
from models.recommenders.vae import MULT_VAE, Vae, VaeConfig

Floats = NDArray[np.float64]

# Eight settings for each likelihood.
GRIDS: dict[str, tuple[VaeConfig, ...]] = {
    "multinomial": tuple(
        replace(MULT_VAE, learning_rate=rate, beta_cap=cap)
        for rate in (1e-3, 2e-3)
        for cap in (0.05, 0.2, 0.5, 1.0)
    ),
    "gaussian": tuple(
        replace(MULT_VAE, likelihood="gaussian", confidence=confidence, beta_cap=cap)
        for confidence in (3.0, 10.0, 30.0, 100.0)
        for cap in (0.0, 0.05)
    ),
    "logistic": tuple(
        replace(MULT_VAE, likelihood="logistic", confidence=confidence, beta_cap=cap)
        for confidence in (1.0, 3.0, 10.0, 30.0)
        for cap in (0.0, 0.2)
    ),
}
PENALTIES = tuple(float(x) for x in np.geomspace(20.0, 5000.0, 9).round())
EASE_VARIANTS = {
    "EASE": EaseConfig(1.0),
    "EASE, negative weights clipped": EaseConfig(1.0, clip_negative=True),
    "EASE, no zero diagonal": EaseConfig(1.0, zero_diagonal=False),
}
REVEALED = (0, 1, 2, 5, 10, 20)

# a model, or a pooling estimator and the likes it was shown -> a fold's NDCG@100 of each person
Results = dict[str | tuple[str, int], list[Floats]]
Pooled = dict[tuple[str, int], Floats]


def ndcg(model: Recommender, part: FoldIn) -> Floats:
    return ndcg_at_k(unseen_scores(model, part), part.targets, 100)


def fit_judged(split: Split, config: VaeConfig, seed: int) -> Vae:
    """Early stopping on tuning people."""
    return fit_vae(split.train, config, seed, judge=lambda vae: mean_ndcg(vae, split.validation))


def tuned_vaes(split: Split) -> dict[str, VaeConfig]:
    """The setting of best validation NDCG@100 for each likelihood."""
    return {
        name: max(
            grid, key=lambda config: mean_ndcg(fit_judged(split, config, 0), split.validation)
        )
        for name, grid in GRIDS.items()
    }


def tuned_ease(split: Split, config: EaseConfig) -> Recommender:
    path = fit_ease_path(split.train, config)
    models = [
        replace(path, config=replace(config, regularisation=p)).item_item() for p in PENALTIES
    ]
    return max(models, key=lambda model: mean_ndcg(model, split.validation))


def revealed(part: FoldIn, n: int, rng: np.random.Generator) -> FoldIn:
    """Fold-in data with ``n`` random items of each history and the same targets."""
    keep = np.zeros(part.history.nnz, dtype=bool)
    starts = part.history.indptr
    for start, stop in zip(starts[:-1], starts[1:], strict=True):
        keep[start + rng.permutation(stop - start)[:n]] = True
    data = part.history.data * keep
    parts = (data, part.history.indices, starts)
    history = sparse.csr_matrix(parts, shape=part.history.shape, copy=True)
    history.eliminate_zeros()
    return FoldIn(history, part.targets)


def shuffled(liked: sparse.csr_matrix, rng: np.random.Generator) -> sparse.csr_matrix:
    """Likes of each item reassigned to random people: popularity stays, correlations go."""
    columns = liked.tocsc(copy=True)
    for start, stop in zip(columns.indptr[:-1], columns.indptr[1:], strict=True):
        columns.indices[start:stop] = rng.choice(liked.shape[0], stop - start, replace=False)
    return columns.tocsr()


def pooling(
    dataset: Dataset, split: Split, config: VaeConfig, seed: int
) -> Mapping[str, Recommender]:
    """No, complete and partial pooling, and the control with a shuffled population."""
    genres = [dataset.catalogue.genres[item] for item in split.items]
    mixed = shuffled(split.train, np.random.default_rng([seed, 30]))
    return {
        "none: own history": own_only(genres),
        "complete: popularity": fit_popularity(split.train),
        "partial: Mult-VAE": fit_judged(split, config, seed),
        "control: shuffled people": fit_vae(mixed, config, seed),
    }


def by_clicks(dataset: Dataset, split: Split, fold: int, config: VaeConfig) -> Pooled:
    """NDCG@100 of a fold's people for each way of pooling and number of revealed likes."""
    models = pooling(dataset, split, config, 0)
    found: Pooled = {}
    for n in REVEALED:
        part = revealed(split.test, n, np.random.default_rng([fold, n]))
        found |= {(name, n): ndcg(model, part) for name, model in models.items()}
    return found


def run(data: str, n_folds: int, n_seeds: int) -> tuple[Results, dict[str, VaeConfig]]:
    """Every model on every fold; people are tested once a seed, in the same order."""
    dataset = load_dataset(data)
    splits = [split_people(dataset.liked, fold, n_folds, 0) for fold in range(n_folds)]
    chosen = tuned_vaes(splits[0])
    results: Results = {}
    for fold, split in enumerate(splits):
        for name, config in chosen.items():
            fits = [ndcg(fit_judged(split, config, seed), split.test) for seed in range(n_seeds)]
            results.setdefault(name, []).append(np.mean(fits, axis=0))
        for name, variant in EASE_VARIANTS.items():
            results.setdefault(name, []).append(ndcg(tuned_ease(split, variant), split.test))
        for key, values in by_clicks(dataset, split, fold, chosen["multinomial"]).items():
            results.setdefault(key, []).append(values)
        print(f"fold {fold + 1} of {n_folds}", file=sys.stderr, flush=True)
    return results, chosen


def compare(
    results: Results, first: str | tuple[str, int], second: str | tuple[str, int]
) -> tuple[float, float, float]:
    gap = np.concatenate(results[first]) - np.concatenate(results[second])
    return paired_interval(gap, np.random.default_rng(0))


def claims_of(results: Results) -> list[Claim]:
    """Sanity checks; verdicts on the claims are in the rows."""
    claims = []
    for n in REVEALED:
        partial = ("partial: Mult-VAE", n)
        for rival in ("none: own history", "complete: popularity"):
            high = compare(results, partial, (rival, n))[2]
            name = f"partial pooling not below {rival.split(':')[0]} at {n} revealed"
            claims.append(Claim(name, high, "interval not below 0", high >= 0.0))
    low = compare(results, ("partial: Mult-VAE", 20), ("control: shuffled people", 20))[1]
    claims.append(Claim("a shuffled population loses the gain", low, "interval above 0", low > 0.0))
    return claims


def rows_of(results: Results, chosen: Mapping[str, VaeConfig]) -> list[Row]:
    rows: list[Row] = []
    for name, parts in results.items():
        mean, low, high = paired_interval(np.concatenate(parts), np.random.default_rng(0))
        about: Row = (
            {"model": name} if isinstance(name, str) else {"pooling": name[0], "revealed": name[1]}
        )
        rows.append({**about, "NDCG@100": mean, "low": low, "high": high})
    questions = (
        ("multinomial beats Gaussian", "multinomial", "gaussian"),
        ("multinomial beats logistic", "multinomial", "logistic"),
        ("negative weights help", "EASE", "EASE, negative weights clipped"),
        ("the zero diagonal helps", "EASE", "EASE, no zero diagonal"),
    )
    for claim, first, second in questions:
        mean, low, high = compare(results, first, second)
        verdict = "holds" if low > 0.0 else "refuted" if high < 0.0 else "open"
        rows.append(
            {"claim": claim, "difference": mean, "low": low, "high": high, "verdict": verdict}
        )
    for name, config in chosen.items():
        rows.append({"chosen for": name, "setting": _changed(config)})
    return rows


def _changed(config: VaeConfig) -> str:
    """The fields that differ from the defaults."""
    own, usual = asdict(config), asdict(VaeConfig())
    return ", ".join(f"{key}={value}" for key, value in own.items() if value != usual[key])


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    results, chosen = run(options.data, options.folds, options.seeds)
    return write_report(rows_of(results, chosen), claims_of(results), options.json)


if __name__ == "__main__":
    sys.exit(main())
