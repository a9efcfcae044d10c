"""Adding a recommender: a fitted record that scores histories, and a line in RECOMMENDERS.

This one recommends items that are liked together with those of the history: item-to-item
neighbours by cosine similarity.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import FitRun, PriorEvidence, PriorMenu, RecommenderSpec, Served
from models.recommenders.priors import regressed_candidates

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NeighbourConfig:
    """``damping``: this many likes without a companion are added to every item."""

    damping: float = 10.0


@dataclass(frozen=True, eq=False)
class Neighbours:
    """``similarity`` (n_items, n_items): damped cosine of two items' likes, zero diagonal."""

    similarity: Floats

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Summed similarity to the items of each history (n_users, n_items), higher is better."""
        return np.asarray(histories @ self.similarity)


def fit_neighbours(liked: sparse.csr_matrix, config: NeighbourConfig, run: FitRun) -> Neighbours:
    """From likes (n_users, n_items), 1.0 or 0.0. Reports progress to ``run``."""
    together = (liked.T @ liked).toarray()
    counts = np.diag(together) + config.damping
    similarity = together / np.sqrt(np.outer(counts, counts))
    np.fill_diagonal(similarity, 0.0)
    run.on_progress(1.0)
    return Neighbours(similarity)


def serve_neighbours(model: Neighbours, evidence: PriorEvidence) -> Served:
    """Its prior: the scores of ``evidence``'s people, regressed on their coefficients."""
    return Served({"neighbours": regressed_candidates(model, evidence)})


NEIGHBOURS = RecommenderSpec(
    title="neighbours",
    config=NeighbourConfig(),
    fit=fit_neighbours,
    serve=serve_neighbours,
    priors={"neighbours": PriorMenu("films liked together")},
)
