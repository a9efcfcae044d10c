"""Several recommenders as one: a weighted sum of their scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Recommender

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


def fit_ensemble(
    models: Sequence[Recommender],
    histories: sparse.csr_matrix,
    quality: Callable[[Recommender], float],
    ratios: Sequence[float],
) -> Ensemble:
    """Forward selection on validation people (Caruana et al. 2004), from the best single model on.

    Each step adds the model, at the ratio to the first, that lifts ``quality`` most, until none
    does. ``histories`` are the validation people's; ratios also take up the scale of scores that
    are no log-probabilities, such as EASE's. Raises ValueError without models or ratios.
    """
    if not models or not ratios:
        raise ValueError("an ensemble needs models and at least one ratio to choose from")
    known = [Known(model.score(histories)) for model in models]
    first = max(range(len(models)), key=lambda number: quality(known[number]))
    chosen, weights, best = [first], [1.0], quality(known[first])
    while left := [number for number in range(len(models)) if number not in chosen]:
        parts = tuple(known[number] for number in chosen)
        value, number, ratio = max(
            (quality(Ensemble((*parts, known[number]), (*weights, ratio))), number, ratio)
            for number in left
            for ratio in ratios
        )
        if value <= best:
            break
        chosen, weights, best = [*chosen, number], [*weights, ratio], value
    return Ensemble(tuple(models[number] for number in chosen), tuple(weights))
