"""Questions that each policy needs, on real answers.

`python -m benchmarks.answers --data NAME --json FILE`, NAME of benchmarks.answers.worlds. Each
respondent has answered every pair of a pool. A policy chooses among these pairs and shows no item
twice; the posterior predicts other pairs of the same respondent. The lapse rate and the width of
the population are chosen on validation people. Every person's result is the mean over seeds;
intervals are 95 % paired bootstraps over people.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.asking import ARMS, Arm, asked, asked_sets, differences, flat
from benchmarks.answers.judging import chances, predicted
from benchmarks.answers.report import (
    CALIBRATED,
    CALIBRATION,
    CHECKPOINTS,
    IN_POOL,
    MEAN,
    ORACLE,
    PRIOR,
    Key,
    claims_of,
    rows_of,
)
from benchmarks.answers.respondents import Pairs, Respondent, World, with_lapse, with_width
from benchmarks.answers.worlds import WORLDS
from benchmarks.common.report import write_report
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior

Floats = NDArray[np.float64]

PREDICTIONS = 20  # of each person, compared with outcomes
LAPSES = (0.0, 0.05, 0.1, 0.2, 0.35)
FEWEST = 10  # validation people by whom a width is chosen
WIDTHS = (0.05, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)  # of the population, against that which was fitted


def tuned(world: World, seed: int) -> World:
    """Lapse rate and width of the population that predict validation people best.

    Log-loss after ten random answers counts. A population that is too wide takes chance for taste:
    widths with which the answers cost accuracy are left out, and of those that are not clearly
    worse than the best, by one standard error, the narrowest is taken.
    """

    def judged(careful: World) -> dict[str, Floats]:
        found: dict[str, list[float]] = {"log-loss": [], "gained": []}
        for number, person in enumerate(careful.validation[:150]):
            rng = np.random.default_rng([seed, number])
            beliefs = asked(careful.basis, person.pool, ARMS[0], 10, rng)
            before, after = (predicted(careful.basis, beliefs[n], person) for n in (0, -1))
            found["log-loss"].append(after["log-loss"])
            found["gained"].append(after["accuracy"] - before["accuracy"])
        return {name: np.array(values) for name, values in found.items()}

    def loss(lapse: float) -> float:
        return float(judged(with_lapse(world, lapse))["log-loss"].mean())

    careful = with_lapse(world, min(LAPSES, key=loss))
    if len(careful.validation) < FEWEST:
        return careful
    tried = {width: judged(with_width(careful, width)) for width in WIDTHS}
    losses = {
        width: found["log-loss"] for width, found in tried.items() if found["gained"].mean() >= 0.0
    }
    if not losses:
        return with_width(careful, min(WIDTHS))
    best = min(losses.values(), key=lambda found: float(found.mean()))

    def is_worse(found: Floats) -> bool:
        lost = found - best
        return bool(lost.mean() > lost.std(ddof=1) / np.sqrt(len(lost)))

    return with_width(careful, next(width for width in losses if not is_worse(losses[width])))


def run_fold(
    data: str, seed: int, fold: int, most: int, arms: tuple[Arm, ...] = ARMS
) -> dict[Key, Floats]:
    """Every arm with every tested person of a fold: (n_people,) each.

    Predictions and outcomes, for the calibration: (n_people, 2, PREDICTIONS), padded with nan.
    """
    world = tuned(WORLDS[data](seed, fold), seed)
    people = world.tested[:most]
    results: dict[Key, list[float]] = {}
    predictions: dict[Key, list[Floats]] = {}

    def record(arm: str, n: int, basis: RewardBasis, belief: Gaussian, person: Respondent) -> None:
        for measure, value in predicted(basis, belief, person).items():
            results.setdefault((arm, measure, n), []).append(value)
        if n in CALIBRATED:
            pairs = Pairs(person.judged.items[:PREDICTIONS], person.judged.outcomes[:PREDICTIONS])
            both = np.full((2, PREDICTIONS), np.nan)
            both[:, : len(pairs)] = chances(basis, belief, pairs), pairs.outcomes
            predictions.setdefault((arm, CALIBRATION, n), []).append(both)

    nothing = replace(world.basis, rewards=np.zeros_like(world.basis.rewards))
    published = flat(world.basis)
    for number, person in enumerate(people):
        record(MEAN, 0, nothing, nothing.prior, person)
        record(PRIOR, 0, world.basis, world.basis.prior, person)
        rows, offsets = differences(world.basis, person.pool)
        rows, offsets, outcomes = rows[:200], offsets[:200], person.pool.outcomes[:200]
        everything = compare_pairs(rows, offsets, outcomes, world.basis.response)
        record(ORACLE, 0, world.basis, laplace_posterior(world.basis.prior, everything), person)
        for arm in arms:
            basis = published if arm.published else world.basis
            pool = person.pool
            if arm.strangers:
                turned = np.random.default_rng([seed, number, 5]).random(len(pool)) < 0.5
                pool = Pairs(pool.items, np.where(turned, 1.0 - pool.outcomes, pool.outcomes))
            rng = np.random.default_rng([seed, number, 7])
            if arm.size > 2:
                if not len(person.rated[0]):
                    continue
                beliefs = asked_sets(basis, person, arm.size, max(CHECKPOINTS))
            else:
                beliefs = asked(basis, pool, arm, max(CHECKPOINTS), rng)
            for n in CHECKPOINTS:
                record(arm.name, n, basis, beliefs[min(n, len(beliefs) - 1)], person)
    told = {
        ("", "lapse believed in", 0): np.full(len(people), world.basis.response.lapse),
        ("", "width believed in", 0): np.full(len(people), world.width),
        ("", IN_POOL, 0): np.array([float(len(person.pool)) for person in people]),
    }
    return told | {key: np.array(values) for key, values in (results | predictions).items()}


def run_study(
    data: str, n_seeds: int, n_folds: int, most: int, n_workers: int
) -> dict[Key, Floats]:
    """All seeds and folds. A new seed draws new people or halves, so results are concatenated."""
    jobs = [(data, seed, fold, most) for seed in range(n_seeds) for fold in range(n_folds)]
    parts: list[dict[Key, Floats]] = []
    with ProcessPoolExecutor(n_workers) as pool:
        for part in pool.map(run_fold, *zip(*jobs, strict=True)):
            parts.append(part)
            print(f"fold {len(parts)} of {len(jobs)}", file=sys.stderr, flush=True)
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="movielens", choices=WORLDS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=1)
    parser.add_argument("--people", type=int, default=2000, help="tested at most, a fold")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    results = run_study(options.data, options.seeds, options.folds, options.people, options.workers)
    return write_report(rows_of(results), claims_of(results), options.json)


if __name__ == "__main__":
    sys.exit(main())
