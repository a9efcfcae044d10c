"""Sessions with one respondent: policies choose from a pool of answered pairs.

A policy repeats no item while the pool allows it. The posterior after each answer is evaluated.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.mixed_widths import mixed_posterior
from benchmarks.answers.respondents import Pairs, Respondent
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import compare, compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import slope
from elicitation.inference.posterior import laplace_posterior
from elicitation.questions.lookahead import gains_of, two_step_gains
from elicitation.questions.policies import POLICIES, QuestionPolicy
from elicitation.questions.sets import grow_set

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PREF_PRECISION = 0.001  # of PReF's flat prior, as in the authors' code
DEFAULT = "a_optimal"


@dataclass(frozen=True)
class Arm:
    """A policy with the population prior, PReF's published estimator, or wrong answers."""

    name: str
    policy: str
    published: bool = False
    strangers: bool = False
    steps: int = 1  # looked ahead
    size: int = 2  # items to choose from
    mixed: bool = False  # a population of several widths


PUBLISHED = Arm("PReF as published", "pref", published=True)
STRANGERS = Arm("control: a stranger's answers", DEFAULT, strangers=True)
AHEAD = Arm("a_optimal, two steps ahead", DEFAULT, steps=2)
MIXED = Arm("a_optimal, population of several widths", DEFAULT, mixed=True)
SET_OF_4 = Arm("a_optimal, the best of 4", DEFAULT, size=4)
ARMS = (
    *(Arm(name, name) for name in POLICIES),
    AHEAD,
    SET_OF_4,
    MIXED,
    PUBLISHED,
    STRANGERS,
)


def flat(basis: RewardBasis) -> RewardBasis:
    """PReF's published model: popularity as one more base reward, and a flat prior.

    0.001 is the precision in the authors' code.
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
    """Posteriors after 0, 1, ... answers; fewer than ``n_answers`` if the pool runs out."""
    policy = POLICIES[arm.policy]
    rows, offsets = differences(basis, pool)
    fresh = np.ones(len(pool), dtype=bool)
    unused = fresh.copy()  # pairs whose items were not shown
    taken: list[int] = []
    beliefs = [basis.prior]
    while len(taken) < min(n_answers, len(pool)):
        # PReF repeats items, and every policy must once the pool's items are all shown
        allowed = np.flatnonzero(fresh if arm.published or not unused.any() else unused)
        if policy.acquisition is None or (arm.published and not taken):
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
        found = mixed_posterior if arm.mixed else laplace_posterior
        beliefs.append(found(basis.prior, answers))
    return beliefs


def asked_sets(basis: RewardBasis, person: Respondent, size: int, n_answers: int) -> list[Gaussian]:
    """Posteriors after sets of ``size`` items; the best-rated item is chosen, ties by position.

    A set is the A-optimal pair with the items that add most information to it.
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
        beliefs.append(laplace_posterior(basis.prior, answers))
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
    assert policy.acquisition is not None
    mean, variance = belief.project(rows[allowed])
    mean, more = mean + offsets[allowed], variance
    if policy.extra == "shift_norm":
        more = ((rows[allowed] @ belief.cov) ** 2).sum(axis=1)
    elif policy.extra == "shortfall":
        items = np.unique(pool.items)
        utilities = np.zeros(basis.n_items)
        utilities[items] = basis.offsets[items] + basis.rewards[items] @ belief.mean
        more = utilities[items].max() - utilities[pool.items[allowed]].max(axis=1)
    return policy.acquisition(mean, variance, more)
