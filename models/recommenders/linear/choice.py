"""Penalty and row weights of EASE, chosen on validation people.

The quality of a linear model over the logarithm of its penalty has one broad hill. The search
starts where a rule puts it, goes uphill in factors of two and looks once more beside the top. A
penalty costs one product with a decomposition, or one Cholesky inverse of the same Gram matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import Judge, Recommender
from models.recommenders.ease import EaseConfig, fit_ease_path, item_item_of, settled
from models.recommenders.linear.forms import form_for
from models.recommenders.linear.gram_matrix import gram_of
from models.recommenders.linear.row_weights import weighted_rows
from models.recommenders.uphill import uphill

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
ModelAt = Callable[[float], Recommender]  # of a penalty

ROW_POWERS = (0.25, 0.5)  # tried beside equal rows
MOST_ITEMS = 4096  # that a penalty is chosen on; their inverse takes seconds


@dataclass(frozen=True, eq=False)
class OfPopular:
    """A model of some items only; all others come last."""

    model: Recommender
    items: Integers  # that the model knows
    n_items: int

    def score(self, histories: sparse.csr_matrix) -> Floats:
        own = self.model.score(histories.tocsc()[:, self.items].tocsr())
        scores = np.full((histories.shape[0], self.n_items), own.min(initial=0.0) - 1.0)
        scores[:, self.items] = own
        return scores


def chosen_ease(liked: sparse.csr_matrix, config: EaseConfig, judge: Judge | None) -> EaseConfig:
    """``config`` with the penalty and the row power that rank validation people best.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. Rows are weighted only where that is better by more
    than a standard error over people: many powers are tried, and one is better by chance. Without
    a judge the penalty is the rule's.
    """
    if judge is None:
        return settled(config, weighted_rows(liked, config.row_power))
    found, best = _best_penalty(liked, config, judge)
    for power in ROW_POWERS:
        other, values = _best_penalty(liked, replace(config, row_power=power), judge)
        if clearly_better(values, best):
            found, best = other, values
    return found


def clearly_better(values: Floats, than: Floats) -> bool:
    """Whether ``values`` of the same people exceed ``than`` by more than one standard error."""
    gain = values - than
    gain = gain[~np.isnan(gain)]
    return bool(len(gain) > 1 and gain.mean() > gain.std(ddof=1) / np.sqrt(len(gain)))


def _best_penalty(
    liked: sparse.csr_matrix, config: EaseConfig, judge: Judge
) -> tuple[EaseConfig, Floats]:
    """The config at its best penalty, and the quality of each validation person."""
    model_at = _models(liked, config)
    values: dict[float, Floats] = {}

    def quality(penalty: float) -> float:
        if penalty not in values:
            values[penalty] = judge(model_at(penalty))
        return float(np.nanmean(values[penalty]))

    start = settled(config, weighted_rows(liked, config.row_power)).regularisation
    assert start is not None  # a settled config has one
    best = uphill(quality, start)
    return replace(config, regularisation=best), values[best]


def _models(liked: sparse.csr_matrix, config: EaseConfig) -> ModelAt:
    """The model at any penalty, of one decomposition or one Gram matrix.

    Where a Cholesky inverse of all items takes long, the most liked ones stand for them.
    """
    if form_for(*liked.shape) == "path" and not config.clip_negative:
        path = fit_ease_path(liked, config)
        return lambda penalty: replace(path, config=replace(config, regularisation=penalty))
    weighted = weighted_rows(liked, config.row_power)
    popular = np.argsort(-np.asarray(liked.sum(axis=0)).ravel(), kind="stable")[:MOST_ITEMS]
    gram = gram_of(weighted.tocsc()[:, popular].tocsr(), np.float32)

    def inverted(penalty: float) -> Recommender:
        model = item_item_of(gram.copy(), replace(config, regularisation=penalty))
        return OfPopular(model, popular, liked.shape[1])

    return inverted
