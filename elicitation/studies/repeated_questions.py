"""Does somebody answer the same question the same way? What repeated questions say of lapses.

A lapse is a random answer. If the first item is chosen with probability q without lapses, two
answers to the same pair disagree with probability 2 [(1 - e)^2 E q (1 - q) + e/2 (1 - e/2)] at
lapse rate e: even careful people disagree with themselves where they hardly care.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.logistic import slope
from elicitation.sessions.session import Session

RATES = np.linspace(0.0, 0.995, 200)  # lapse rates that are considered
CAREFUL = 9.0  # the prior on the rate is Beta(1, 9): one answer in ten, before any is repeated
NODES = np.linspace(-6.0, 6.0, 121)


@dataclass(frozen=True)
class Repeat:
    """One pair asked twice."""

    agreed: bool
    doubt: float  # E q (1 - q), what the other answers leave open; 0 to 1/4


@dataclass(frozen=True)
class LapseEstimate:
    """Posterior of the lapse rate: its mean and the ends of its 90 % interval."""

    mean: float
    low: float
    high: float


def repeats(basis: RewardBasis, session: Session) -> tuple[Repeat, ...]:
    """The pairs that were picked from twice; what else was answered says how close they are."""
    found = []
    picks = [a for a in session.answers if a.choice.kind == "pick" and len(a.items) == 2]
    for n, second in enumerate(picks):
        for first in picks[:n]:
            if set(first.items) == set(second.items) <= basis.numbers.keys():
                others = tuple(a for a in session.answers if a is not first and a is not second)
                a, b = (basis.numbers[item] for item in first.items)
                belief = Belief(basis, replace(session, answers=others, corrections=()))
                mean, variance = belief.posterior.project(
                    (basis.rewards[a] - basis.rewards[b])[None]
                )
                centre = float(mean[0] + basis.offsets[a] - basis.offsets[b])
                doubt = _expected_slope(centre, float(variance[0]))
                found.append(Repeat(first.choice == second.choice, doubt))
    return tuple(found)


def lapse_estimate(found: Iterable[Repeat]) -> LapseEstimate:
    """What repeated questions, of one person or of many, say about the share of lapses."""
    log = (CAREFUL - 1.0) * np.log1p(-RATES)
    for repeat in found:
        disagree = 2.0 * ((1.0 - RATES) ** 2 * repeat.doubt + RATES / 2.0 * (1.0 - RATES / 2.0))
        log += np.log1p(-disagree) if repeat.agreed else np.log(np.maximum(disagree, 1e-300))
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    low, high = RATES[np.searchsorted(weights.cumsum(), [0.05, 0.95])]
    return LapseEstimate(float(weights @ RATES), float(low), float(high))


def _expected_slope(mean: float, variance: float) -> float:
    """E sigma'(u), u ~ N(mean, variance), by equally spaced nodes."""
    weights: Floats = np.exp(-0.5 * NODES**2)
    return float(slope(mean + np.sqrt(variance) * NODES) @ weights / weights.sum())
