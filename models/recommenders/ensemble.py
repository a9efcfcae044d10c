"""Ensembles: a weighted sum of the scores of several recommenders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Recommender

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Scores are ``sum_k weights[k] * models[k].score``, a log-linear pool of log-probabilities.

    A constant per person in a model's scores does not change the ranking.
    """

    models: tuple[Recommender, ...]
    weights: tuple[float, ...]

    def score(self, histories: sparse.csr_matrix) -> Floats:
        parts = zip(self.models, self.weights, strict=True)
        return np.sum([weight * model.score(histories) for model, weight in parts], axis=0)


@dataclass(frozen=True, eq=False)
class Known:
    """Precomputed scores (n_users, n_items) of one set of people; ``histories`` are ignored."""

    scores: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        return self.scores


def fit_ensemble(
    models: Sequence[Recommender],
    histories: sparse.csr_matrix,
    quality: Callable[[Recommender], float],
    ratios: Sequence[float],
) -> Ensemble:
    """Forward selection on validation people [Caruana2004], starting with the best single model.

    Each step adds the model and the weight (one of ``ratios``, relative to the first model) that
    raise ``quality`` most, until none does. ``histories`` (n_users, n_items) are the validation
    people's. Ratios span several orders of magnitude, because models differ in scale.
    Raises ValueError without models or ratios.
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
