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
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix

from benchmarks.answers.asking import Arm, asked, flat
from benchmarks.answers.judging import predicted
from benchmarks.answers.respondents import Respondent, World
from benchmarks.answers.worlds import Mix, jester, rated
from benchmarks.common.report import Row, write_report
from benchmarks.common.seeds import Named, Part, kept, mean_over_seeds
from benchmarks.likelihoods import by_clicks, shuffled
from benchmarks.pooling.gaussian import COMPLETE, NONE, PARTIAL, Population
from benchmarks.pooling.shares import share_rows
from benchmarks.pooling.theory import (
    ACCURACY,
    ANSWERS,
    CONTROL,
    LOSS,
    TIGHT,
    claims_of,
    predictions_of,
    verdict_rows,
)
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from models.datasets.errors import DatasetError
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval
from models.evaluation.protocol import split_people
from models.recommenders.vae import MULT_VAE

NARROW = 25.0  # divisor of the prior's variance
RANDOM = Arm("random", "random")
Loader = Callable[[int, int, Mix], World]
MOST_TESTED = 600  # people of a fold
WORLDS: Mapping[str, tuple[Loader, int]] = {  # and how many folds of each seed are tested
    "jester": (lambda seed, fold, mix: jester(seed, fold, mix=mix), 1),
    "movielens": (lambda seed, fold, mix: rated("movielens", seed, fold, mix=mix), 1),
}


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
