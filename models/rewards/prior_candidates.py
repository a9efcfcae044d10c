"""The shared priors that a person may choose between: one candidate list a recommender.

Each is a ranking of the crowd and a rule by which answers move it. The lists are what is tuned on
validation people, with equal effort for each name.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.recommendations.scores import SharedPrior
from models.artifacts import DEFAULT_PRIOR
from models.recommenders.base import Recommender, fit_popularity
from models.recommenders.vae import Vae
from models.rewards.joint_prior import JointPrior, regressed_prior, shared_prior

Floats = NDArray[np.float64]

RESIDUALS = (0.0, 0.25, 0.5, 0.75, 1.0)
ODDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
TRUSTS = tuple(odds / (1.0 + odds) for odds in ODDS)


def candidate_priors(
    joint: JointPrior,
    vae: Vae,
    basis: RewardBasis,
    training: sparse.csr_matrix,  # (n_training, n_items) likes
    histories: sparse.csr_matrix,  # (n_prior, n_items) likes of people who trained nothing
    tastes: Floats,  # (n_prior, n_bases) posterior means of their coefficients
    regressed: Mapping[str, Recommender],  # recommenders without a joint Gaussian of their own
) -> dict[str, list[SharedPrior]]:
    """Name -> priors to choose from: the default, its parent, EASE, AMP-CF and popularity.

    "coefficients" is the crowd plus the reward of w, without the VAE's view of w; "popularity"
    the same over counts instead of the VAE's crowd.
    """
    crowd = shared_prior(joint, vae, basis, 0.0, 0.5).crowd
    popularity = fit_popularity(training).log_share
    moved = {}
    for name, recommender in regressed.items():
        scores = recommender.score(histories)
        # no log-probabilities: the crowd is on the scale of the mean score
        crowds = scores.mean(axis=0)
        moved[name] = [regressed_prior(crowds, scores, tastes, basis.prior, t) for t in TRUSTS]
    return {
        DEFAULT_PRIOR: [
            shared_prior(joint, vae, basis, residual, trust)
            for residual in RESIDUALS
            for trust in TRUSTS
        ],
        "coefficients": [SharedPrior(crowd, basis.rewards, trust) for trust in TRUSTS],
        **moved,
        "popularity": [SharedPrior(popularity, basis.rewards, trust) for trust in TRUSTS],
    }
