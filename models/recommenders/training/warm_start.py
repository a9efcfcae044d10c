"""Initial weights of the VAE from a linear autoencoder, the ridge regression X on X.

With X = U S V' the ridge model scores a history x by x V S^2 / (S^2 + l) V' ([Steck2019] without
the zero diagonal). Its first directions become the code, whitened as the prior N(0, I) has it, and
the decoder. From random weights a VAE on a few thousand people overfits before it has found the
small groups of items (a series of books) that the linear model sees at once.
"""

import numpy as np
import torch
from scipy import sparse
from scipy.sparse.linalg import svds

from models.recommenders.ease import EaseConfig, settled
from models.recommenders.vae import VaeConfig

SCALE = 15.0  # of the first logits; 10 to 30 end at the same place, as measured on validation
SMALL = 0.2  # hidden units start where tanh is nearly linear
LOG_VARIANCE = -3.0  # of the first codes


def start_from_ridge(
    parameters: dict[str, torch.Tensor], liked: sparse.csr_matrix, config: VaeConfig
) -> None:
    """Overwrite the first ``min(n_latent, n_hidden, rank - 1)`` codes in place.

    ``parameters`` have the names and shapes of ``Vae``; the remaining codes keep their values.
    """
    rank = min(config.n_latent, config.n_hidden, min(liked.shape) - 1)
    if rank < 1:
        return
    _, values, directions = svds(liked.astype(np.float64), k=rank, v0=np.ones(min(liked.shape)))
    norms = np.sqrt(np.maximum(np.asarray(liked.sum(axis=1)), 1.0))  # the encoder reads x / |x|
    codes = np.asarray(liked @ directions.T) / norms  # (n_users, rank)
    spread, centre = codes.std(axis=0) + 1e-9, codes.mean(axis=0)
    penalty = config.warm_penalty or settled(EaseConfig(), liked).regularisation
    shrunk = values**2 / (values**2 + penalty)
    starts = {
        "input_weights": SMALL * directions.T / spread,
        "input_bias": -SMALL * centre / spread,
        "code_weights": np.eye(config.n_hidden, rank) / SMALL,
        "output_weights": SCALE * directions.T * shrunk * spread,
    }
    with torch.no_grad():
        parameters["code_weights"][:, config.n_latent :] = 0.0
        parameters["code_bias"][config.n_latent :] = LOG_VARIANCE
        for name, start in starts.items():
            parameters[name][..., :rank] = torch.from_numpy(start)
