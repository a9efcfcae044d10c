"""Pooling of statistical strength over people, by number of answers and clicks.

`python -m benchmarks.pooling --json FILE`

1. The exact Gaussian case: simulated risks against the formula.
2. Answers: a person's coefficients from 0 to 20 of their own answers to pairs, held-out pairs
   predicted; jokes (Jester) and films. Pairs are random: only pooling differs.
3. Clicks: the same three estimators by revealed likes, as in benchmarks/likelihoods.py.
4. Share of the catalogue that a person used, for every available data set.

The control permutes the population's ratings of each item over people: a gain that remains is not
shared information. Comparisons are paired over people.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.answers.asking import Arm, asked, flat
from benchmarks.answers.judging import predicted
from benchmarks.answers.respondents import Mix, Respondent, World, jester, rated
from benchmarks.common.report import Claim, Row, write_report
from benchmarks.common.seeds import Named, Part, kept, mean_over_seeds
from benchmarks.likelihoods import by_clicks, shuffled
from benchmarks.pooling.gaussian import COMPLETE, NONE, PARTIAL, Population, catalogue_shares
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from models.datasets.errors import DatasetError
from models.datasets.locations import data_file
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.evaluation.protocol import split_people
from models.recommenders.vae import MULT_VAE

Floats = NDArray[np.float64]

ANSWERS = (0, 1, 2, 3, 5, 10, 20)
CONTROL, TIGHT = "control: shuffled people", "tight: prior five times too narrow"
NARROW = 25.0  # divisor of the prior's variance
LOSS, ACCURACY = "log-loss", "accuracy"
RANDOM = Arm("random", "random")
Loader = Callable[[int, int, Mix], World]
REQUIRED = ("jester", "clicks")  # where the theory must hold
MOST_TESTED = 600  # people of a fold
WORLDS: Mapping[str, tuple[Loader, int]] = {  # and how many folds of each seed are tested
    "jester": (lambda seed, fold, mix: jester(seed, fold, mix=mix), 1),
    "movielens": (lambda seed, fold, mix: rated("movielens", seed, fold, mix=mix), 1),
}
GRID = np.geomspace(1e-4, 1.0, 41)  # shares of the catalogue at which people are counted


def by_answers(load: Loader, seed: int, fold: int, most: int = MOST_TESTED) -> Part:
    """Tested people, and (estimator, measure, answers) -> (n_tested,)."""
    world = load(seed, fold, csr_matrix)
    mixed = load(seed, fold, partial(shuffled, rng=np.random.default_rng([seed, fold, 31])))
    people = [person for person in world.tested if len(person.pool) >= max(ANSWERS)][:most]
    found: Named = {}
    for name, basis in (
        (NONE, flat(world.basis)),
        (COMPLETE, narrowed(world.basis, 1e12)),
        (PARTIAL, world.basis),
        (CONTROL, mixed.basis),
        (TIGHT, narrowed(world.basis, NARROW)),
    ):
        rows = [learned(basis, person, [seed, number]) for number, person in enumerate(people)]
        for measure in (LOSS, ACCURACY):
            for place, n in enumerate(ANSWERS):
                found[name, measure, n] = np.array([row[place][measure] for row in rows])
    return np.array([person.number for person in people]), found


def narrowed(basis: RewardBasis, factor: float) -> RewardBasis:
    """Basis whose population variance is divided by ``factor``."""
    return replace(basis, prior=Gaussian(basis.prior.mean, basis.prior.cov / factor))


def learned(basis: RewardBasis, person: Respondent, seed: list[int]) -> list[dict[str, float]]:
    """Measures on the person's held-out pairs after each number of answers; pairs by ``seed``."""
    beliefs = asked(basis, person.pool, RANDOM, max(ANSWERS), np.random.default_rng(seed))
    return [predicted(basis, beliefs[n], person) for n in ANSWERS]


def answers_of(data: str, n_seeds: int, parts: Path | None) -> Named:
    """Each person's mean over the seeds in which they are tested."""
    load, n_folds = WORLDS[data]
    done = []
    for seed in range(n_seeds):
        for fold in range(n_folds):
            path = parts and parts / f"answers-{data}-{seed}-{fold}.npz"
            done.append(kept(path, partial(by_answers, load, seed, fold)))
            print(f"{data}: seed {seed + 1}, fold {fold + 1}", file=sys.stderr, flush=True)
    return mean_over_seeds(done)


def clicks_of(data: str, n_seeds: int, n_folds: int, parts: Path | None) -> Named:
    """NDCG@100 of each person, the mean over seeds of the split."""
    dataset = load_dataset(data)

    def measure(seed: int, fold: int) -> Part:
        split = split_people(dataset.liked, fold, n_folds, seed)
        pooled = by_clicks(dataset, split, fold, MULT_VAE)
        return split.tested, {(name, "NDCG@100", n): ndcg for (name, n), ndcg in pooled.items()}

    done = []
    for seed in range(n_seeds):
        for fold in range(n_folds):
            path = parts and parts / f"clicks-{data}-{seed}-{fold}.npz"
            done.append(kept(path, partial(measure, seed, fold)))
            print(f"clicks: seed {seed + 1}, fold {fold + 1}", file=sys.stderr, flush=True)
    return mean_over_seeds(done)


def gaussian_rows(n_people: int = 400_000) -> list[Row]:
    """The exact case, with the formula beside the simulation."""
    rows: list[Row] = []
    population = Population(0.0, 1.0, 4.0)
    rng = np.random.default_rng(40)
    truth = rng.normal(0.0, population.between**0.5, n_people)
    for n in ANSWERS:
        noise = rng.standard_normal(n_people) * (population.within / max(n, 1)) ** 0.5
        for name, estimate in population.estimates(truth + noise, n).items():
            risk = float(np.mean((estimate - truth) ** 2)) if n or name != NONE else None
            exact = population.risks(n)[name]
            rows.append({"exact": name, "answers": n, "risk": risk, "formula": exact})
    return rows


def taken_by(names: Sequence[str]) -> dict[str, dict[str, csr_matrix]]:
    """Data set -> kind of use -> use matrix; data sets that are not available are left out."""
    found: dict[str, dict[str, csr_matrix]] = {}
    for data in names:
        try:
            dataset = load_dataset(data)
        except DatasetError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        found[data] = {"liked": dataset.liked, "rated": dataset.interactions.ratings}
    try:
        jokes = pd.read_parquet(data_file("jester-1", "ratings_wide_int16_x100.parquet")).to_numpy()
        found["jester"] = {
            "liked": csr_matrix(jokes > 0),  # on a scale from -10 to 10
            "rated": csr_matrix(jokes > -32768),
        }
        ranks = pd.read_parquet(data_file("crowdrank", "rankings.parquet"))
        who, films = pd.factorize(ranks["workerid"])[0], pd.factorize(ranks["movieid"])[0]
        found["crowdrank"] = {"rated": csr_matrix((np.ones(len(who)), (who, films)))}
    except DatasetError as error:
        print(f"left out: {error}", file=sys.stderr)
    return found


def share_rows(names: Sequence[str] = ("movielens", "ml-latest-small", "goodbooks")) -> list[Row]:
    """Distribution of each person's share of the catalogue, and how many are under 1 %."""
    rows: list[Row] = []
    for data, kinds in taken_by(names).items():
        for kind, taken in kinds.items():
            shares = catalogue_shares(taken)
            quantiles = np.quantile(shares, [0.05, 0.25, 0.5, 0.75, 0.95])
            rows.append(
                {
                    "data": data,
                    "taken up": kind,
                    "people": len(shares),
                    "items": int((np.asarray((taken != 0).sum(axis=0)) > 0).sum()),
                    "mean": float(shares.mean()),
                    **{
                        f"q{q}": float(x)
                        for q, x in zip((5, 25, 50, 75, 95), quantiles, strict=True)
                    },
                    "under 1 %": float((shares < 0.01).mean()),
                }
            )
            for bound in GRID:
                below = float((shares <= bound).mean())
                rows.append({"of": data, "counted": kind, "share": float(bound), "people": below})
    return rows


def pooled_rows(data: str, evidence: str, found: Named) -> list[Row]:
    """Rows of each estimator by the amount of evidence."""
    rows: list[Row] = []
    for (name, measure, n), values in found.items():
        mean, low, high = paired_interval(values, np.random.default_rng(0))
        rows.append(
            {
                "data": data,
                "evidence": evidence,
                "pooling": name,
                "measure": measure,
                "n": n,
                "value": mean,
                "low": low,
                "high": high,
                "people": int((~np.isnan(values)).sum()),
            }
        )
    return rows


def gain(found: Named, rival: str, measure: str, n: int, own: str = PARTIAL) -> Floats:
    """Gain of ``own`` over ``rival``, one value a person, above 0 = better."""
    sign = -1.0 if measure == LOSS else 1.0
    return sign * (found[own, measure, n] - found[rival, measure, n])


@dataclass(frozen=True, eq=False)
class Prediction:
    """A prediction of the theory for one data set; ``values`` (n_people,), above 0 = confirmed."""

    sentence: str
    values: Floats
    strictly: bool = True  # the whole interval must lie above 0, else only not below

    @property
    def interval(self) -> tuple[float, float, float]:
        return paired_interval(self.values, np.random.default_rng(0))

    @property
    def holds(self) -> bool:
        _, low, high = self.interval
        return low > 0.0 if self.strictly else high >= 0.0


def predictions_about(found: Named, names: Sequence[str], measure: str) -> list[Prediction]:
    """``names`` are partial, none, complete and control."""
    own, none, complete, control = names
    levels = sorted({n for _, what, n in found if what == measure})
    said = [
        Prediction(
            f"partial not below {rival} pooling at {n}",
            gain(found, name, measure, n, own),
            strictly=False,
        )
        for n in levels
        for rival, name in (("no", none), ("complete", complete))
    ]
    said += [
        Prediction(f"partial above no pooling at {n}", gain(found, none, measure, n, own))
        for n in (1, 2, 5)
    ]
    most = levels[-1]
    sentence = f"partial above complete pooling at {most}"
    said.append(Prediction(sentence, gain(found, complete, measure, most, own)))
    sentence = f"a shuffled population loses the gain at {most}"
    said.append(Prediction(sentence, gain(found, control, measure, most, own)))
    return said


def predictions_of(answers: Mapping[str, Named], clicks: Named) -> dict[str, list[Prediction]]:
    found: dict[str, list[Prediction]] = {}
    most = max(ANSWERS)
    for data, own in answers.items():
        found[data] = predictions_about(own, (PARTIAL, NONE, COMPLETE, CONTROL), LOSS)
        # by accuracy: the log-loss of a flat prior gets worse while answers are few
        shrinks = gain(own, NONE, ACCURACY, 1) - gain(own, NONE, ACCURACY, most)
        found[data].append(Prediction(f"what others add shrinks from 1 to {most}", shrinks))
        tight = gain(own, TIGHT, LOSS, most)
        found[data].append(Prediction(f"a prior too narrow hurts at {most}", tight))
    names = ("partial: Mult-VAE", "none: own history", "complete: popularity", CONTROL)
    found["clicks"] = predictions_about(clicks, names, "NDCG@100")
    return found


def verdict_rows(said: Mapping[str, Sequence[Prediction]]) -> list[Row]:
    rows: list[Row] = []
    for data, predictions in said.items():
        for prediction in predictions:
            mean, low, high = prediction.interval
            verdict = "holds" if prediction.holds else "refuted" if high < 0.0 else "open"
            rows.append(
                {
                    "about": data,
                    "claim": prediction.sentence,
                    "difference": mean,
                    "low": low,
                    "high": high,
                    "verdict": verdict,
                }
            )
    return rows


def claims_of(said: Mapping[str, Sequence[Prediction]], rows: Sequence[Row]) -> list[Claim]:
    """Claims: the exact case, and the theory where the data have the power to show it.

    Pairs of a person's film ratings have little power (docs/design.md); their rows are verdicts.
    """
    worst = max(
        abs(float(row["risk"]) / float(row["formula"]) - 1.0)  # type: ignore[arg-type]
        for row in rows
        if "exact" in row and row["risk"] is not None
    )
    claims = [Claim("the exact case follows the formula", worst, "to 1 %", worst <= 0.01)]
    for data in [data for data in said if data in REQUIRED]:
        for prediction in said[data]:
            _, low, high = prediction.interval
            target = "interval above 0" if prediction.strictly else "interval not below 0"
            end = low if prediction.strictly else high
            claims.append(Claim(f"{data}: {prediction.sentence}", end, target, prediction.holds))
    return claims


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument(
        "--folds", type=int, default=5, help="of the people whose clicks are judged"
    )
    parser.add_argument("--parts", type=Path, help="keep folds here and go on from those there")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    torch.set_num_threads(1)
    answers: dict[str, Named] = {}
    for data in WORLDS:
        try:
            answers[data] = answers_of(data, options.seeds, options.parts)
        except DatasetError as error:
            print(f"left out: {error}", file=sys.stderr)
    clicks = clicks_of("movielens", options.seeds, options.folds, options.parts)
    rows = [*gaussian_rows(), *share_rows()]
    for data, found in answers.items():
        rows += pooled_rows(data, "answers", found)
    rows += pooled_rows("movielens", "clicks", clicks)
    said = predictions_of(answers, clicks)
    rows += verdict_rows(said)
    return write_report(rows, claims_of(said, rows), options.json)


if __name__ == "__main__":
    sys.exit(main())
