"""Popularity: the baseline that ignores the person."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import FitRun, PriorEvidence, PriorMenu, RecommenderSpec, Served
from models.recommenders.priors import reward_candidates

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Popularity:
    """One ranking for everybody: ``log_share`` (n_items,), log of each item's share of likes."""

    log_share: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """``log_share`` for each row of ``histories``, (n_users, n_items)."""
        return np.tile(self.log_share, (histories.shape[0], 1))


def fit_popularity(liked: sparse.csr_matrix) -> Popularity:
    """Log-shares of the likes ``liked`` (n_users, n_items).

    Half a like is added to every item (Jeffreys prior), so that no item has probability 0.
    """
    counts = np.asarray(liked.sum(axis=0), dtype=np.float64).ravel() + 0.5
    return Popularity(np.log(counts / counts.sum()))


def _fit(liked: sparse.csr_matrix, config: None, run: FitRun) -> Popularity:
    run.on_progress(1.0)
    return fit_popularity(liked)


def _serve(model: Popularity, evidence: PriorEvidence) -> Served:
    return Served({"popularity": reward_candidates(model.log_share, evidence.basis)})


def _load(tensors: Mapping[str, Floats], n_items: int) -> Popularity | None:
    share = tensors.get("crowd_popularity")  # its prior is the model
    return None if share is None else Popularity(share)


POPULARITY_SPEC = RecommenderSpec(
    title="popularity",
    config=None,
    fit=_fit,
    serve=_serve,
    load=_load,
    priors={"popularity": PriorMenu("popularity, your answers only", shifts_are_rewards=True)},
    is_personal=False,
)
