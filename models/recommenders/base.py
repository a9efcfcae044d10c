"""What a recommender is, the simplest one, and the table RECOMMENDERS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.ease import EaseConfig, fit_ease_path
from models.recommenders.personas import PersonasConfig
from models.recommenders.vae import VaeConfig

Floats = NDArray[np.float64]


class Recommender(Protocol):
    """A fitted model that ranks for anybody's history; it knows no user numbers."""

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """(n_users, n_items) histories -> (n_users, n_items) scores, higher is better.

        Scores of one person compare; they are log-probabilities up to a constant where the model
        has them. The order in which a history was made does not matter, and it may be empty.
        """
        ...


@dataclass(frozen=True, eq=False)
class Popularity:
    """The same list for everybody."""

    log_share: Floats  # (n_items,)

    def score(self, histories: sparse.csr_matrix) -> Floats:
        return np.tile(self.log_share, (histories.shape[0], 1))


def fit_popularity(liked: sparse.csr_matrix) -> Popularity:
    """Log-shares of all likes, half a like added to every item so that none is impossible."""
    counts = np.asarray(liked.sum(axis=0), dtype=np.float64).ravel() + 0.5
    return Popularity(np.log(counts / counts.sum()))


Fit = Callable[[sparse.csr_matrix, int], Recommender]  # liked (n_users, n_items), seed


def _fit_vae(liked: sparse.csr_matrix, seed: int) -> Recommender:
    from models.recommenders.vae_training import (
        fit_vae,  # torch is loaded only where something is trained
    )

    return fit_vae(liked, MULT_VAE, seed)


def _fit_personas(liked: sparse.csr_matrix, seed: int) -> Recommender:
    from models.recommenders.personas_training import fit_personas  # torch, as above

    return fit_personas(liked, PERSONAS, seed)


# chosen on validation people of the embedded data, to rank by alone
EASE = EaseConfig(regularisation=120.0)
MULT_VAE = VaeConfig(n_latent=64, keep=0.7, averaging=0.97)
PERSONAS = PersonasConfig(n_epochs=25)

RECOMMENDERS: dict[str, Fit] = {
    "popularity": lambda liked, seed: fit_popularity(liked),
    "ease": lambda liked, seed: fit_ease_path(liked, EASE),
    "mult_vae": _fit_vae,
    "amp_cf": _fit_personas,
}
