"""The probability that a person knows an item, by Rasch's model [Rasch1960].

P(a person knows item i) = sigma(logits[i] + theta), where theta ~ N(0, activity_variance) says how
much the person has seen overall. The logits are the items' easiness; every item that proved to be
known or unknown is an observation of theta.
"""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.logistic import expit, log_expit


@dataclass(frozen=True, eq=False)
class Familiarity:
    """How well known each item is. Raises ValueError on a negative or infinite variance."""

    logits: Floats  # (n_items,) log-odds that a typical person knows the item
    activity_variance: float  # of theta, in squared log-odds; 0 = the same theta for all

    def __post_init__(self) -> None:
        object.__setattr__(self, "logits", frozen_floats(self.logits, None, name="logits"))
        if not 0.0 <= self.activity_variance < np.inf:
            raise ValueError(f"activity_variance: expected >= 0, got {self.activity_variance}")


def known_probabilities(familiarity: Familiarity, seen: Integers, unseen: Integers) -> Floats:
    """Posterior probability that the person knows each item, (n_items,), theta integrated out.

    ``seen`` and ``unseen`` are the numbers of the items that proved to be known and unknown; they
    get 1 and 0, an item in both gets 0.
    """
    logits = familiarity.logits
    theta, weights = _activity(logits[seen], logits[unseen], familiarity.activity_variance)
    # the answer is a smooth function of the item's logit alone: tabulate it, then look up
    knots = np.linspace(logits.min(initial=0.0), logits.max(initial=0.0), 257)
    table = expit(knots[:, None] + theta) @ weights
    known: Floats = np.interp(logits, knots, table)
    known[seen] = 1.0
    known[unseen] = 0.0
    return known


_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(21)


def _activity(seen: Floats, unseen: Floats, variance: float) -> tuple[Floats, Floats]:
    """Points and weights (21,), (21,) that stand for theta's posterior.

    Gauss-Hermite around the mode, re-weighted by posterior over Gaussian, so the Gaussian is only
    a choice of points.
    """
    if variance == 0.0:
        return np.zeros(1), np.ones(1)
    signs = np.concatenate([np.ones(len(seen)), -np.ones(len(unseen))])
    known = np.concatenate([seen, unseen])

    def log_density(theta: Floats) -> Floats:
        logits = signs * (known + theta[:, None])  # (n_points, n_observed)
        likelihood: Floats = log_expit(logits).sum(axis=1)
        return likelihood - theta**2 / (2.0 * variance)

    mode, spread = _mode(signs, known, variance)
    theta = mode + spread * _NODES
    log_weights = log_density(theta) + _NODES**2 / 2.0
    weights: Floats = _NODE_WEIGHTS * np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    return theta, weights


def _mode(signs: Floats, known: Floats, variance: float) -> tuple[float, float]:
    """Mode of theta and the standard deviation from the curvature there."""
    # the gradient falls strictly and is bracketed: safeguarded Newton cannot run away
    reach = variance * len(signs)
    low, high, theta = -reach, reach, 0.0
    curvature = 1.0 / variance
    for _ in range(60):
        p = expit(known + theta)
        gradient = float(((signs > 0.0) - p).sum()) - theta / variance
        curvature = float((p * (1.0 - p)).sum()) + 1.0 / variance
        low, high = (theta, high) if gradient > 0.0 else (low, theta)
        proposal = theta + gradient / curvature
        if not low <= proposal <= high:
            proposal = (low + high) / 2.0
        if abs(proposal - theta) <= 1e-9 * np.sqrt(1.0 / curvature):
            break
        theta = proposal
    return theta, float(np.sqrt(1.0 / curvature))
