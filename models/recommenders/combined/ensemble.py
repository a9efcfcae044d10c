"""Ensembles: a weighted sum of the scores of several recommenders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Recommender
from models.recommenders.uphill import uphill

Floats = NDArray[np.float64]

FIRST_WEIGHT = 0.5  # of a model that joins, against the first


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
) -> Ensemble:
    """Forward selection on validation people [Caruana2004], starting with the best single model.

    Each step adds the model and the weight that raise ``quality`` most, until none does; then every
    weight is looked at once more. ``histories`` (n_users, n_items) are the validation people's.
    Weights are sought in units in which the scores of every model spread alike, so no model falls
    off a grid for its scale. Raises ValueError without models.
    """
    if not models:
        raise ValueError("an ensemble needs models to choose from")
    scores = [np.asarray(model.score(histories)) for model in models]
    units = [max(float(part.std(axis=1).mean()), 1e-300) for part in scores]
    parts = [part / unit for part, unit in zip(scores, units, strict=True)]
    weights: dict[int, float] = {}
    seen: dict[tuple[tuple[int, float], ...], float] = {}

    def value(weights: dict[int, float]) -> float:
        key = tuple(sorted(weights.items()))
        if key not in seen:
            pool = np.sum([weight * parts[number] for number, weight in key], axis=0)
            seen[key] = quality(Known(pool))
        return seen[key]

    def best_weight(number: int, start: float) -> dict[int, float]:
        return {**weights, number: uphill(lambda w: value({**weights, number: w}), start)}

    weights = {max(range(len(models)), key=lambda number: value({number: 1.0})): 1.0}
    while left := [number for number in range(len(models)) if number not in weights]:
        grown = max((best_weight(number, FIRST_WEIGHT) for number in left), key=value)
        if value(grown) <= value(weights):
            break
        weights = grown
    for number in tuple(weights)[1:]:
        weights = best_weight(number, weights[number])
    return Ensemble(
        tuple(models[number] for number in weights),
        tuple(weight / units[number] for number, weight in weights.items()),
    )
