"""Analysis of simulations: curves, questions needed, and the sample size of a study.

Pure functions of values (n_policies, n_people, n_steps), with the same people for each policy. The
bootstrap resamples people and keeps the policies paired.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
N_DRAWS, LEVEL = 2000, 0.95


@dataclass(frozen=True, eq=False)
class Curves:
    """Mean over people and the ends of its interval, each (n_policies, n_steps)."""

    mean: Floats
    low: Floats
    high: Floats


def curves(values: Floats, rng: np.random.Generator) -> Curves:
    """Means by policy and number of questions. Raises ValueError for fewer than two people."""
    found = _bootstrap(values, rng).confidence_interval
    return Curves(values.mean(axis=1), found.low, found.high)


def _bootstrap(values: Floats, rng: np.random.Generator) -> Any:
    """SciPy's result for means over people, whose draws are (n_policies, n_steps, N_DRAWS)."""
    from scipy.stats import bootstrap  # slow to import

    n_people = values.shape[1]
    if n_people < 2:
        raise ValueError(f"an interval needs two people at least, got {n_people}")

    def means(people: NDArray[np.int64], axis: int) -> Floats:
        counts = np.apply_along_axis(np.bincount, axis, people, minlength=n_people)
        return np.tensordot(values, counts / n_people, (1, axis))

    return bootstrap(
        (np.arange(n_people),),
        means,
        n_resamples=N_DRAWS,
        confidence_level=LEVEL,
        method="percentile",
        rng=rng,
    )


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
    means = np.moveaxis(_bootstrap(values, rng).bootstrap_distribution, -1, 0)
    ends = ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)
    draws = _first(sign * means, row, after)
    low, high = np.quantile(draws, ends, axis=0, method="nearest")  # inf cannot be interpolated
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
