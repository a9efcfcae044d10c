"""A recommender of one file, to be added to the table by one line: truncated SVD of the likes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from models.recommenders.base import (
    FitRun,
    PriorEvidence,
    PriorMenu,
    RecommenderSpec,
    Served,
    check_shapes,
)
from models.recommenders.priors import regressed_candidates

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PureSvd:
    """PureSVD [Cremonesi2010]: the score of item i is x V v_i' plus some popularity."""

    directions: Floats  # V, (n_items, rank)
    popularity: Floats  # (n_items,) share of people who like the item

    def score(self, histories: sparse.csr_matrix) -> Floats:
        return np.asarray(histories @ self.directions @ self.directions.T) + 0.1 * self.popularity


def _fit(liked: sparse.csr_matrix, rank: int, run: FitRun) -> PureSvd:
    start = np.random.default_rng(run.seed).standard_normal(min(liked.shape))
    _, _, right = svds(liked, k=rank, v0=start)
    run.on_progress(1.0)
    return PureSvd(right.T, np.asarray(liked.mean(axis=0)).ravel())


def _serve(model: PureSvd, evidence: PriorEvidence) -> Served:
    return Served(
        {"pure_svd": regressed_candidates(model, evidence)},
        {"pure_svd_directions": model.directions, "pure_svd_popularity": model.popularity},
    )


def _load(tensors: Mapping[str, Floats], n_items: int) -> PureSvd | None:
    if "pure_svd_directions" not in tensors:
        return None
    model = PureSvd(tensors["pure_svd_directions"], tensors["pure_svd_popularity"])
    return check_shapes(
        model, {"directions": (n_items, model.directions.shape[1]), "popularity": (n_items,)}
    )


PURE_SVD_SPEC = RecommenderSpec(
    title="PureSVD",
    config=3,
    fit=_fit,
    serve=_serve,
    load=_load,
    priors={"pure_svd": PriorMenu("singular vectors (PureSVD)")},
    item_arrays=("pure_svd_directions", "pure_svd_popularity"),
)
