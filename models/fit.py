"""Fit everything that the app serves, from one matrix of ratings: the pipeline behind `train`.

People are split three ways, and nobody does two jobs: *training* people fit the VAE, the base
rewards and familiarity; *prior* people fit the population of coefficients and the joint prior;
*validation* people fit the blend.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.recommendations.scores import SharedPrior
from models.artifacts import DEFAULT_PRIOR
from models.datasets.catalogue import LIKED
from models.recommenders.base import PERSONAS, RECOMMENDERS
from models.recommenders.distributed import ALONE, Team
from models.recommenders.personas import Personas
from models.recommenders.personas_training import fit_personas
from models.recommenders.vae import Vae, VaeConfig
from models.recommenders.vae_training import fit_vae
from models.rewards.basis_names import name_bases
from models.rewards.factorisation import BasisConfig, canonical, fit_factors
from models.rewards.familiarity_fit import fit_familiarity
from models.rewards.joint_prior import JointPrior, fit_joint_prior
from models.rewards.population import fit_population
from models.rewards.prior_candidates import candidate_priors
from models.rewards.prior_tuning import tune_priors

Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]  # what is being fitted, share of it that is done

DEFAULT_POLICY = "a_optimal"
MINIMUM_PEOPLE = 20


@dataclass(frozen=True)
class FitConfig:
    """All that a fit depends on besides data and seed."""

    vae: VaeConfig = VaeConfig()
    basis: BasisConfig = BasisConfig()
    prior_share: float = 0.22
    validation_share: float = 0.12
    policy: str = DEFAULT_POLICY  # asks the validation people


@dataclass(frozen=True, eq=False)
class Fitted:
    """Everything that was learned, and what it measured on validation people."""

    basis: RewardBasis
    priors: dict[str, SharedPrior]  # tuned on validation people; DEFAULT_PRIOR among them
    familiarity: Familiarity
    vae: Vae
    joint: JointPrior
    personas: Personas
    metrics: dict[str, float]

    @property
    def blend(self) -> SharedPrior:
        """What the app serves unless somebody chooses another."""
        return self.priors[DEFAULT_PRIOR]


def split_people(
    n_people: int, config: FitConfig, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Disjoint training, prior and validation people.

    Raises ValueError if there are fewer people than the three jobs need.
    """
    if n_people < MINIMUM_PEOPLE:
        raise ValueError(
            f"{n_people} people with a history are too few to learn from: at least "
            f"{MINIMUM_PEOPLE} are needed, each with some liked items"
        )
    order = rng.permutation(n_people)
    n_prior = int(config.prior_share * n_people)
    n_validation = int(config.validation_share * n_people)
    return order[n_prior + n_validation :], order[:n_prior], order[n_prior : n_prior + n_validation]


def fit_shared_prior(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    config: FitConfig,
    seed: int,
    on_progress: Progress = lambda what, share: None,
    team: Team = ALONE,
) -> Vae:
    """The VAE of the training people. Raises ValueError as ``split_people`` does."""
    training, _, _ = split_people(ratings.shape[0], config, np.random.default_rng([seed, 0]))
    return fit_vae(
        (ratings[training] >= LIKED).astype(np.float64),
        config.vae,
        seed,
        lambda share: on_progress("shared prior (Mult-VAE)", share),
        team=team,
    )


def fit_everything(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    keys: tuple[str, ...],
    titles: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    config: FitConfig,
    seed: int,
    on_progress: Progress = lambda what, share: None,
    team: Team = ALONE,
) -> Fitted:
    """The whole pipeline. Same arguments and machine, same result.

    The other processes of a ``team`` call ``fit_shared_prior``, the only part that is shared.

    Raises ValueError with fewer than ``MINIMUM_PEOPLE`` people.
    """
    training, prior, validation = split_people(
        ratings.shape[0], config, np.random.default_rng([seed, 0])
    )
    known_ratings = ratings[training]
    vae = fit_shared_prior(ratings, config, seed, on_progress, team)
    factors = fit_factors(
        known_ratings, config.basis, seed, lambda share: on_progress("base rewards", share)
    )
    on_progress("familiarity", 0.0)
    familiarity = fit_familiarity(known_ratings)
    known = known_probabilities(familiarity, np.zeros(0, int), np.zeros(0, int))
    on_progress("familiarity", 1.0)

    on_progress("joint prior", 0.0)
    exposure = np.asarray((known_ratings > 0).sum(axis=0), dtype=np.float64).ravel()
    mean, cov, tastes = fit_population(factors, ratings[prior], exposure, config.basis, seed)
    canon, coefficients, backward = canonical(factors, mean, cov, known)
    names = name_bases(canon.rewards, known, titles, labels)
    basis = RewardBasis(keys, canon.rewards, canon.offsets, names, coefficients, "unsaved")
    latent_means, latent_variances = vae.encode((ratings[prior] >= LIKED).astype(np.float64))
    joint = fit_joint_prior(
        latent_means, latent_variances, (tastes - mean) @ backward.T, coefficients
    )
    on_progress("joint prior", 1.0)

    on_progress("blend", 0.0)
    liked = (ratings >= LIKED).astype(np.float64)
    personas = fit_personas(liked[training], PERSONAS, seed)
    candidates = candidate_priors(
        joint,
        vae,
        basis,
        liked[training],
        liked[prior],
        (tastes - mean) @ backward.T,
        {"ease": RECOMMENDERS["ease"](liked[training], seed), "amp_cf": personas},
    )
    priors = tune_priors(candidates, basis, familiarity, ratings[validation], config.policy, seed)
    on_progress("blend", 1.0)
    metrics = {
        "n_training_people": float(len(training)),
        "n_prior_people": float(len(prior)),
        "n_validation_people": float(len(validation)),
        **{f"{name}: NDCG@100, validation": tuned.ndcg for name, tuned in priors.items()},
    }
    shared = {name: tuned.prior for name, tuned in priors.items()}
    return Fitted(basis, shared, familiarity, vae, joint, personas, metrics)
