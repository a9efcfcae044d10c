"""Time from an answer to the next question and list, without a browser, on one core.

`python -m benchmarks.latency --json FILE` runs a session of twenty answers over 500, 2,000 and
10,000 items with every policy, over 50,000 with the default one, and times each part of the step;
then screens of every kind over 10,000 items.
The exact search is timed beside the brute-force search over the same beliefs, which must find the
same score.
"""
# ruff: noqa: E402 - the number of threads must be set before numpy is imported

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy reads it

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks import latency_of_screens
from benchmarks.common.report import Claim, Row, write_report
from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import seen_and_unseen
from elicitation.inference.posterior import laplace_posterior
from elicitation.questions.candidates import Candidates, candidates_for
from elicitation.questions.next_question import next_question
from elicitation.questions.pair_search import best_pair, brute_force_pair
from elicitation.questions.policies import POLICIES, QuestionPolicy
from elicitation.recommendations.scores import Ranker, SharedPrior, movements, recommend
from elicitation.sessions.events import Answered, Started, pick, unknown
from elicitation.sessions.session import Session, apply
from models.fit import DEFAULT_POLICY

SIZES, LARGEST = (500, 2_000, 10_000), 50_000
N_BASES, N_ANSWERS, N_RECOMMENDED = 8, 20, 10
GAINS = tuple(policy for policy in POLICIES.values() if policy.acquisition is not None)
BRUTE_FORCE_AT = (1, 8, 20)  # answers; it is slow
SEARCH_MS, STEP_MS = 30.0, 50.0  # target medians at 10,000 items, for every policy
MEDIAN_MS, P95_MS, LARGEST_MS = 15.0, 60.0, 150.0  # of the default policy's search
MODE_MS, N_MODES = 0.3, 500  # of finding the mode, and how often it is timed

Moves = tuple[int | None, ...]

Result = TypeVar("Result")


class World(NamedTuple):
    basis: RewardBasis
    familiarity: Familiarity
    shared: SharedPrior
    utilities: Floats  # (n_items,) of the one person who answers
    knows: NDArray[np.bool_]  # (n_items,) whether that person does


def world(n_items: int, seed: int) -> World:
    """Items of unequal popularity: 9 in 10 people know the top one, 1 in 20 the median one."""
    rng = np.random.default_rng(seed)
    rank = rng.permutation(n_items)
    fame = 2.2 - 5.2 * np.log1p(rank) / np.log1p(n_items / 2)  # logit, falls as a power of the rank
    spread = np.geomspace(1.0, 0.35, N_BASES)  # few axes carry most of the taste
    rewards = 0.8 * spread * rng.standard_normal((n_items, N_BASES))
    rewards *= rng.gamma(4.0, 0.25, (n_items, 1))  # some items divide people, most do not
    offsets = 0.25 * fame + 0.4 * rng.standard_normal(n_items)
    names = tuple(f"axis {number}" for number in range(N_BASES))
    prior = Gaussian(np.zeros(N_BASES), np.eye(N_BASES))
    keys = tuple(f"item {number}" for number in range(n_items))
    basis = RewardBasis(keys, rewards, offsets, names, prior, "synthetic")
    person = prior.sample(1, rng)[0]
    knows = rng.random(n_items) < 1.0 / (1.0 + np.exp(-fame))
    shared = SharedPrior(offsets, rewards, 0.5)
    return World(basis, Familiarity(fame, 1.0), shared, offsets + rewards @ person, knows)


def timed(part: Callable[[], Result]) -> tuple[Result, float]:
    """The result and the milliseconds it took."""
    start = time.perf_counter()
    result = part()
    return result, 1e3 * (time.perf_counter() - start)


def answer(world: World, session: Session, items: tuple[int, ...]) -> Answered:
    """Picks the better item if both are known."""
    keys = tuple(world.basis.keys[item] for item in items)
    unseen = [world.basis.keys[item] for item in items if not world.knows[item]]
    better = keys[int(world.utilities[items[1]] > world.utilities[items[0]])]
    return Answered(session.step, keys, unknown(*unseen) if unseen else pick(better))


def relisted(world: World, belief: Belief, before: list[int]) -> tuple[list[int], Moves]:
    """New list and its changes."""
    scores = Ranker.fitted(world.shared).scores(belief)
    top = recommend(scores, np.array([], dtype=np.int64), N_RECOMMENDED).tolist()
    return top, movements(before, top)


def whole_catalogue(world: World, session: Session) -> Candidates:
    """Candidates that include every item not yet shown: the largest search of a session."""
    known = known_probabilities(world.familiarity, *seen_and_unseen(world.basis, session))
    shown = np.array([world.basis.numbers[key] for key in session.shown], dtype=np.int64)
    return candidates_for(world.basis, known, shown, floor=0.0)


@dataclass
class Times:
    """Milliseconds of one policy at one size, one entry per question."""

    step: list[float] = field(default_factory=list)
    question: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    brute_force: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)  # relative difference of the two scores


def play(
    world: World,
    policy: QuestionPolicy,
    seed: int,
    times: Times,
    brute_force_at: tuple[int, ...] = BRUTE_FORCE_AT,
) -> None:
    """Times of one session; a step is the work after one answer."""
    session = Session(Started("bench", seed, policy.name, N_ANSWERS, "synthetic", "none"))
    rng, top = np.random.default_rng(seed), list[int]()
    question = next_question(Belief(world.basis, session), world.familiarity)
    while question is not None and len(session.answers) < N_ANSWERS:
        event = answer(world, session, question.items)
        session, apply_ms = timed(partial(apply, session, event))
        belief = Belief(world.basis, session)
        question, question_ms = timed(partial(next_question, belief, world.familiarity))
        (top, _), list_ms = timed(partial(relisted, world, belief, top))
        times.step.append(apply_ms + question_ms + list_ms)
        times.question.append(question_ms)
        posterior, candidates = belief.posterior, whole_catalogue(world, session)
        found, search_ms = timed(partial(best_pair, policy, posterior, candidates, rng))
        times.search.append(search_ms)
        if len(session.answers) in brute_force_at:
            best, brute_ms = timed(partial(brute_force_pair, policy, posterior, candidates))
            times.brute_force.append(brute_ms)
            times.gaps.append(abs(found[2] / best[2] - 1.0))


def measure(n_items: int, policy: QuestionPolicy, n_sessions: int) -> tuple[Row, list[Claim]]:
    """Sessions of one policy at one size."""
    worlds = [world(n_items, seed) for seed in range(n_sessions)]
    times = Times()
    play(worlds[0], policy, 0, Times(), ())  # tables and caches are filled once per process
    for seed, one in enumerate(worlds):
        once = BRUTE_FORCE_AT[1:2] if seed == 0 else ()  # a billion pairs
        play(one, policy, seed, times, once if n_items == LARGEST else BRUTE_FORCE_AT)
    search, step = float(np.median(times.search)), float(np.median(times.step))
    p95, brute_force = float(np.quantile(times.search, 0.95)), float(np.median(times.brute_force))
    row: Row = {
        "items": n_items,
        "policy": policy.name,
        "step p50 ms": step,
        "step p95 ms": float(np.quantile(times.step, 0.95)),
        "question p50 ms": float(np.median(times.question)),
        "search p50 ms": search,
        "search p95 ms": p95,
        "brute force p50 ms": brute_force,
        "times faster": brute_force / search,
    }
    gap = max(times.gaps)
    where = f"{policy.name}, {n_items:,} items"
    claims = [Claim(f"same score as brute force, {where}", gap, "<= 1e-9", gap <= 1e-9)]
    default = policy.name == DEFAULT_POLICY
    if n_items == max(SIZES):
        claims += [
            _at_most(
                f"exact search of all items, median ms, {where}",
                search,
                MEDIAN_MS if default else SEARCH_MS,
            ),
            _at_most(f"click to question and list, median ms, {where}", step, STEP_MS),
        ]
        if default:
            claims.append(_at_most(f"exact search of all items, p95 ms, {where}", p95, P95_MS))
    if n_items == LARGEST:
        claims.append(
            _at_most(f"exact search of all items, median ms, {where}", search, LARGEST_MS)
        )
    return row, claims


def mode_of_belief(seed: int) -> tuple[Row, Claim]:
    """Time of ``laplace_posterior`` at eight bases and twenty answers."""
    one = world(500, seed)
    session = Session(Started("bench", seed, DEFAULT_POLICY, N_ANSWERS, "synthetic", "none"))
    known = one._replace(knows=np.ones(500, dtype=bool))
    while len(session.answers) < N_ANSWERS:
        question = next_question(Belief(one.basis, session), one.familiarity)
        assert question is not None
        session = apply(session, answer(known, session, question.items))
    answers = Belief(one.basis, session).observations
    times = [timed(partial(laplace_posterior, one.basis.prior, answers))[1] for _ in range(N_MODES)]
    row: Row = {
        "bases": N_BASES,
        "answers": N_ANSWERS,
        "mode p50 ms": float(np.median(times)),
        "mode p95 ms": float(np.quantile(times, 0.95)),
    }
    return row, _at_most("mode of the belief, median ms", float(np.median(times)), MODE_MS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", help="where to write the figures")
    parser.add_argument("--sessions", type=int, default=3, help="of each policy at each size")
    arguments = parser.parse_args()
    jobs = [(n_items, policy) for n_items in SIZES for policy in GAINS]
    jobs.append((LARGEST, POLICIES[DEFAULT_POLICY]))
    row, claim = mode_of_belief(0)
    rows, claims = [row], [claim]
    for n_items, policy in jobs:
        row, found = measure(n_items, policy, arguments.sessions)
        rows.append(row)
        claims += found
    more, found = latency_of_screens.measured()
    return write_report([*rows, *more], [*claims, *found], arguments.json)


def _at_most(name: str, value: float, limit: float) -> Claim:
    return Claim(name, float(value), f"<= {limit:g}", bool(value <= limit))


if __name__ == "__main__":
    sys.exit(main())
