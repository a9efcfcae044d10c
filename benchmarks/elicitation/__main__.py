"""Ranking after adaptive questions: held-out people answer by their own ratings.

`python -m benchmarks.elicitation --json FILE` cross-fits over people: no person is in the training
data of the models that test them. The catalogue is split at random: questions come from one half,
NDCG is measured on the other, so that no policy uses up the targets of another. Intervals are 95 %
paired bootstraps over people, each person's result being the mean over seeds. Base rewards are
those of PReF, which the published rule needs; benchmarks.elicitation.screens asks with the app's.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap

from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.common.seeds import kept, mean_over_seeds
from benchmarks.elicitation.arms import (
    ADAPTIVE,
    ARMS,
    CONTROL,
    FIXED,
    KNOWING,
    OPINION,
    OPINION_OF_FOUR,
    OPINION_PREF,
    OPINION_RANDOM,
    PREF,
    RANDOM,
    SHARE,
    SHOWN,
    Arm,
    asked_by,
    knowing,
    likeliest_known,
    opinions,
)
from models.datasets.catalogue import ENOUGH_LIKES, likes
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval, pairwise_accuracy
from models.fit import FitConfig, fit_everything
from models.recommenders.base import FitRun
from models.recommenders.table import RECOMMENDERS
from models.rewards.prior_tuning import blended, halve, judged_ndcg, replay_people

Floats = NDArray[np.float64]

CROWD, HISTORY = "popularity", "full history (VAE)"
LIKELIEST = "likeliest known, whatever it tells"
RECOVERED = 0.65  # of what the whole history adds to popularity, after ten questions

Results = dict[tuple[str, str, int], Floats]  # (arm, measure, n shown) -> (n_people,)


def run_fold(data: str, seed: int, fold: int, n_folds: int) -> tuple[NDArray[np.int64], Results]:
    """Fit without the fold's people, run every arm with them, and measure."""
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
    basis = fitted.basis
    half = halve(basis.n_items, np.random.default_rng([seed, fold, 3]))
    own = ratings[tested]
    targets, revealed = half.targets(own, like), half.revealed(own, basis.keys)
    judged = own.multiply((~half.askable).astype(float)).tocsr()
    judged.eliminate_zeros()
    results: Results = {}

    def record(arm: str, n_shown: int, scores: Floats, utilities: Floats | None) -> None:
        results[arm, "NDCG@100", n_shown] = judged_ndcg(scores, targets, half)
        if utilities is not None:
            results[arm, "pairwise accuracy", n_shown] = pairwise_accuracy(utilities, judged)

    popularity = np.asarray(likes(ratings[rest], like).sum(axis=0)).ravel()
    record(CROWD, 0, np.tile(popularity, (len(tested), 1)), None)
    prior = np.tile(fitted.blend.crowd, (len(tested), 1))
    record("prior alone", 0, prior, np.tile(basis.offsets, (len(tested), 1)))
    rng = np.random.default_rng([seed, fold, 4])
    known = own.toarray() > 0
    for name, losses in knowing(fitted.familiarity, known, half.askable, rng).items():
        results[name, "log-loss of knowing", 0] = losses
    history = likes(own, like).multiply(half.askable.astype(float)).tocsr()
    record(HISTORY, 0, fitted.models["mult_vae"].score(history), None)
    believed = half.familiarity(fitted.familiarity)
    liked = likes(own, like).toarray() > 0
    counts = np.array(
        [
            likeliest_known(believed, known[p] & half.askable, liked[p] & half.askable, max(SHOWN))
            for p in range(len(tested))
        ]
    )
    for n in SHOWN:
        results[LIKELIEST, "answered", n] = counts[:, n].astype(float)
    of_others = likes(ratings[rest], like)
    predicted = RECOMMENDERS["ease"].fit_to_rank(of_others, FitRun(seed)).score(history)
    record("full history (EASE)", 0, predicted, None)
    of_opinion = [
        opinions(stars, like, scores, basis.keys, half.askable)
        for stars, scores in zip(revealed, predicted, strict=True)
    ]
    for arm in ARMS:
        asking, familiarity = asked_by(arm, basis, believed)
        answers = of_opinion if arm.opinions else revealed
        if arm.strangers:
            answers = answers[1:] + answers[:1]
        traces = replay_people(
            asking, familiarity, answers, like, arm.policy, max(SHOWN), seed, arm.size
        )
        for n in SHOWN:
            utilities = (
                np.array([t.after(n).mean @ basis.rewards.T for t in traces]) + basis.offsets
            )
            alone = blended(fitted.priors["coefficients"], basis, traces, n)
            scores = alone if arm.published else blended(fitted.blend, basis, traces, n)
            record(arm.name, n, scores, utilities)
            results[arm.name, "coefficients alone NDCG@100", n] = judged_ndcg(alone, targets, half)
            answered = [t.n_informative[min(n, len(t.n_informative) - 1)] for t in traces]
            results[arm.name, "answered", n] = np.array(answered, dtype=float)
    return tested, results


def kept_fold(
    parts: Path | None, data: str, seed: int, fold: int, n_folds: int
) -> tuple[NDArray[np.int64], Results]:
    """``run_fold``, or its stored result in the folder ``parts``."""
    path = parts and parts / f"{data}-{seed}-{fold}-of-{n_folds}.npz"
    return kept(path, partial(run_fold, data, seed, fold, n_folds))


def run_study(
    data: str, n_seeds: int, n_folds: int, n_workers: int, parts: Path | None = None
) -> Results:
    """Every fold of every seed; each person's results are averaged over seeds."""
    jobs = [
        (parts, data, seed, fold, n_folds) for seed in range(n_seeds) for fold in range(n_folds)
    ]
    done = []
    with ProcessPoolExecutor(n_workers) as pool:
        for part in pool.map(kept_fold, *zip(*jobs, strict=True)):
            done.append(part)
            print(f"fold {len(done)} of {len(jobs)}", file=sys.stderr, flush=True)
    return mean_over_seeds(done)


def claims_of(results: Results) -> list[Claim]:
    """Claims; the value is the end of the interval that decides."""
    claims = []

    def claim(
        text: str, first: tuple[str, str, int], second: tuple[str, str, int], bar: str = "above 0"
    ) -> None:
        mean, low, high = paired_interval(
            results[first] - results[second], np.random.default_rng(0)
        )
        deciding, holds = {
            "above 0": (low, low > 0.0),
            "not below 0": (high, high >= 0.0),
            "not above 0": (low, low <= 0.0),
            "not below random's fifteen": (low, low >= 0.0),
        }[bar]
        name = f"{text}: {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        claims.append(Claim(name, deciding, f"interval {bar}", holds))

    def ndcg(arm: Arm, n: int) -> tuple[str, str, int]:
        return arm.name, "NDCG@100", n

    prior = ("prior alone", "NDCG@100", 0)
    for n in (5, 10):
        text = f"{ADAPTIVE.name} over {RANDOM.name} after {n}, NDCG@100"
        claim(text, ndcg(ADAPTIVE, n), ndcg(RANDOM, n))
    for n in SHOWN:
        alone = (ADAPTIVE.name, "coefficients alone NDCG@100", n)
        claim(f"blend over prior alone after {n}", ndcg(ADAPTIVE, n), prior, "not below 0")
        claim(f"blend over coefficients alone after {n}", ndcg(ADAPTIVE, n), alone, "not below 0")
    for n in SHOWN[1:]:
        claim(f"{ADAPTIVE.name} over PReF as published after {n}", ndcg(ADAPTIVE, n), ndcg(PREF, n))
        claim(f"{OPINION.name} over PReF after {n}", ndcg(OPINION, n), ndcg(OPINION_PREF, n))
    for ours, theirs in ((ADAPTIVE, RANDOM), (OPINION, OPINION_RANDOM)):
        text = f"{ours.name} after 3 over {theirs.name} after 15"
        claim(text, ndcg(ours, 3), ndcg(theirs, 15), "not below random's fifteen")
    for arm in (ADAPTIVE, OPINION, OPINION_OF_FOUR):
        claims.append(recovered(arm, results))
    claim(
        "reading the answers (adaptive over a fixed list) after 10",
        ndcg(ADAPTIVE, 10),
        ndcg(FIXED, 10),
    )
    knows = "log-loss of knowing"
    claim(
        "popularity over the model of what people know, log-loss",
        (SHARE, knows, 0),
        (KNOWING, knows, 0),
    )
    claim(
        "control: a stranger's answers over the prior after 10",
        ndcg(CONTROL, 10),
        prior,
        "not above 0",
    )
    return claims


def recovered(arm: Arm, results: Results) -> Claim:
    """Share of a full history's gain over popularity after ten questions."""
    crowd, history = results[CROWD, "NDCG@100", 0], results[HISTORY, "NDCG@100", 0]
    gains = np.column_stack([results[arm.name, "NDCG@100", 10] - crowd, history - crowd])
    gains = gains[~np.isnan(gains).any(axis=1)]
    draws = bootstrap(
        tuple(gains.T),
        lambda ten, whole, axis: ten.mean(axis) / whole.mean(axis),
        paired=True,
        n_resamples=2000,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    low, high = draws.confidence_interval
    share = float(gains[:, 0].mean() / gains[:, 1].mean())
    text = f"{arm.name}: share of the whole history's gain after 10, [{low:.2f}, {high:.2f}]"
    return Claim(text, share, f"{RECOVERED} or more", share >= RECOVERED)


def rows_of(results: Results) -> list[Row]:
    """One row an arm, measure and number of questions: mean and 95 % interval over people."""
    rows: list[Row] = []
    for (arm, measure, n), values in results.items():
        mean, low, high = paired_interval(values, np.random.default_rng(0))
        rows.append(
            {"arm": arm, "measure": measure, "shown": n, "mean": mean, "low": low, "high": high}
        )
        if measure == "answered" and n:
            share = mean / n
            rows.append(
                {
                    "arm": arm,
                    "measure": "answered per shown",
                    "shown": n,
                    "mean": share,
                    "low": low / n,
                    "high": high / n,
                }
            )
    return rows


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--parts", type=Path, help="keep folds here and go on from those there")
    options = parser.parse_args()
    results = run_study(options.data, options.seeds, options.folds, options.workers, options.parts)
    return write_report(rows_of(results), claims_of(results), options.json)


if __name__ == "__main__":
    sys.exit(main())
