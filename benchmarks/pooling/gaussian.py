"""Pooling of statistical strength: the exact Gaussian case.

All variances are known: a person's value theta ~ N(mean, between), and n observations of it with
variance ``within``. No pooling takes the mean of the person's own observations, complete pooling
takes the population's, partial pooling the posterior, which is their average weighted by precision
(Gelman et al., Bayesian Data Analysis, chapter 5).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

NONE, COMPLETE, PARTIAL = "none", "complete", "partial"


@dataclass(frozen=True)
class Population:
    """Variance of people's values around their mean, and of an observation around a value.

    Raises ValueError unless ``between`` is at least and ``within`` above zero.
    """

    mean: float
    between: float
    within: float

    def __post_init__(self) -> None:
        if not (self.between >= 0.0 and self.within > 0.0):
            raise ValueError(f"between >= 0 and within > 0 expected, got {self}")

    def weight(self, n: int) -> float:
        """Weight of a person's own observations in partial pooling, 0 to 1."""
        return n * self.between / (n * self.between + self.within)

    def estimates(self, own_means: Floats, n: int) -> dict[str, Floats]:
        """Estimates of each person's value from the mean of ``n`` observations; nan at n = 0."""
        weight = self.weight(n)
        own = own_means if n else np.full_like(own_means, np.nan)
        pooled = weight * own + (1.0 - weight) * self.mean if n else np.full_like(own, self.mean)
        return {NONE: own, COMPLETE: np.full_like(own, self.mean), PARTIAL: pooled}

    def risks(self, n: int) -> dict[str, float]:
        """Mean squared error of each estimate; that of no pooling is infinite at n = 0."""
        own = self.within / n if n else np.inf
        partial = self.between * self.within / (n * self.between + self.within)
        return {NONE: own, COMPLETE: self.between, PARTIAL: partial}


def fit_population(own_means: Floats, counts: Floats, within: float) -> Population:
    """Empirical Bayes by moments: variance of the means beyond their noise.

    own_means and counts (n_people,), counts >= 1. Raises ValueError with fewer than two people.
    """
    if len(own_means) < 2:
        raise ValueError(f"a population needs at least two people, got {len(own_means)}")
    between = float(own_means.var(ddof=1) - np.mean(within / counts))
    return Population(float(own_means.mean()), max(0.0, between), within)


def catalogue_shares(taken: sparse.csr_matrix) -> Floats:
    """Share of the catalogue that each person used, (n_people,); people without any are left out.

    The catalogue is all items that were used. taken (n_people, n_items), stored = used.
    """
    counts = np.asarray((taken != 0).sum(axis=1), dtype=np.float64).ravel()
    n_items = int((np.asarray((taken != 0).sum(axis=0)) > 0).sum())
    return counts[counts > 0.0] / max(1, n_items)
