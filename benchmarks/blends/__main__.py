"""Methods that combine a history with answers, by the size of each.

`python -m benchmarks.blends --json FILE`: the blends of benchmarks/blends/methods.py on held-out
people. Half of the catalogue is asked about and holds the history; NDCG@100 is measured on the
other half. Each blend's setting is the best of nine on validation people with as long a history.
History and answers share no item.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.blends.methods import BLENDS, Blend, Known, Setting, Views
from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.common.seeds import mean_over_seeds
from elicitation.simulation.sessions import Trace
from models.datasets.catalogue import ENOUGH_LIKES, likes
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.fit import DEFAULT_POLICY, FitConfig, Fitted, assign_roles, fit_everything
from models.recommenders.joint_prior import joint_prior_of
from models.recommenders.vae import Vae
from models.rewards.prior_tuning import HalvedCatalogue, halve, judged_ndcg, replay_people

Floats = NDArray[np.float64]
Key = tuple[str, int, int]  # blend, history, questions shown

HISTORIES = (0, 5, 20)  # likes
SHOWN = (0, 1, 2, 3, 5, 10, 20)
TUNED_AT = (0, 3, 10)  # questions
DEFAULT, HISTORY, ANSWERS = "joint Gaussian", "history alone", "answers alone"


class People:
    """People with the half of the catalogue for questions, and their answers."""

    def __init__(
        self,
        fitted: Fitted,
        half: HalvedCatalogue,
        ratings: sparse.csr_matrix,
        like: float,
        seed: int,
    ) -> None:
        basis = fitted.basis
        self.half, self.targets = half, half.targets(ratings, like)
        liked = likes(ratings, like).tocsr()
        self.histories: list[NDArray[np.int64]] = []  # of each, in random order
        revealed = half.revealed(ratings, basis.keys)
        for person, answers in enumerate(revealed):
            rng = np.random.default_rng([seed, person])
            items = liked.indices[liked.indptr[person] : liked.indptr[person + 1]]
            own = rng.permutation(items[half.askable[items]])[: max(HISTORIES)].astype(np.int64)
            self.histories.append(own)
            for item in own:
                answers.pop(basis.keys[item])
        familiarity = half.familiarity(fitted.familiarity)
        self.traces: list[Trace] = replay_people(
            basis, familiarity, revealed, like, DEFAULT_POLICY, max(SHOWN), seed
        )

    def ndcg(
        self, views: Views, blend: Blend, setting: Setting, n_history: int, n_shown: int
    ) -> Floats:
        """NDCG@100 of everybody, (n_people,)."""
        scores = []
        for items, trace in zip(self.histories, self.traces, strict=True):
            history = np.zeros((1, views.basis.n_items))
            history[0, items[:n_history]] = 1.0
            known = Known(sparse.csr_matrix(history), trace.session.answers[:n_shown])
            scores.append(blend(views, known, setting))
        return judged_ndcg(np.array(scores), self.targets, self.half)


def run_fold(
    data: str, n_folds: int, seed: int, fold: int
) -> tuple[NDArray[np.int64], dict[Key, Floats], dict[tuple[str, int], float]]:
    """People of a fold, their results (n_people,), and each method's best validation mean."""
    dataset = load_dataset(data)
    ratings, like = dataset.interactions.ratings, dataset.like
    people = np.flatnonzero(np.asarray(dataset.liked.sum(axis=1)).ravel() >= ENOUGH_LIKES)
    order = np.random.default_rng([seed, 11]).permutation(people)
    tested = np.sort(order[fold::n_folds])
    rest = np.setdiff1d(people, tested)
    catalogue, config = dataset.catalogue, FitConfig(basis_kind="pref")
    fitted = fit_everything(
        ratings[rest], like, catalogue.keys, catalogue.titles, catalogue.genres, config, seed
    )
    vae = fitted.models["mult_vae"]
    assert isinstance(vae, Vae)
    views = Views(vae, joint_prior_of(fitted.tensors, fitted.basis.prior), fitted.basis)
    half = halve(fitted.basis.n_items, np.random.default_rng([seed, fold, 3]))
    validation = assign_roles(len(rest), config, np.random.default_rng([seed, 0]))[2]
    tuning = People(fitted, half, ratings[rest[validation]], like, seed)
    testing = People(fitted, half, ratings[tested], like, seed + 1)
    results: dict[Key, Floats] = {}
    best: dict[tuple[str, int], float] = {}
    for name, (blend, settings) in BLENDS.items():
        for h in HISTORIES:
            values = [
                float(np.mean([np.nanmean(tuning.ndcg(views, blend, s, h, n)) for n in TUNED_AT]))
                for s in settings
            ]
            best[name, h] = max(values)
            setting = settings[int(np.argmax(values))]
            for n in SHOWN:
                results[name, h, n] = testing.ndcg(views, blend, setting, h, n)
    return tested, results, best


def run_study(
    data: str, n_seeds: int, n_folds: int, n_workers: int
) -> tuple[dict[Key, Floats], dict[tuple[str, int], float]]:
    """All folds of all seeds: each person's mean over seeds, and each blend's on validation."""
    jobs = [(seed, fold) for seed in range(n_seeds) for fold in range(n_folds)]
    parts = []
    with ProcessPoolExecutor(n_workers) as pool:
        for part in pool.map(partial(run_fold, data, n_folds), *zip(*jobs, strict=True)):
            parts.append(part)
            print(f"fold {len(parts)} of {len(jobs)}", file=sys.stderr, flush=True)
    best = {key: float(np.mean([part[2][key] for part in parts])) for key in parts[0][2]}
    return mean_over_seeds(part[:2] for part in parts), best


def claims_of(results: dict[Key, Floats], best: dict[tuple[str, int], float]) -> list[Claim]:
    """The default is never below either parent, and the best on validation people."""
    claims = []
    for parent in (HISTORY, ANSWERS):
        for h in HISTORIES:
            for n in SHOWN:
                gap = results[DEFAULT, h, n] - results[parent, h, n]
                mean, low, high = paired_interval(gap, np.random.default_rng(0))
                name = f"{DEFAULT} over {parent}, {h} likes and {n} questions"
                name += f": {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
                claims.append(Claim(name, high, "interval not below 0", high >= 0.0))
    for h in HISTORIES:
        lead = best[DEFAULT, h] - max(best[name, h] for name in BLENDS)
        text = f"{DEFAULT} on validation people less the best blend, {h} likes"
        claims.append(Claim(text, lead, "0, less .002 at most", lead > -0.002))
    return claims


def rows_of(results: dict[Key, Floats], best: dict[tuple[str, int], float]) -> list[Row]:
    """One row a blend and size of history."""
    rows: list[Row] = []
    for name in BLENDS:
        for h in HISTORIES:
            row: dict[str, str | int | float | bool | None] = {"blend": name, "likes": h}
            for n in SHOWN:
                row[f"{n} shown"] = float(np.nanmean(results[name, h, n]))
            rows.append(row | {"validation": best[name, h]})
    return rows


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    found = run_study(options.data, options.seeds, options.folds, options.workers)
    return write_report(rows_of(*found), claims_of(*found), options.json)


if __name__ == "__main__":
    sys.exit(main())
