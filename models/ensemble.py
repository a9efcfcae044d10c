"""Several recommenders as one: a weighted sum of their scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders import Recommender

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Scores are ``sum_k weights[k] * models[k].score``: a log-linear pool where they are
    log-probabilities, whose constants per person do not matter.
    """

    models: tuple[Recommender, ...]
    weights: tuple[float, ...]

    def score(self, histories: sparse.csr_matrix) -> Floats:
        parts = zip(self.models, self.weights, strict=True)
        return np.sum([weight * model.score(histories) for model, weight in parts], axis=0)


@dataclass(frozen=True, eq=False)
class Known:
    """Scores that were computed already, for one set of people."""

    scores: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        return self.scores


def fit_pair(
    first: Recommender,
    second: Recommender,
    histories: sparse.csr_matrix,
    quality: Callable[[Recommender], float],
    ratios: Sequence[float],
) -> Ensemble:
    """``first + ratio * second`` with the ratio of best ``quality`` on validation people.

    ``histories`` are theirs; the ratio also takes up the scale of scores that are no
    log-probabilities, such as EASE's. Raises ValueError without ratios.
    """
    if not ratios:
        raise ValueError("an ensemble needs at least one ratio to choose from, got none")
    known = tuple(Known(model.score(histories)) for model in (first, second))
    best = max(ratios, key=lambda ratio: quality(Ensemble(known, (1.0, ratio))))
    return Ensemble((first, second), (1.0, best))
