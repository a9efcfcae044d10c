"""Analysis of simulations: curves, questions needed, and the sample size of a study.

Pure functions of values (n_policies, n_people, n_steps), with the same people for each policy. The
bootstrap resamples people and keeps the policies paired.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]
N_DRAWS, LEVEL = 2000, 0.95


@dataclass(frozen=True, eq=False)
class Curves:
    """Mean over people and the ends of its interval, each (n_policies, n_steps)."""

    mean: Floats
    low: Floats
    high: Floats


def curves(values: Floats, rng: np.random.Generator) -> Curves:
    """Means by policy and number of questions. Raises ValueError if there are no people."""
    low, high = np.quantile(_redrawn(values, rng), _ends(), axis=0)
    return Curves(values.mean(axis=1), low, high)


def _redrawn(values: Floats, rng: np.random.Generator) -> Floats:
    """Means of people drawn with replacement, (N_DRAWS, n_policies, n_steps)."""
    n_people = values.shape[1]
    if n_people < 1:
        raise ValueError("nobody was simulated yet")
    weights = rng.multinomial(n_people, np.full(n_people, 1.0 / n_people), N_DRAWS) / n_people
    return np.tensordot(weights, values, (1, 1))


def _ends() -> tuple[float, float]:
    return (1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0


@dataclass(frozen=True)
class Needed:
    """Questions a policy needs; inf if it does not reach the target."""

    policy: str
    questions: float
    low: float
    high: float


def questions_needed(
    values: Floats,
    policies: tuple[str, ...],
    reference: str,
    after: int,
    falling: bool,
    rng: np.random.Generator,
) -> list[Needed]:
    """Questions until each policy's mean reaches that of ``reference`` after ``after`` questions.

    ``falling``: whether lower values are better. Raises ValueError if ``reference`` was not
    simulated that long.
    """
    if reference not in policies or not 0 <= after < values.shape[2]:
        raise ValueError(f"{reference} was not simulated for {after} questions")
    sign = -1.0 if falling else 1.0
    row = policies.index(reference)
    draws = _first(sign * _redrawn(values, rng), row, after)
    low, high = np.quantile(draws, _ends(), axis=0, method="nearest")  # inf cannot be interpolated
    found = _first(sign * values.mean(axis=1)[None], row, after)[0]
    numbers = (found.tolist(), low.tolist(), high.tolist())
    return [Needed(*each) for each in zip(policies, *numbers, strict=True)]


def _first(means: Floats, row: int, after: int) -> Floats:
    """(n_draws, n_policies, n_steps) -> (n_draws, n_policies), the first step that is enough."""
    enough = means >= means[:, row, after, None, None] - 1e-12
    return np.where(enough.any(axis=2), enough.argmax(axis=2), np.inf)


@dataclass(frozen=True)
class Plan:
    """A study in which each participant gets one of two policies."""

    difference: float  # of the means, first less second
    deviation: float  # between participants of one policy, standard
    per_arm: int | None  # participants; None if the simulated policies do not differ


def participants(first: Floats, second: Floats, power: float = 0.8, error: float = 0.05) -> Plan:
    """Participants per policy for a two-sided test, normal approximation.

    Both arrays are (n_people,) values of the same simulated people; their paired differences test
    whether the policies differ at all. n = 2 (z_a + z_b)^2 s^2 / d^2, with s^2 the mean variance of
    the two arms. Raises ValueError for fewer than two people.
    """
    if len(first) != len(second) or len(first) < 2:
        raise ValueError(f"expected the same people, two at least: {len(first)} and {len(second)}")
    difference = float(first.mean() - second.mean())
    deviation = math.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2.0)
    noise = float((first - second).std(ddof=1)) / math.sqrt(len(first))
    if abs(difference) <= float(ndtri(1.0 - error / 2.0)) * noise + 1e-12:
        return Plan(difference, deviation, None)
    z = float(ndtri(1.0 - error / 2.0) + ndtri(power))
    return Plan(difference, deviation, max(2, math.ceil(2.0 * (z * deviation / difference) ** 2)))


def power_of(per_arm: int, plan: Plan, error: float = 0.05) -> float:
    """Chance that a study with ``per_arm`` participants a policy finds the difference."""
    distance = abs(plan.difference) / (plan.deviation * math.sqrt(2.0 / per_arm))
    bar = float(ndtri(1.0 - error / 2.0))
    return float(ndtr(distance - bar) + ndtr(-distance - bar))
