"""Scores tilted by popularity: away from what everybody takes up, or towards it.

A model's own balance of classics and rarities is a by-product of its loss. A score times count^g
has it as an option: g below 0 lowers what many people liked. Log-probabilities become
score + g log(count), which is the same for probabilities.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Judge, Recommender

Floats = NDArray[np.float64]

POWERS = (-0.5, -0.4, -0.3, -0.25, -0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True, eq=False)
class Tilted:
    """``model`` with its scores tilted; ``log_counts`` (n_items,), see ``log_counts_of``."""

    model: Recommender
    log_counts: Floats
    power: float  # g
    is_log: bool  # whether the model's scores are log-probabilities

    def score(self, histories: sparse.csr_matrix) -> Floats:
        scores = self.model.score(histories)
        if self.is_log:
            return scores + self.power * self.log_counts
        return scores * np.exp(self.power * self.log_counts)


@dataclass(eq=False)
class _Once:
    """A model whose scores of one set of people are computed once."""

    model: Recommender
    known: tuple[sparse.csr_matrix, Floats] | None = None

    def score(self, histories: sparse.csr_matrix) -> Floats:
        if self.known is None or self.known[0] is not histories:
            self.known = histories, self.model.score(histories)
        return self.known[1]


def log_counts_of(liked: sparse.csr_matrix) -> Floats:
    """Log of how often each item was liked, against the mean item, (n_items,).

    ``liked`` (n_users, n_items); half a like is added, so that no item has count 0.
    """
    counts = np.asarray(liked.sum(axis=0), dtype=np.float64).ravel() + 0.5
    return np.asarray(np.log(counts / counts.mean()))


def chosen_power(model: Recommender, log_counts: Floats, judge: Judge, is_log: bool) -> float:
    """The power g that validation people choose: the nearest to 0 that is as good as the best.

    As good is a mean that lies within one standard error of the difference over people, so that a
    tilt which helps by chance is not taken.
    """
    once = _Once(model)
    values = {g: judge(Tilted(once, log_counts, g, is_log)) for g in POWERS}
    best = max(POWERS, key=lambda g: float(np.nanmean(values[g])))

    def as_good(g: float) -> bool:
        behind = values[best] - values[g]
        behind = behind[~np.isnan(behind)]
        return bool(behind.mean() <= behind.std() / np.sqrt(len(behind)))

    return min(filter(as_good, POWERS), key=abs)
