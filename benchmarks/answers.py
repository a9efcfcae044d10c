"""How many questions each policy needs, on answers that real people really gave.

`python -m benchmarks.answers --data NAME --json FILE`, NAME of benchmarks.answerers. Whoever is
asked has answered every pair of a pool; a policy chooses among these, item by item never twice,
and the belief predicts other pairs of the same person. The belief about lapses is chosen on
validation people. Every person's result is the mean over seeds; intervals are 95 % paired
bootstraps over people.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from benchmarks.answerers import WORLDS, Answerer, Pairs, World, wary
from benchmarks.report import Claim, Row, finish
from elicitation.basis import RewardBasis
from elicitation.calibration import calibration_error, calibration_null
from elicitation.comparisons import compare, compare_pairs
from elicitation.gaussian import Gaussian
from elicitation.logistic import expit, slope
from elicitation.lookahead import gains_of, two_step_gains
from elicitation.policies import POLICIES, QuestionPolicy
from elicitation.posterior import infer
from elicitation.sets import grow_set
from elicitation.simulate import top_k_regret
from models.evaluate import paired_interval

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Key = tuple[str, str, int]  # arm, measure, answers

CHECKPOINTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)
PRINTED = (0, 1, 2, 3, 5, 10, 15, 20, 30)
CALIBRATED = (0, 5, 10, 20)  # answers after which predictions are held against what came
PREDICTIONS = 20  # of each person then
LAPSES = (0.0, 0.05, 0.1, 0.2)
PREF_PRECISION = 0.001  # of PReF's flat prior, as in the authors' code
DEFAULT = "a_optimal"
IN_POOL = "pairs in the pool"
CALIBRATION, TRUTH = "calibration error", "calibration error of true probabilities"
ORACLE, PRIOR, MEAN = "all answers of the pool", "prior, no answer", "what everybody likes"


@dataclass(frozen=True)
class Arm:
    """A policy under the population prior, or as PReF was published, or with wrong answers."""

    name: str
    policy: str
    published: bool = False
    strangers: bool = False
    steps: int = 1  # looked ahead
    size: int = 2  # items to choose from


PUBLISHED = Arm("PReF as published", "pref", published=True)
STRANGERS = Arm("control: a stranger's answers", DEFAULT, strangers=True)
AHEAD = Arm("a_optimal, two steps ahead", DEFAULT, steps=2)
SET_OF_4 = Arm("a_optimal, the best of 4", DEFAULT, size=4)
ARMS = (
    *(Arm(name, name) for name in POLICIES),
    AHEAD,
    SET_OF_4,
    PUBLISHED,
    STRANGERS,
)


def flat(basis: RewardBasis) -> RewardBasis:
    """As PReF knows it: what everybody likes is one more base reward, and no prior but a flat one.

    0.001 is the precision in the authors' code. Before any answer nothing is known at all.
    """
    rewards = np.column_stack([basis.rewards, basis.offsets])
    n_bases = rewards.shape[1]
    prior = Gaussian(np.zeros(n_bases), np.eye(n_bases) / PREF_PRECISION)
    names = (*basis.names, "offset")
    return RewardBasis(basis.keys, rewards, np.zeros(basis.n_items), names, prior, "flat")


def differences(basis: RewardBasis, pairs: Pairs) -> tuple[Floats, Floats]:
    """First minus second: rewards (n_pairs, n_bases), offsets (n_pairs,)."""
    first, second = pairs.items.T
    offsets = basis.offsets[first] - basis.offsets[second]
    return basis.rewards[first] - basis.rewards[second], offsets


def asked(
    basis: RewardBasis, pool: Pairs, arm: Arm, n_answers: int, rng: np.random.Generator
) -> list[Gaussian]:
    """The belief after 0, 1, ... answers; fewer than ``n_answers`` if the pool runs out."""
    policy = POLICIES[arm.policy]
    rows, offsets = differences(basis, pool)
    fresh = np.ones(len(pool), dtype=bool)
    unused = fresh.copy()  # pairs whose items were not shown
    taken: list[int] = []
    beliefs = [basis.prior]
    while len(taken) < min(n_answers, len(pool)):
        # PReF asks an item again, and so must everybody once all of the pool's were shown
        allowed = np.flatnonzero(fresh if arm.published or not unused.any() else unused)
        if policy.gain is None or (arm.published and not taken):
            chosen = int(rng.choice(allowed))
        else:
            belief = beliefs[-1] if policy.adaptive else _unread(basis, rows[taken], offsets[taken])
            if arm.steps == 2:
                gains = two_step_gains(policy, belief, rows[allowed], offsets[allowed])
            else:
                gains = _gains(policy, belief, basis, pool, rows, offsets, allowed)
            chosen = int(allowed[gains.argmax()])
        taken.append(chosen)
        fresh[chosen] = False
        unused &= ~np.isin(pool.items, pool.items[chosen]).any(axis=1)
        answers = compare_pairs(rows[taken], offsets[taken], pool.outcomes[taken], basis.response)
        beliefs.append(infer(basis.prior, answers))
    return beliefs


def asked_sets(basis: RewardBasis, person: Answerer, size: int, n_answers: int) -> list[Gaussian]:
    """As ``asked``, choosing from ``size`` items at a time: the one rated best, a tie by position.

    Of the A-optimal pair and the items that add most to it.
    """
    items, values = person.rated
    unused = np.ones(len(items), dtype=bool)
    beliefs = [basis.prior]
    sets: list[Integers] = []
    picks: list[int] = []
    while len(sets) < n_answers and unused.sum() >= size:
        left = items[unused]
        first, second = np.triu_indices(len(left), 1)
        rows = basis.rewards[left[first]] - basis.rewards[left[second]]
        offsets = basis.offsets[left[first]] - basis.offsets[left[second]]
        best = int(gains_of(POLICIES[DEFAULT], beliefs[-1], rows, offsets).argmax())
        pair = int(first[best]), int(second[best])
        grown = grow_set(beliefs[-1], basis.rewards[left], basis.offsets[left], pair, size)
        shown = np.flatnonzero(unused)[grown]
        sets.append(items[shown])
        picks.append(int(values[shown].argmax()))
        unused[shown] = False
        numbers = np.array(sets)
        answers = compare(
            basis.rewards[numbers],
            basis.offsets[numbers],
            np.array(picks),
            response=basis.response,
        )
        beliefs.append(infer(basis.prior, answers))
    return beliefs


def _unread(basis: RewardBasis, rows: Floats, offsets: Floats) -> Gaussian:
    odds = offsets + rows @ basis.prior.mean
    precision = basis.prior.precision + (rows.T * slope(odds)) @ rows
    inverse = np.linalg.inv(precision)
    return Gaussian(basis.prior.mean, (inverse + inverse.T) / 2.0)


def _gains(
    policy: QuestionPolicy,
    belief: Gaussian,
    basis: RewardBasis,
    pool: Pairs,
    rows: Floats,
    offsets: Floats,
    allowed: Integers,
) -> Floats:
    assert policy.gain is not None
    mean, variance = belief.project(rows[allowed])
    mean, more = mean + offsets[allowed], variance
    if policy.more == "reach":
        more = ((rows[allowed] @ belief.cov) ** 2).sum(axis=1)
    elif policy.more == "gap":
        items = np.unique(pool.items)
        utilities = np.zeros(basis.n_items)
        utilities[items] = basis.offsets[items] + basis.rewards[items] @ belief.mean
        more = utilities[items].max() - utilities[pool.items[allowed]].max(axis=1)
    return policy.gain(mean, variance, more)


def chances(basis: RewardBasis, belief: Gaussian, pairs: Pairs) -> Floats:
    """Probability that the first is chosen; MacKay's for a logit, with the lapses believed in."""
    rows, offsets = differences(basis, pairs)
    mean, variance = belief.project(rows)
    p = np.clip(expit((mean + offsets) / np.sqrt(1.0 + np.pi * variance / 8.0)), 1e-9, 1.0 - 1e-9)
    return (1.0 - basis.response.lapse) * p + basis.response.lapse / 2.0


def predicted(basis: RewardBasis, belief: Gaussian, person: Answerer) -> dict[str, float]:
    """How well a belief predicts the judged pairs, and ranks the judged items."""
    p, won = chances(basis, belief, person.judged), person.judged.outcomes == 1.0
    measures = {
        "accuracy": float(np.where(np.abs(p - 0.5) < 1e-12, 0.5, (p > 0.5) == won).mean()),
        "log-loss": -float(np.log(np.where(won, p, 1.0 - p)).mean()),
        "AUC": _auc(p, won),
    }
    chosen = basis.offsets + basis.rewards @ belief.mean
    if len(person.held[0]):
        items, values = person.held
        measures["NDCG@10 of own items"] = graded_ndcg(chosen[items], values, 10)
    if person.utilities is not None:
        measures["top-10 regret"] = top_k_regret(person.utilities, chosen, 10)
    return measures


def graded_ndcg(scores: Floats, ratings: Floats, k: int) -> float:
    """NDCG@k of a few rated items, gain linear in the rating above the person's lowest."""
    discounts = 1.0 / np.log2(np.arange(2, min(k, len(scores)) + 2))
    gains = ratings - ratings.min()
    ideal = np.sort(gains)[::-1][: len(discounts)] @ discounts
    found = gains[np.argsort(-scores, kind="stable")][: len(discounts)] @ discounts
    return float(found / ideal) if ideal else float("nan")


def _auc(scores: Floats, won: NDArray[np.bool_]) -> float:
    n_won, n_lost = int(won.sum()), int((~won).sum())
    if not n_won or not n_lost:
        return float("nan")
    return float((rankdata(scores)[won].sum() - n_won * (n_won + 1) / 2) / (n_won * n_lost))


def tuned(world: World, seed: int) -> World:
    """The belief about lapses that predicts validation people best after ten random answers."""

    def loss(lapse: float) -> float:
        careful, losses = wary(world, lapse).basis, []
        for number, person in enumerate(world.validation[:150]):
            rng = np.random.default_rng([seed, number])
            belief = asked(careful, person.pool, ARMS[0], 10, rng)[-1]
            losses.append(predicted(careful, belief, person)["log-loss"])
        return float(np.mean(losses))

    return wary(world, min(LAPSES, key=loss))


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

    def record(arm: str, n: int, basis: RewardBasis, belief: Gaussian, person: Answerer) -> None:
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
        record(ORACLE, 0, world.basis, infer(world.basis.prior, everything), person)
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
        ("", IN_POOL, 0): np.array([float(len(person.pool)) for person in people]),
    }
    return told | {key: np.array(values) for key, values in (results | predictions).items()}


def run_study(
    data: str, n_seeds: int, n_folds: int, most: int, n_workers: int
) -> dict[Key, Floats]:
    """All seeds and folds. A new seed draws new people or halves, so results are put in a row."""
    jobs = [(data, seed, fold, most) for seed in range(n_seeds) for fold in range(n_folds)]
    parts: list[dict[Key, Floats]] = []
    with ProcessPoolExecutor(n_workers) as pool:
        for part in pool.map(run_fold, *zip(*jobs, strict=True)):
            parts.append(part)
            print(f"fold {len(parts)} of {len(jobs)}", file=sys.stderr, flush=True)
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def reaches(results: dict[Key, Floats], arm: str, goal: float, measure: str = "accuracy") -> float:
    """Answers at which the arm's mean first reaches ``goal``, inf if it never does."""
    for n in CHECKPOINTS:
        if np.nanmean(results[arm, measure, n]) >= goal:
            return float(n)
    return float("inf")


def claims_of(results: dict[Key, Floats]) -> list[Claim]:
    """What is to be shown; each value is the end of the interval that decides.

    Up to as many answers as half of the people have pairs for.
    """
    claims = []
    most = np.median(results["", IN_POOL, 0])
    checkpoints = [n for n in CHECKPOINTS if n <= most]

    def claim(text: str, first: Key, second: Key, bar: str = "above 0") -> None:
        mean, low, high = paired_interval(
            results[first] - results[second], np.random.default_rng(0)
        )
        deciding = {"above 0": (low, low > 0.0), "not below": (high, high >= 0.0)}
        value, holds = deciding.get(bar, (mean, True))  # "?": told, not promised
        name = f"{text}: {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        claims.append(
            Claim(name, value, f"interval {bar}" if bar in deciding else "none: a question", holds)
        )

    def at(arm: str, n: int) -> Key:
        return arm, "accuracy", n

    for n in (n for n in (3, 5, 10, 20) if n <= most):
        claim(f"{DEFAULT} over random after {n}", at(DEFAULT, n), at("random", n))
    claim(
        f"{DEFAULT} after 3 against random after 15", at(DEFAULT, 3), at("random", 15), "not below"
    )
    claim("reading the answers, after 10", at(DEFAULT, 10), at("fixed_list", 10), "not below")
    for n in checkpoints:
        claim(f"{DEFAULT} over PReF as published after {n}", at(DEFAULT, n), at(PUBLISHED.name, n))
    for n in checkpoints[1:]:
        claim(f"{DEFAULT} after {n} against no answer", at(DEFAULT, n), at(PRIOR, 0), "not below")
    claim("30 answers against 20", at(DEFAULT, 30), at(DEFAULT, 20), "not below")
    claim(
        "control: no answer over a stranger's ten",
        at(PRIOR, 0),
        at(STRANGERS.name, 10),
        "not below",
    )
    prior, oracle = results[at(PRIOR, 0)].mean(), results[at(ORACLE, 0)].mean()
    share = float((results[at(DEFAULT, 10)].mean() - prior) / (oracle - prior))
    if at(SET_OF_4.name, 5) in results:
        # reading an item takes as long in a set as in a pair, and comparing takes no time: two sets
        # of four, or four pairs, in the same seconds
        for n in (3, 5):
            claim(
                f"best of 4 over a pair, {n} questions", at(SET_OF_4.name, n), at(DEFAULT, n), "?"
            )
            text = f"best of 4 after {n} over pairs after {2 * n}, the same reading"
            claim(text, at(SET_OF_4.name, n), at(DEFAULT, 2 * n), "?")
    claim("two steps ahead over one, after 5", at(AHEAD.name, 5), at(DEFAULT, 5), "?")
    claims.append(
        Claim("share of all answers' gain after 10", share, "at least 0.75", share >= 0.75)
    )
    return claims


def rows_of(results: dict[Key, Floats]) -> list[Row]:
    """One row an arm and measure: means after so many answers, half an interval's width after ten.

    Rows of accuracy also tell how many answers the arm needs for what random reaches after 10 and
    20, and PReF as published after 20.
    """
    goals = {
        "for random's 10": float(results["random", "accuracy", 10].mean()),
        "for random's 20": float(results["random", "accuracy", 20].mean()),
        "for PReF's 20": float(results[PUBLISHED.name, "accuracy", 20].mean()),
    }
    rows: list[Row] = []
    for arm, measure in dict.fromkeys((arm, measure) for arm, measure, _ in results):
        row: dict[str, str | int | float | bool | None] = {"arm": arm, "measure": measure}
        row["people"] = len(results[arm, measure, 0])
        if measure == CALIBRATION:
            rows += _calibration_rows(results, arm, row)
            continue
        for n in PRINTED:
            values = results.get((arm, measure, n))
            row[str(n)] = None if values is None else float(np.nanmean(values))
        if (arm, measure, 10) in results:
            _, low, high = paired_interval(results[arm, measure, 10], np.random.default_rng(0))
            row["10 +-"] = (high - low) / 2.0
            if measure == "accuracy":
                row |= {name: reaches(results, arm, goal) for name, goal in goals.items()}
        rows.append(row)
    return rows


def _calibration_rows(results: dict[Key, Floats], arm: str, row: Row) -> list[Row]:
    """The error, and below it what 95 % of worlds stay under where the predictions are true."""
    found, null = dict(row), dict(row) | {"measure": TRUTH}
    for n in CALIBRATED:
        if (arm, CALIBRATION, n) in results:
            p, outcomes = results[arm, CALIBRATION, n].transpose(1, 0, 2).reshape(2, -1)
            given = np.isfinite(p)
            found[str(n)] = calibration_error(p[given], outcomes[given] == 1.0)
            worlds = calibration_null(p[given], np.random.default_rng(0), n_worlds=100)
            null[str(n)] = float(np.quantile(worlds, 0.95))
    return [found, null]


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
    return finish(rows_of(results), claims_of(results), options.json)


if __name__ == "__main__":
    sys.exit(main())
