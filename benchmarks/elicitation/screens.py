"""How much screens of every kind teach: `python -m benchmarks.elicitation.screens --json FILE`.

The people, folds and halves of the catalogue are those of benchmarks.elicitation; what is fitted is
what `models.train` serves. A share is that of the whole history's gain: from popularity to the
autoencoder with all that a person liked.
"""

import csv
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.report import Claim, Row, parser_of, write_report
from benchmarks.common.seeds import kept, mean_over_seeds
from benchmarks.elicitation.arms import opinions
from benchmarks.elicitation.screen_arms import (
    DEFAULT,
    SCREEN_ARMS,
    SCREENS,
    ScreenArm,
    changed_next,
    measures,
)
from elicitation.sessions.events import Answered
from elicitation.simulation.answer_times import KEYSTROKES, AnswerTimes, recorded
from elicitation.simulation.screen_people import USUAL_LINE, ScreenPerson, of_opinion, rater
from elicitation.simulation.screen_sessions import run_screens
from elicitation.studies.export import sessions
from models.datasets.catalogue import likes
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.fit import FitConfig, fit_everything
from models.recommenders.base import FitRun
from models.recommenders.table import RECOMMENDERS
from models.rewards.prior_tuning import halve, judged_ndcg

Floats = NDArray[np.float64]
Results = dict[tuple[str, str, int], Floats]  # (arm, measure, n screens) -> (n_people,)

CROWD, HISTORY = "popularity", "full history (VAE)"
WELL_KNOWN = 200  # items that a person of opinion draws their line among
LINES = 0.5, 0.95  # quantiles of a person's values between which any line lies


def run_fold(
    data: str, seed: int, fold: int, n_folds: int, times: AnswerTimes = KEYSTROKES
) -> tuple[NDArray[np.int64], Results]:
    """Fit without the fold's people, show them every arm's screens, measure the lists."""
    dataset = load_dataset(data)
    ratings, like, catalogue = dataset.interactions.ratings, dataset.like, dataset.catalogue
    people = np.flatnonzero(np.asarray(likes(ratings, like).sum(axis=1)).ravel() >= 5)
    order = np.random.default_rng([seed, 11]).permutation(people)
    tested = np.sort(order[fold::n_folds])
    rest = ratings[np.setdiff1d(people, tested)]
    half = halve(ratings.shape[1], np.random.default_rng([seed, fold, 3]))
    own = ratings[tested]
    targets = half.targets(own, like)
    history = likes(own, like).multiply(half.askable.astype(float)).tocsr()
    columns = catalogue.keys, catalogue.titles, catalogue.genres
    config = FitConfig(basis_kind="scores")
    fitted = fit_everything(rest, like, *columns, config, seed, years=catalogue.years)
    model = fitted.basis.taste_model
    ease = RECOMMENDERS["ease"]
    by_vae = fitted.models["mult_vae"].score(history)
    by_ease = ease.fit(likes(rest, like), ease.config, FitRun(seed)).score(history)
    popularity = np.asarray(likes(rest, like).sum(axis=0)).ravel()
    share = np.asarray((rest > 0).mean(axis=0)).ravel()
    results: Results = {
        (CROWD, "NDCG@100", 0): judged_ndcg(np.tile(popularity, (len(tested), 1)), targets, half),
        (HISTORY, "NDCG@100", 0): judged_ndcg(by_vae, targets, half),
    }
    revealed = half.revealed(own, catalogue.keys)
    well_known = np.argsort(-np.where(half.askable, share, -1.0), kind="stable")[:WELL_KNOWN]

    def opinionated(predicted: Floats, lines: Floats) -> list[ScreenPerson]:
        found = []
        for stars, row, line in zip(revealed, predicted, lines.tolist(), strict=True):
            said = opinions(stars, like, row, catalogue.keys, half.askable)
            values = np.full(ratings.shape[1], np.nan)
            for key, value in said.items():
                values[catalogue.numbers[key]] = value
            found.append(of_opinion(values, well_known, line))
        return found

    usual = np.full(len(tested), USUAL_LINE)
    any_line = np.random.default_rng([seed, fold, 6]).uniform(*LINES, len(tested))
    crowds = {
        "opinion": opinionated(by_ease, usual),
        "opinion by the VAE": opinionated(by_vae, usual),
        "opinion, any line": opinionated(by_ease, any_line),
        "raters": [rater(row.toarray().ravel(), like, half.askable) for row in own],
    }
    for arm in SCREEN_ARMS:
        crowd = crowds[arm.people]
        if arm.strangers:
            crowd = crowd[1:] + crowd[:1]
        traces = [
            run_screens(
                model,
                person,
                half.askable,
                arm.plan,
                arm.how,
                np.random.default_rng([seed, fold, number]),
                times=times,
            )
            for number, person in enumerate(crowd)
        ]
        for n in SCREENS:
            for measure, values in measures(fitted, traces, targets, half, n).items():
                results[arm.name, measure, n] = values
        results[arm.name, "next screen changes with the answer", 1] = np.full(
            len(traces), changed_next(traces)
        )
    return tested, results


def kept_fold(
    parts: Path | None, data: str, seed: int, fold: int, n_folds: int, times: AnswerTimes
) -> tuple[NDArray[np.int64], Results]:
    """``run_fold``, or what an earlier run left of it in the folder ``parts``."""
    pace = "" if times == KEYSTROKES else f"-{times.judge:.3g}-{times.act:.3g}-{times.name:.3g}"
    path = parts and parts / f"screens-{data}-{seed}-{fold}-of-{n_folds}{pace}.npz"
    return kept(path, partial(run_fold, data, seed, fold, n_folds, times))


def times_of(study: Path) -> AnswerTimes:
    """The pace of a study's people, from its exported CSV.

    Raises ValueError if they gave too few answers.
    """
    with study.open(encoding="utf-8", newline="") as lines:
        events = [event for log in sessions(csv.DictReader(lines)).values() for event in log]
    return recorded(event for event in events if isinstance(event, Answered))


def share_of(results: Results, arm: str, n: int) -> tuple[float, float, float]:
    """Share of the whole history's gain after ``n`` screens, and its 95 % bootstrap interval."""
    crowd, history = results[CROWD, "NDCG@100", 0], results[HISTORY, "NDCG@100", 0]
    gains = np.column_stack([results[arm, "NDCG@100", n] - crowd, history - crowd])
    gains = gains[~np.isnan(gains).any(axis=1)]
    draws = np.random.default_rng(0).integers(len(gains), size=(2000, len(gains)))
    drawn = gains[draws].mean(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return float(gains[:, 0].mean() / gains[:, 1].mean()), float(low), float(high)


PROMISED = (  # arm, screens, share
    ("pairs with both and neither", 10, 0.50),
    ("raters, pairs with both and neither", 10, 0.50),
    (DEFAULT, 3, 0.60),
    (DEFAULT, 10, 0.85),
    (f"raters, {DEFAULT}", 3, 0.50),
    (f"raters, {DEFAULT}", 10, 0.75),
    (f"{DEFAULT}, opinions by the VAE", 10, 0.75),
    (f"{DEFAULT}, lines of their own", 10, 0.75),
)
CONTROL = f"control: a stranger, {DEFAULT}"
COMPARED = ("pairs with both and neither", DEFAULT, f"raters, {DEFAULT}")


def claims_of(results: Results) -> list[Claim]:
    """The shares promised, and that a stranger's answers do not help; what adapting adds."""
    claims = []
    for arm, n, least in PROMISED:
        share, low, high = share_of(results, arm, n)
        text = f"{arm}: share of the whole history's gain after {n}, [{low:.2f}, {high:.2f}]"
        claims.append(Claim(text, share, f"{least} or more", share >= least))
    crowd = results[CROWD, "NDCG@100", 0]
    control = results[CONTROL, "NDCG@100", 10] - crowd
    mean, low, _ = paired_interval(control, np.random.default_rng(0))
    claims.append(Claim(f"{CONTROL}: {mean:+.4f}", low, "interval not above 0", low <= 0.0))
    for arm in COMPARED:
        for other in ("at random", "a fixed list"):
            for n in (3, 10):
                gap = results[arm, "NDCG@100", n] - results[f"{arm}, {other}", "NDCG@100", n]
                mean, low, high = paired_interval(gap, np.random.default_rng(0))
                text = f"{arm}, adaptive over {other}, after {n}: {mean:+.4f}"
                text += f" [{low:+.4f}, {high:+.4f}]"
                claims.append(Claim(text, mean, "none: a question", True))
    enough = screens_for(results, DEFAULT, 0.8)
    text = f"{DEFAULT}: screens after which 80 % of the ten's gain is there"
    claims.append(Claim(text, float(enough), "none: a question", True))
    return claims


def screens_for(results: Results, arm: str, part: float) -> int:
    """The fewest screens of ``SCREENS`` with so much of what ten add to popularity."""
    crowd = results[CROWD, "NDCG@100", 0]
    gains = {n: np.nanmean(results[arm, "NDCG@100", n] - crowd) for n in SCREENS}
    return next(n for n in SCREENS if gains[n] >= part * gains[max(SCREENS)])


def rows_of(results: Results) -> list[Row]:
    """One row an arm, measure and number of screens, with 95 % intervals over people."""
    rows: list[Row] = []
    for (arm, measure, n), values in results.items():
        if np.isnan(values).all():
            continue
        mean, low, high = paired_interval(values, np.random.default_rng(0))
        rows.append(
            {"arm": arm, "measure": measure, "screens": n, "mean": mean, "low": low, "high": high}
        )
    for asked in SCREEN_ARMS:
        rows += [_share_row(results, asked, n) for n in SCREENS]
    return rows


def _share_row(results: Results, arm: ScreenArm, n: int) -> Row:
    mean, low, high = share_of(results, arm.name, n)
    measure = "share of the whole history's gain"
    return {
        "arm": arm.name,
        "measure": measure,
        "screens": n,
        "mean": mean,
        "low": low,
        "high": high,
    }


def main() -> int:
    parser = parser_of(__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, help="test the people of so many folds only")
    parser.add_argument("--parts", type=Path, help="keep folds here and go on from those there")
    parser.add_argument("--workers", type=int, default=1, help="processes, each with a fold")
    parser.add_argument("--study", type=Path, help="exported CSV, whose people set the pace")
    options = parser.parse_args()
    times = times_of(options.study) if options.study else KEYSTROKES
    jobs = list(product(range(options.seeds), range(options.first or options.folds)))
    with ProcessPoolExecutor(options.workers) as workers:
        waiting = [
            workers.submit(kept_fold, options.parts, options.data, seed, fold, options.folds, times)
            for seed, fold in jobs
        ]
        for number, one in enumerate(as_completed(waiting), start=1):
            one.result()
            print(f"{number} of {len(jobs)} folds", file=sys.stderr, flush=True)
    done = [one.result() for one in waiting]
    results = mean_over_seeds(done)
    return write_report(rows_of(results), claims_of(results), options.json)


if __name__ == "__main__":
    sys.exit(main())
