"""The whole fit where no sparse matrix turns dense, nor a product of one, beyond a budget."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from models.fit import FitConfig, fit_everything
from models.recommenders.personas import PersonasConfig
from models.recommenders.vae import VaeConfig
from models.train import held_out_metrics

N_PEOPLE, N_ITEMS = 3000, 60
MOST_CELLS = 2048 * N_ITEMS  # a block of people, and fewer than there are
CONFIG = FitConfig(
    recommenders={
        "mult_vae": VaeConfig(n_latent=4, n_hidden=16, n_epochs=1, batch_size=500),
        "amp_cf": PersonasConfig(n_factors=8, n_epochs=1, batch_size=500),
    },
    most_prior=40,
    most_validation=30,
)


def refusing(made: Callable[..., Any]) -> Callable[..., Any]:
    """``made``, whose results may have no more than ``MOST_CELLS`` numbers in all."""

    def guarded(self: sparse.csr_matrix, *arguments: Any, **options: Any) -> Any:
        found = made(self, *arguments, **options)
        if found.size > MOST_CELLS:
            raise MemoryError(f"a dense array {found.shape} of all people by all items")
        return found

    return guarded


def test_nothing_of_all_people_by_all_items_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    stars = rng.integers(1, 6, (N_PEOPLE, N_ITEMS)) * (rng.random((N_PEOPLE, N_ITEMS)) < 0.3)
    ratings = sparse.csr_matrix(stars.astype(float))
    for kind in (sparse.csr_matrix, sparse.csc_matrix, sparse.coo_matrix):
        for name in ("toarray", "_matmul_multivector"):
            monkeypatch.setattr(kind, name, refusing(getattr(kind, name)))
    with pytest.raises(MemoryError, match="all people"):
        ratings.todense()
    with pytest.raises(MemoryError, match="all people"):
        ratings @ np.eye(N_ITEMS)
    names = tuple(f"item {number}" for number in range(N_ITEMS))
    labels = [("Even",) if number % 2 else ("Odd",) for number in range(N_ITEMS)]
    fitted = fit_everything(ratings, 4.0, names, names, labels, CONFIG, 0)
    measured = held_out_metrics(ratings, 4.0, fitted, CONFIG, 0)
    assert fitted.metrics["n_prior_people"] == 40 and fitted.metrics["n_validation_people"] == 30
    assert all(np.isfinite(value) for value in measured.values())
