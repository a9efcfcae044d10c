"""Mult-VAE in the table: two priors, with and without the VAE's view of the answers."""

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.recommendations.scores import SharedPrior
from models.recommenders.base import (
    FitRun,
    Judge,
    PriorEvidence,
    PriorMenu,
    RecommenderSpec,
    Served,
    TiltOption,
    arrays_of,
)
from models.recommenders.joint_prior import fit_joint_prior, shared_prior
from models.recommenders.priors import TRUSTS, reward_candidates
from models.recommenders.vae import MULT_VAE, Vae, VaeConfig, searched_space, sized

Floats = NDArray[np.float64]

RESIDUALS = (0.0, 0.25, 0.5, 0.75, 1.0)  # weights of the rewards that the latent does not explain
MIXTURES = (0.0, 0.25, 0.5, 0.75)  # weights of the latent beside the utility by the basis
PREFIX = "vae_"
PARTS = [part.name for part in fields(Vae)]
OPTIONAL = ("layer_weights", "layer_bias", "norm_scale", "norm_shift")  # of a deep encoder


def _fit(liked: sparse.csr_matrix, config: VaeConfig, run: FitRun) -> Vae:
    from models.recommenders.training.distributed import ALONE
    from models.recommenders.training.vae_training import fit_vae

    quality, team = run.quality(config.patience), run.team or ALONE
    return fit_vae(liked, config, run.seed, run.on_progress, quality, config.patience, team)


def _sized(liked: sparse.csr_matrix, config: VaeConfig, judge: Judge | None) -> VaeConfig:
    return sized(config, liked.shape[0])


def _serve(model: Vae, evidence: PriorEvidence) -> Served:
    means, variances = model.encode(evidence.histories)
    basis = evidence.basis
    joint = fit_joint_prior(means, variances, evidence.tastes, basis.prior)
    by_residual = [shared_prior(joint, model, basis, residual, TRUSTS[0]) for residual in RESIDUALS]
    moved = [own.trusted(trust) for own in by_residual for trust in TRUSTS]
    # the utility of the basis alone, and mixtures with the latent's view: odds of 1 as in the model
    moved += [_mixed(own, basis, share) for own in moved[:1] for share in MIXTURES]
    return Served(
        {"mult_vae": moved, "coefficients": reward_candidates(moved[0].crowd, basis)},
        {**joint.tensors(), **_tensors(model)},
    )


def _tensors(model: Vae) -> dict[str, Floats]:
    """The arrays that the artifact keeps; those of a deep encoder if it is one."""
    arrays = {name: getattr(model, name) for name in PARTS}
    return {f"{PREFIX}{name}": array for name, array in arrays.items() if array.size}


def _mixed(latent: SharedPrior, basis: RewardBasis, share: float) -> SharedPrior:
    """Utility by the basis, and ``share``, 0 to 1, of the scores by the latent."""
    return SharedPrior(
        (1.0 - share) * basis.offsets + share * latent.crowd,
        (1.0 - share) * basis.rewards + share * latent.shifts,
        0.5,
    )


def _load(tensors: Mapping[str, Floats], n_items: int) -> Vae | None:
    deep = [name for name in OPTIONAL if f"{PREFIX}{name}" in tensors]
    arrays = arrays_of(tensors, PREFIX, [name for name in PARTS if name not in OPTIONAL] + deep)
    return None if arrays is None else Vae(**arrays).checked(n_items)


def _tilted(model: Vae, factor: Floats) -> Vae:
    return replace(model, output_bias=model.output_bias + np.log(factor))


MULT_VAE_SPEC = RecommenderSpec(
    title="Mult-VAE",
    config=VaeConfig(),
    fit=_fit,
    serve=_serve,
    choose=_sized,
    space=searched_space,
    load=_load,
    priors={
        "mult_vae": PriorMenu("shared taste (Mult-VAE)"),
        "coefficients": PriorMenu("shared taste, your answers only", shifts_are_rewards=True),
    },
    tilt=TiltOption(is_log=True, into=_tilted),
    ranking_config=MULT_VAE,
    item_arrays=("vae_input_weights", "vae_output_weights", "vae_output_bias"),
    is_distributed=True,
)
