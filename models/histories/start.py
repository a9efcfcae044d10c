"""Where a belief starts for somebody whose history is known.

Likes set the Mult-VAE's latent z, and the joint Gaussian of z and w carries it over to the
coefficients, as in the blend "joint Gaussian" of `benchmarks.blends`: on validation people the best
blend with no history and with 5 likes, and .0002 behind the best with 20. Dislikes then move the
coefficients, and lists as answers would.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.scores import SharedPrior, odds
from models.artifacts import DEFAULT_PRIOR, Artifact
from models.histories.dislikes import WEIGHT, after_dislikes
from models.recommenders.joint_prior import JointPrior, joint_prior_of, shared_prior
from models.recommenders.table import RECOMMENDERS
from models.recommenders.vae import Vae

Floats = NDArray[np.float64]

LEAST_UTILITY = 1e-3  # weight of the utility by the basis from which a prior is a mixture with it


@dataclass(frozen=True, eq=False)
class HistoryStart:
    """What a history says before any answer. Without a VAE in the artifact, the population's."""

    artifact: Artifact
    coefficients: Gaussian  # over w, given the history
    default: SharedPrior  # the default prior, given the history

    def prior(self, name: str) -> SharedPrior:
        """The prior ``name`` of the artifact, given the history. Raises KeyError if it has none.

        The default prior knows the history through z. The others know it through w, as if the
        history's mean of w had been learned from answers.
        """
        if name == DEFAULT_PRIOR:
            return self.default
        prior = self.artifact.priors[name]
        moved = self.coefficients.mean - self.artifact.basis.prior.mean
        return replace(prior, crowd=prior.crowd + odds(prior.trust) * prior.shifts @ moved)


def start_from(
    artifact: Artifact,
    liked: Iterable[str],
    disliked: Iterable[str] = (),
    weight: float = WEIGHT,
) -> HistoryStart:
    """The start of a person who likes and dislikes the items with these keys.

    ``weight`` is that of a dislike, see ``after_dislikes``. Unknown keys are skipped. Raises
    ArtifactError if the arrays of the VAE do not fit together.
    """
    basis = artifact.basis
    start = _from_likes(artifact, _numbers(basis, liked))
    after = after_dislikes(basis, start.coefficients, _numbers(basis, disliked), weight)
    default, moved = start.default, after.mean - start.coefficients.mean
    if moved.any():
        crowd = default.crowd + odds(default.trust) * default.shifts @ moved
        default = replace(default, crowd=crowd)
    return HistoryStart(artifact, after, default)


def _numbers(basis: RewardBasis, keys: Iterable[str]) -> list[int]:
    return [basis.numbers[key] for key in keys if key in basis.numbers]


def _from_likes(artifact: Artifact, numbers: list[int]) -> HistoryStart:
    basis = artifact.basis
    load = RECOMMENDERS["mult_vae"].load
    vae = artifact.read(load) if load else None
    if not numbers or not isinstance(vae, Vae) or "latent_cross" not in artifact.tensors:
        return HistoryStart(artifact, basis.prior, artifact.shared)
    joint = joint_prior_of(artifact.tensors, basis.prior)
    history = np.zeros((1, basis.n_items))
    history[0, numbers] = 1.0
    mean, variance = vae.encode(sparse.csr_matrix(history))
    given = joint.given(Gaussian(mean[0], np.diag(variance[0])))
    default = _moved(artifact, joint, vae, given)
    return HistoryStart(artifact, given.coefficients, default)


def _moved(artifact: Artifact, joint: JointPrior, vae: Vae, given: JointPrior) -> SharedPrior:
    """The default prior of the artifact for somebody of whom ``given`` is known."""
    basis, shared = artifact.basis, artifact.shared
    by_latent = vae.decode(joint.latent.mean[None])[0]
    utility = _share(shared.crowd - by_latent, basis.offsets - by_latent)
    if utility < LEAST_UTILITY:
        residual = _residual(artifact, joint, vae)
        return shared_prior(given, vae, basis, residual, shared.trust)
    latent = shared_prior(given, vae, basis, 0.0, shared.trust)
    own = basis.offsets + basis.rewards @ given.coefficients.mean
    return SharedPrior(
        utility * own + (1.0 - utility) * latent.crowd,
        utility * basis.rewards + (1.0 - utility) * latent.shifts,
        shared.trust,
    )


def _residual(artifact: Artifact, joint: JointPrior, vae: Vae) -> float:
    """The weight, 0 to 1, of the rewards that z does not explain, with which it was fitted.

    The shifts are linear in it (``shared_prior``), so least squares finds it exactly.
    """
    without, with_all = (
        shared_prior(joint, vae, artifact.basis, weight, artifact.shared.trust).shifts
        for weight in (0.0, 1.0)
    )
    return _share(artifact.shared.shifts - without, with_all - without)


def _share(part: Floats, whole: Floats) -> float:
    """The weight, 0 to 1, by which ``part`` is most like ``whole``."""
    size = float((whole**2).sum())
    return min(1.0, max(0.0, float((part * whole).sum()) / size)) if size else 0.0
