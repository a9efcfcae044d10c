"""Fits everything that the app serves from one matrix of ratings: the pipeline behind `train`.

Each person is used in exactly one of three roles: *training* people fit the recommenders, the base
rewards and familiarity; *prior* people fit the population of coefficients and how answers move each
recommender; *validation* people choose hyper-parameters and the trust in the answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.recommendations.new_to_you import MOST_KNOWN
from elicitation.recommendations.scores import SharedPrior
from models.artifacts import DEFAULT_PRIOR
from models.datasets.catalogue import ENOUGH_PEOPLE, likes
from models.recommenders.base import FitRun, Judge, PriorEvidence, Recommender, RecommenderSpec
from models.recommenders.table import RECOMMENDERS
from models.recommenders.training.distributed import ALONE, Team
from models.rewards.bases import BASES, BasisData
from models.rewards.factorisation import BasisConfig
from models.rewards.prior_tuning import MOST_REPLAYED, tune_priors
from models.rewards.rasch_model import fit_familiarity
from models.stages.stages import Stages
from models.tuning.choices import chosen_settings, tilted_models
from models.tuning.judges import judge_of
from models.validation.list_bound import ListBound, choose_bound
from models.validation.plans import choose_plan

Floats = NDArray[np.float64]
DEFAULT_POLICY = "a_optimal"


@dataclass(frozen=True)
class FitConfig:
    """All that a fit depends on besides data and seed.

    ``recommenders``: name in RECOMMENDERS -> hyper-parameters instead of those in the table.
    ``only``: which of RECOMMENDERS are fitted, () = all; the app needs all, a benchmark of the list
    needs the default prior.
    """

    basis: BasisConfig = BasisConfig()
    basis_kind: str = "scores"  # of BASES
    recommenders: Mapping[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    prior_share: float = 0.22
    validation_share: float = 0.12
    memory: int = 8 * 2**30  # bytes that a recommender's fit may take
    # moments and choices are sure enough with so many; the rest trains
    most_prior: int = 5000
    most_validation: int = 2000
    policy: str = DEFAULT_POLICY  # asks the validation people
    budget_s: float = 0.0  # seconds to search hyper-parameters; 0 = as the rules have them

    def of(self, name: str) -> Any:
        """Hyper-parameters of the recommender ``name``."""
        return self.recommenders.get(name, RECOMMENDERS[name].config)


@dataclass(frozen=True, eq=False)
class Fitted:
    """Everything that was learned, and what it measured on validation people."""

    basis: RewardBasis
    priors: dict[str, SharedPrior]  # tuned on validation people; DEFAULT_PRIOR among them
    familiarity: Familiarity
    models: dict[str, Recommender]  # by their names in RECOMMENDERS
    tensors: dict[str, Floats]  # of the models, for the artifact
    metrics: dict[str, float]
    config: FitConfig  # with the hyper-parameters chosen on validation people
    tilts: dict[str, float]  # power of popularity in the scores of each model
    answers_tell: bool = True  # False: answers did not improve the lists of validation people
    most_known: float = MOST_KNOWN  # how probably an item of the list may be known, at most
    plan: tuple[str, ...] = ()  # screens to ask; () = pairs by a policy

    @property
    def blend(self) -> SharedPrior:
        """The default prior."""
        return self.priors[DEFAULT_PRIOR]


def assign_roles(
    n_people: int, config: FitConfig, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers of training, prior and validation people, disjoint and together everybody.

    Raises ValueError if there are fewer than ``ENOUGH_PEOPLE``.
    """
    if n_people < ENOUGH_PEOPLE:
        raise ValueError(
            f"{n_people} people with a history are too few to learn from: at least "
            f"{ENOUGH_PEOPLE} are needed, each with some liked items"
        )
    order = rng.permutation(n_people)
    n_prior = min(int(config.prior_share * n_people), config.most_prior)
    n_validation = min(int(config.validation_share * n_people), config.most_validation)
    return order[n_prior + n_validation :], order[:n_prior], order[n_prior : n_prior + n_validation]


def chosen_config(
    ratings: sparse.csr_matrix,
    like: float,
    config: FitConfig,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
) -> FitConfig:
    """``config`` with the hyper-parameters that rules and validation people choose.

    ``ratings`` (n_users, n_items); models are fitted on the training people alone. What the config
    gives for a recommender stands. Raises ValueError with too few people, as ``assign_roles`` does.
    """
    liked, judge = _training(ratings, like, config, seed)
    names = [name for name in RECOMMENDERS if not config.only or name in config.only]
    free = [name for name in names if name not in config.recommenders]
    chosen = chosen_settings(liked, judge, free, config.budget_s, seed, on_progress)
    return replace(config, recommenders={**chosen, **config.recommenders})


def _training(
    ratings: sparse.csr_matrix, like: float, config: FitConfig, seed: int
) -> tuple[sparse.csr_matrix, Judge | None]:
    """Likes of the training people, and the judge of the validation people if they are enough."""
    training, _, validation = assign_roles(
        ratings.shape[0], config, np.random.default_rng([seed, 0])
    )
    return likes(ratings[training], like), judge_of(likes(ratings[validation], like), seed)


def fit_recommenders(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    like: float,  # stars from which on a rating is a like
    config: FitConfig,
    seed: int,
    stages: Stages | None = None,
    team: Team = ALONE,
) -> dict[str, Recommender]:
    """Every model of RECOMMENDERS on the training people, by name.

    The first process of a ``team`` fits all of them; the others take part in those whose training
    is distributed. Raises ValueError with too few people, as ``assign_roles`` does.
    """
    stages = stages or Stages()
    liked, judge = _training(ratings, like, config, seed)
    models: dict[str, Recommender] = {}
    for name, spec in RECOMMENDERS.items():
        if config.only and name not in config.only:
            continue
        if team.rank == 0 or spec.is_distributed:
            fit = partial(_fit_one, spec, liked, config.of(name), seed, team, judge, config.memory)
            models[name] = stages.run(spec.title, fit)
    return models


def _fit_one(
    spec: RecommenderSpec,
    liked: sparse.csr_matrix,
    config: Any,
    seed: int,
    team: Team,
    judge: Judge | None,
    memory: int,
    on_progress: Callable[[float], None],
) -> Recommender:
    return spec.fit(liked, config, FitRun(seed, on_progress, team, judge, memory))


def fit_everything(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    like: float,  # stars from which on a rating is a like
    keys: tuple[str, ...],
    titles: Sequence[str],
    labels: Sequence[tuple[str, ...]],
    config: FitConfig,
    seed: int,
    stages: Stages | None = None,
    team: Team = ALONE,
    years: Sequence[int] = (),
) -> Fitted:
    """The whole pipeline. Same arguments and machine, same result, also where ``stages`` finds
    some of it finished.

    ``keys``, ``titles``, ``labels`` (genres or tags) and ``years`` (0 = unknown; may be empty) have
    one entry per item. The other processes of a ``team`` call ``fit_recommenders``, the only part
    that is distributed.
    Raises ValueError with fewer than ``ENOUGH_PEOPLE`` people, KeyError if BASES lacks the kind.
    """
    training, prior, validation = assign_roles(
        ratings.shape[0], config, np.random.default_rng([seed, 0])
    )
    known_ratings = ratings[training]
    stages = stages or Stages()
    config = stages.run("hyper-parameters", partial(chosen_config, ratings, like, config, seed))
    fitted = fit_recommenders(ratings, like, config, seed, stages, team)
    models, tilts = stages.run(
        "tilts",
        lambda share: tilted_models(fitted, *_training(ratings, like, config, seed)),
    )
    familiarity = stages.run("familiarity", lambda share: fit_familiarity(known_ratings))

    groups = known_ratings, ratings[prior], ratings[validation]
    data = BasisData(*groups, like, familiarity, keys, titles, labels, years)
    fit_basis = partial(BASES[config.basis_kind], data, config.basis, seed)
    learned = stages.run("base rewards", fit_basis)
    basis = learned.basis

    evidence = PriorEvidence(basis, likes(ratings[prior], like), learned.tastes)
    served = stages.run(
        "candidates for priors",
        lambda share: [RECOMMENDERS[name].serve(model, evidence) for name, model in models.items()],
    )
    candidates = {name: tried for part in served for name, tried in part.candidates.items()}
    fresh, chosen = ratings[validation][:MOST_REPLAYED], None
    if basis.exposure is not None:
        chosen = stages.run(
            "answers of validation people", lambda share: choose_plan(basis, fresh, like, seed)
        )
    means = None if chosen is None else chosen.asked.means(basis.n_bases)
    replayed = candidates, basis, familiarity, fresh, like, config.policy, seed
    tuned = stages.run("priors", partial(tune_priors, *replayed, asked=means))
    metrics = {
        "n_training_people": float(len(training)),
        "n_prior_people": float(len(prior)),
        "n_validation_people": float(len(validation)),
        **learned.metrics,
        **{f"{name}: NDCG@100, validation": best.ndcg for name, best in tuned.items()},
    }
    priors = {name: best.prior for name, best in tuned.items()}
    if not learned.answers_tell:  # what does not help is not listened to
        priors = {name: replace(own, trust=0.0) for name, own in priors.items()}
    bound = ListBound()
    if chosen is not None and DEFAULT_PRIOR in priors:
        by = basis, familiarity, priors[DEFAULT_PRIOR], chosen.asked, fresh, like
        bound = stages.run("bound of the list", lambda share: choose_bound(*by))
        metrics |= chosen.metrics | bound.metrics
    tensors = {name: array for part in served for name, array in part.tensors.items()}
    told = learned.answers_tell
    learnt = basis, priors, familiarity, models, tensors, metrics
    plan = () if chosen is None else chosen.plan
    return Fitted(*learnt, config, tilts, told, bound.most, plan)
