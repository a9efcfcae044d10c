"""The joint Gaussian of VAE latent z and coefficients w: how answers move the shared prior.

Fitted on people who trained neither model. Conditioning is closed form (science.md 9d): given a
belief N(w, S) about a person's coefficients, E[z] = mean_z + C P^-1 (w - mean_w), where
C = Cov(z, w) and P = Cov(w). Both views stay coherent and nothing is counted twice.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.scores import SharedPrior
from models.recommenders.vae import Vae

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class JointPrior:
    """Marginals of z and of w, and their covariance."""

    latent: Gaussian  # over z, (n_latent,)
    coefficients: Gaussian  # over w, (n_bases,)
    cross: Floats  # (n_latent, n_bases) Cov(z, w)

    @property
    def latent_per_coefficient(self) -> Floats:
        """dE[z]/dw = C P^-1, (n_latent, n_bases)."""
        return np.asarray(np.linalg.solve(self.coefficients.cov, self.cross.T).T)

    @property
    def coefficient_per_latent(self) -> Floats:
        """A = dE[w]/dz = C' Sz^-1, (n_bases, n_latent)."""
        return np.asarray(np.linalg.solve(self.latent.cov, self.cross).T)


def fit_joint_prior(
    latent_means: Floats,  # (n_users, n_latent)
    latent_variances: Floats,  # (n_users, n_latent)
    tastes: Floats,  # (n_users, n_bases) posterior means of w
    coefficients: Gaussian,  # the population's w, from EM
) -> JointPrior:
    """Moments of people who trained neither model.

    z is a function of a person's history, so Cov(z, w) = Cov(z, E[w | history]): these means
    need no correction for their own uncertainty (law of total covariance).
    Raises ValueError with fewer than two people.
    """
    if len(tastes) < 2:
        raise ValueError(f"the joint prior needs at least two people, got {len(tastes)}")
    centred = latent_means - latent_means.mean(axis=0)
    cov = centred.T @ centred / len(tastes) + np.diag(latent_variances.mean(axis=0))
    return JointPrior(
        latent=Gaussian(latent_means.mean(axis=0), cov),
        coefficients=coefficients,
        cross=centred.T @ (tastes - tastes.mean(axis=0)) / len(tastes),
    )


def shared_prior(
    joint: JointPrior, vae: Vae, basis: RewardBasis, residual: float, trust: float
) -> SharedPrior:
    """What the app serves: the crowd's scores and how each coefficient moves them.

    With a linear decoder the decoder's move is exactly linear in w. ``residual`` weighs the part
    of the coefficients that z does not explain: the reward of w minus that of A E[z | w].
    """
    slope = joint.latent_per_coefficient
    explained = basis.rewards @ joint.coefficient_per_latent @ slope
    return SharedPrior(
        crowd=vae.decode(joint.latent.mean[None])[0],
        shifts=vae.output_weights @ slope + residual * (basis.rewards - explained),
        trust=trust,
    )


def regressed_prior(
    crowd: Floats,  # (n_items,)
    scores: Floats,  # (n_users, n_items) of any recommender for people's whole histories
    tastes: Floats,  # (n_users, n_bases) posterior means of the same people's w
    coefficients: Gaussian,
    trust: float,
) -> SharedPrior:
    """How answers move a recommender that has no latent: by regressing its scores on w.

    E[score | w] = mean + Cov(score, w) P^-1 (w - mean_w), as ``shared_prior`` has it for the VAE,
    with moments of people who trained neither model.
    """
    cross = (scores - scores.mean(axis=0)).T @ (tastes - tastes.mean(axis=0)) / len(tastes)
    return SharedPrior(crowd, np.linalg.solve(coefficients.cov, cross.T).T, trust)
