"""Our models against those of other libraries: same people and measures in one run.

`make peers` installs them and runs this on the embedded data. Each fit is a process in its
library's environment. All models tune on the same people, who are never tested, over grids as large
as ours. Options that other libraries fix (RecBole's VAEs draw noise of sd 0.01) are left.
"""

import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.models import VAES
from benchmarks.peers.process import Entry, Fitted, fit, write_split
from models.datasets.registry import load_dataset
from models.evaluation.metrics import ndcg_at_k, paired_interval, recall_at_k
from models.evaluation.protocol import FoldIn, mean_ndcg, split_people
from models.recommenders.combined.ensemble import Known, fit_ensemble

Floats = NDArray[np.float64]

PENALTIES = (20.0, 50.0, 120.0, 300.0, 700.0, 1500.0)
RECBOLE_VAE = {
    "mlp_hidden_size": [600],
    "latent_dimension": 256,
    "dropout_prob": 0.5,
    "anneal_cap": 0.2,
    "total_anneal_steps": 400,
}
RECBOLE_RECVAE = {
    "hidden_dimension": 600,
    "latent_dimension": 200,
    "dropout_prob": 0.5,
    "beta": 0.2,
    "mixture_weights": [0.15, 0.75, 0.1],
    "gamma": 0.005,
}


def _grid(base: dict[str, Any], **choices: tuple[Any, ...]) -> tuple[dict[str, Any], ...]:
    """Every combination of the choices."""
    grid = [base]
    for key, values in choices.items():
        grid = [{**one, key: value} for one in grid for value in values]
    return tuple(grid)


def _recbole(model: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return _grid({"model": model}, batch_size=(25, 100), learning_rate=(5e-4, 1e-3))


EASES = tuple(
    Entry(library, "EASE", _grid({}, regularisation=PENALTIES))
    for library in ("Tenfold", "irspack", "cornac", "lenskit")
)
GAUSSIAN = tuple(asdict(config) for name, config in VAES.items() if "Gaussian" in name)
ENTRIES = (
    *EASES,
    Entry(
        "Tenfold",
        "EASE, rows weighted",
        _grid({"row_power": 0.5}, regularisation=(5.0, 15.0, 40.0, 100.0)),
    ),
    Entry("Tenfold", "ridge", _grid({"zero_diagonal": False}, regularisation=PENALTIES)),
    Entry("Tenfold", "VAE", tuple(asdict(config) for config in VAES.values())),
    Entry("Tenfold", "Gaussian VAE", GAUSSIAN),
    Entry("Tenfold", "MF", _grid({"n_personas": 1}, n_epochs=(60,))),
    Entry(
        "implicit",
        "iALS",
        _grid({"factors": 64}, regularization=(1.0, 10.0), alpha=(2.0, 5.0, 20.0)),
    ),
    Entry(
        "irspack", "iALS", _grid({"n_components": 64}, alpha0=(0.1, 0.3), reg=(0.003, 0.01, 0.03))
    ),
    Entry(
        "irspack",
        "Mult-VAE",
        _grid(
            {"dim_z": 64, "minibatch_size": 50, "anneal_end_epoch": 20}, train_epochs=(15, 30, 60)
        ),
    ),
    Entry(
        "cornac",
        "Mult-VAE",
        _grid(
            {"k": 64, "autoencoder_structure": [200], "batch_size": 50, "beta": 0.2},
            n_epochs=(15, 30, 60),
        ),
    ),
    Entry("RecBole", "Mult-VAE", _recbole(RECBOLE_VAE)),
    Entry("RecBole", "RecVAE", _recbole(RECBOLE_RECVAE)),
)


def measures(scores: Floats, part: FoldIn) -> dict[str, Floats]:
    scores = scores.astype(np.float64)
    scores[part.history.nonzero()] = -np.inf
    return {
        "NDCG@100": ndcg_at_k(scores, part.targets, 100),
        "NDCG@10": ndcg_at_k(scores, part.targets, 10),
        "Recall@20": recall_at_k(scores, part.targets, 20),
        "Recall@50": recall_at_k(scores, part.targets, 50),
    }


def cholesky_limit(n: int) -> float:
    """Seconds of float32 potrf and potri of an n x n matrix, a lower bound for EASE."""
    rng = np.random.default_rng(0)
    matrix = np.asfortranarray(np.eye(n, dtype=np.float32) * n)
    matrix += rng.random((n, n), dtype=np.float32) * 0.01
    began = time.perf_counter()
    factor, _ = lapack.spotrf(matrix, lower=1, overwrite_a=1, clean=0)
    lapack.spotri(factor, lower=1, overwrite_c=1)
    return time.perf_counter() - began


@dataclass(frozen=True, eq=False)
class Tuned:
    """Best setting on tuning people, its fit, and NDCG@100 of the whole grid."""

    params: dict[str, Any]
    fitted: Fitted
    values: list[float]


def tuned(
    entries: tuple[Entry, ...], tuning: FoldIn, split_file: Path, environments: Path
) -> dict[Entry, Tuned]:
    """Tuned entries; one whose process fails is left out and its error printed."""
    found = {}
    for entry in entries:
        try:
            fits = [fit(entry, params, split_file, environments) for params in entry.grid]
        except RuntimeError as error:
            print(error, file=sys.stderr, flush=True)
            continue
        values = [mean_ndcg(Known(fitted.tuning), tuning) for fitted in fits]
        best = int(np.argmax(values))
        found[entry] = Tuned(entry.grid[best], fits[best], values)
        about = {key: value for key, value in fits[best].about.items() if key != "trace"}
        said = f"{entry.name}: {values[best]:.4f} {entry.grid[best]} {about}"
        print(said, file=sys.stderr, flush=True)
    return found


@dataclass(frozen=True, eq=False)
class Outcome:
    """Results of a model over all folds: measures of each person, report of each process."""

    measures: list[dict[str, Floats]]
    tuning: list[float]
    about: list[dict[str, Any]]

    def of(self, measure: str) -> Floats:
        return np.concatenate([fold[measure] for fold in self.measures])

    def median(self, cost: str) -> float:
        return float(np.median([about[cost] for about in self.about]))


def run(
    data: str, n_folds: int, environments: Path, parts: Path | None = None
) -> tuple[dict[str, Outcome], dict[Entry, Tuned]]:
    liked = load_dataset(data).liked
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory() as folder:
        kept = (parts or Path(folder)).absolute()
        kept.mkdir(parents=True, exist_ok=True)
        for fold in range(n_folds):
            path = kept / f"{data}-{fold}.npz"
            split = split_people(liked, fold, 5, 0)
            write_split(split, path)
            if fold == 0:
                chosen = tuned(ENTRIES, split.validation, path, environments)
            fitted = {
                entry.name: fit(entry, best.params, path, environments) if fold else best.fitted
                for entry, best in chosen.items()
            }
            fitted["ensemble (Tenfold)"] = ensemble(fitted, split.validation)
            for name, model in fitted.items():
                outcome = outcomes.setdefault(name, Outcome([], [], []))
                outcome.measures.append(measures(model.test, split.test))
                outcome.tuning.append(mean_ndcg(Known(model.tuning), split.validation))
                outcome.about.append(model.about)
            print(f"fold {fold + 1} of {n_folds}", file=sys.stderr, flush=True)
    return outcomes, chosen


def ensemble(fitted: dict[str, Fitted], tuning: FoldIn) -> Fitted:
    """Ensemble of our own models by ``fit_ensemble``."""
    own = [model for name, model in fitted.items() if "Tenfold" in name]
    known = [Known(model.tuning) for model in own]
    best = fit_ensemble(known, tuning.history, lambda model: mean_ndcg(model, tuning))
    parts = [own[known.index(part)] for part in best.models]  # type: ignore[arg-type]
    test = np.sum([w * m.test for w, m in zip(best.weights, parts, strict=True)], axis=0)
    about = {key: sum(m.about[key] for m in parts) for key in ("fit_s", "one_user_ms")}
    about["peak_MiB"] = max(model.about["peak_MiB"] for model in parts)
    return Fitted(best.score(tuning.history), test, about)


def rows_of(outcomes: dict[str, Outcome]) -> list[Row]:
    rows: list[Row] = []
    for name, outcome in outcomes.items():
        mean, low, high = paired_interval(outcome.of("NDCG@100"), np.random.default_rng(0))
        row: dict[str, str | int | float | bool | None] = {
            "model": name,
            "NDCG@100": mean,
            "low": low,
            "high": high,
        }
        for measure in ("NDCG@10", "Recall@20", "Recall@50"):
            row[measure] = float(np.nanmean(outcome.of(measure)))
        for cost in ("fit_s", "peak_MiB", "one_user_ms"):
            row[cost] = outcome.median(cost)
        rows.append(row)
    return sorted(rows, key=lambda row: -float(row["NDCG@100"] or 0.0))


def claims_of(
    outcomes: dict[str, Outcome],
    chosen: dict[Entry, Tuned],
    limit: float,
) -> list[Claim]:
    def best_peer(*words: str) -> str:
        named = [n for n in outcomes if "Tenfold" not in n and any(w in n for w in words)]
        return max(named, key=lambda name: float(np.nanmean(outcomes[name].of("NDCG@100"))))

    def against(ours: str, theirs: str, or_tie: bool = False) -> Claim:
        gap = outcomes[ours].of("NDCG@100") - outcomes[theirs].of("NDCG@100")
        mean, low, high = paired_interval(gap, np.random.default_rng(0))
        name = f"{ours} over {theirs}: {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        verdict = "interval above 0" + (" (a tie)" if low <= 0.0 <= high else "")
        return Claim(name, low, verdict, (high if or_tie else low) > 0.0)

    eases = {entry.library: best.values for entry, best in chosen.items() if entry.model == "EASE"}
    ours, fit_s = eases.pop("Tenfold"), outcomes["EASE (Tenfold)"].median("fit_s")
    claims = []
    for library, values in eases.items():
        apart = float(np.abs(np.subtract(values, ours)).max())
        name = f"EASE equals {library}'s at every penalty, NDCG@100"
        claims.append(Claim(name, apart, "below .00005", apart < 5e-5))
    fastest = min(outcomes[f"EASE ({library})"].median("fit_s") for library in eases)
    claims.append(
        Claim("EASE fit against the fastest", fit_s / fastest, "at most 1", fit_s <= fastest)
    )
    claims.append(
        Claim(
            "EASE fit against bare potrf + potri",
            fit_s / limit,
            "at most 1.5",
            fit_s <= 1.5 * limit,
        )
    )
    one = outcomes["EASE (Tenfold)"].median("one_user_ms")
    claims.append(Claim("EASE scores one person, ms", one, "at most 0.2", one <= 0.2))
    rival = best_peer("VAE")
    claims.append(against("VAE (Tenfold)", rival))
    ratios = []
    for about, goal, peer in zip(
        outcomes["VAE (Tenfold)"].about, outcomes[rival].tuning, outcomes[rival].about, strict=True
    ):
        reached = [seconds for seconds, value in about["trace"] if value >= goal]
        ratios.append(reached[0] / peer["fit_s"] if reached else np.inf)
    ratio = float(np.median(ratios))
    claims.append(Claim(f"time to the quality of {rival}", ratio, "at most 0.5", ratio <= 0.5))
    claims.append(against("ensemble (Tenfold)", best_peer(""), or_tie=True))
    return claims


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--environments", type=Path, default=Path(".venv-peers"))
    parser.add_argument("--parts", type=Path, help="keep fits here and go on from those there")
    options = parser.parse_args()
    if not (options.environments / "main").is_dir():
        print("The other libraries are not installed. `make peers` does it.", file=sys.stderr)
        return 2
    environments = options.environments.absolute()
    outcomes, chosen = run(options.data, options.folds, environments, options.parts)
    limit = cholesky_limit(load_dataset(options.data).liked.shape[1])
    return write_report(rows_of(outcomes), claims_of(outcomes, chosen, limit), options.json)


if __name__ == "__main__":
    sys.exit(main())
