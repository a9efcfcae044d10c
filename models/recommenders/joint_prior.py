"""The joint Gaussian of VAE latent z and coefficients w: how answers move the shared prior.

Fitted on people who trained neither model. Conditioning is in closed form ([Bishop2006], 2.3.1):
given a belief N(w, S) about a person's coefficients, E[z] = mean_z + C P^-1 (w - mean_w), where
C = Cov(z, w) and P = Cov(w). Answers so change one distribution and are counted once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.scores import SharedPrior
from models.recommenders.vae import Vae

Floats = NDArray[np.float64]

LEAST_RESIDUAL = 0.02  # of the population's variance of w is left however well z explains it


@dataclass(frozen=True, eq=False)
class JointPrior:
    """Marginal Gaussians of z and of w, and their covariance."""

    latent: Gaussian  # over z, (n_latent,)
    coefficients: Gaussian  # over w, (n_bases,)
    cross: Floats  # (n_latent, n_bases) Cov(z, w)

    def tensors(self) -> dict[str, Floats]:
        """The arrays that the artifact keeps; the marginal of w is kept with the base rewards."""
        return {
            "latent_mean": self.latent.mean,
            "latent_cov": self.latent.cov,
            "latent_cross": self.cross,
        }

    @property
    def latent_per_coefficient(self) -> Floats:
        """dE[z]/dw = C P^-1, (n_latent, n_bases)."""
        return np.asarray(np.linalg.solve(self.coefficients.cov, self.cross.T).T)

    @property
    def coefficient_per_latent(self) -> Floats:
        """A = dE[w]/dz = C' Sz^-1, (n_bases, n_latent)."""
        return np.asarray(np.linalg.solve(self.latent.cov, self.cross).T)

    @cached_property
    def residual_covariance(self) -> Floats:
        """Cov(w | z), (n_bases, n_bases), kept positive definite by LEAST_RESIDUAL."""
        factor, explained = self.coefficients.factor, self.coefficient_per_latent
        white = np.linalg.solve(factor, explained @ self.latent.factor)
        values, axes = np.linalg.eigh(np.eye(len(white)) - white @ white.T)
        root = factor @ axes * np.sqrt(np.maximum(values, LEAST_RESIDUAL))
        return np.asarray(root @ root.T)

    def given(self, latent: Gaussian) -> "JointPrior":
        """The joint prior of a person of whom N(z; ``latent``) is known, say from a history.

        w depends on z as in the population: w = mean_w + A (z - mean_z) + e, e ~ N(0, Cov(w | z)).
        """
        explained = self.coefficient_per_latent
        cov = self.residual_covariance + explained @ latent.cov @ explained.T
        moved = explained @ (latent.mean - self.latent.mean)
        coefficients = Gaussian(self.coefficients.mean + moved, (cov + cov.T) / 2.0)
        return JointPrior(latent, coefficients, latent.cov @ explained.T)


def joint_prior_of(tensors: Mapping[str, Floats], coefficients: Gaussian) -> JointPrior:
    """The joint prior whose ``tensors()`` these are. Raises KeyError if one is missing."""
    latent = Gaussian(tensors["latent_mean"], tensors["latent_cov"])
    return JointPrior(latent, coefficients, tensors["latent_cross"])


def fit_joint_prior(
    latent_means: Floats,  # (n_users, n_latent)
    latent_variances: Floats,  # (n_users, n_latent)
    tastes: Floats,  # (n_users, n_bases) posterior means of w
    coefficients: Gaussian,  # the population's w, from EM
) -> JointPrior:
    """Moments of people who trained neither model.

    ``latent_variances`` are the encoder's, per dimension; their mean is added to the covariance of
    the means. z is a function of a person's history, so Cov(z, w) = Cov(z, E[w | history]): the
    posterior means need no correction for their own uncertainty (law of total covariance).
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
    """The decoder's log-probabilities at the mean latent, and their change per unit of w.

    The decoder is linear, so its logits are linear in w: dlogits/dw = W C P^-1. ``residual``, 0 to
    1, weighs the part of the rewards that z does not explain: the reward of w minus that of
    A E[z | w]. ``trust``, 0 to 1, is the weight of the answers. Raises ValueError if ``trust``
    leaves [0, 1].
    """
    slope = joint.latent_per_coefficient
    explained = basis.rewards @ joint.coefficient_per_latent @ slope
    return SharedPrior(
        crowd=vae.decode(joint.latent.mean[None])[0],
        shifts=vae.output_weights @ slope + residual * (basis.rewards - explained),
        trust=trust,
    )
