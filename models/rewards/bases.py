"""How base rewards are learned: the table BASES.

"pref" factorises preferences, as published (arXiv 2503.06358). "scores" takes components of the
cross-fitted scores of everybody, with axes of labels and times beside them, and models what people
know by their taste, so that screens of every kind teach more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import ChoiceModel
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.heavy_tails import widened
from elicitation.inference.screens import Reply, evidence
from elicitation.inference.taste_model import Exposure, TasteModel
from models.datasets.original_titles import in_another_language
from models.engines import Integers, in_parts
from models.rewards.basis_names import name_bases
from models.rewards.factorisation import BasisConfig, canonical, fit_factors
from models.rewards.label_loadings import label_loadings
from models.rewards.population import fit_population
from models.rewards.score_basis import (
    ScoreBasis,
    ScoreBasisConfig,
    components,
    cross_fits,
    turned,
)
from models.rewards.widths import Chosen, Widths, choose_penalty, choose_widths, judges_of

Floats = NDArray[np.float64]

ELSEWHERE = "original title in another language"  # a label that titles themselves give
ANSWERED = 200  # well-known items that a prior person's history answers for


@dataclass(frozen=True, eq=False)
class BasisData:
    """What a basis is learned from: three different groups of people.

    ``validation`` people teach nothing; they tell how wide tastes are taken to be.
    """

    training: sparse.csr_matrix  # (n_training, n_items) ratings
    prior: sparse.csr_matrix  # (n_prior, n_items)
    validation: sparse.csr_matrix  # (n_validation, n_items); may be nobody
    like: float  # least rating of a like
    familiarity: Familiarity
    keys: tuple[str, ...]
    titles: Sequence[str]
    labels: Sequence[tuple[str, ...]]
    years: Sequence[int]  # 0 = unknown; may be empty


@dataclass(frozen=True, eq=False)
class LearnedBasis:
    """A basis, and the posterior means (n_prior, n_bases) of the prior people's coefficients.

    ``answers_tell``: whether answers were seen to improve the lists of validation people.
    """

    basis: RewardBasis
    tastes: Floats
    answers_tell: bool = True
    metrics: dict[str, float] = field(default_factory=dict)


FitBasis = Callable[[BasisData, BasisConfig, int, Callable[[float], None]], LearnedBasis]


def fit_pref_basis(
    data: BasisData, config: BasisConfig, seed: int, on_progress: Callable[[float], None]
) -> LearnedBasis:
    """Factors of the training people's preferences, the population of the prior people's."""
    factors = fit_factors(data.training, data.like, config, seed, on_progress)
    known = _known(data.familiarity)
    exposure = np.asarray((data.training > 0).sum(axis=0), dtype=np.float64).ravel()
    mean, cov, tastes = fit_population(factors, data.prior, data.like, exposure, config, seed)
    canon, coefficients, backward = canonical(factors, mean, cov, known)
    names = name_bases(canon.rewards, known, data.titles, data.labels)
    basis = RewardBasis(data.keys, canon.rewards, canon.offsets, names, coefficients, "unsaved")
    return LearnedBasis(basis, (tastes - mean) @ backward.T)


def fit_scores_basis(
    data: BasisData, config: BasisConfig, seed: int, on_progress: Callable[[float], None]
) -> LearnedBasis:
    """Components of the scores of training and prior people, and axes of labels and times.

    Cross-fitting keeps each person's own history out of their scores, so everybody can teach.
    """
    ratings = sparse.vstack([data.training, data.prior]).tocsr()
    share = np.asarray((ratings > 0).mean(axis=0), dtype=np.float64).ravel()
    config_of_scores = ScoreBasisConfig()
    fits = cross_fits(ratings, data.like, config_of_scores, seed)
    judges = judges_of(data.validation, data.like, share, seed)
    made: dict[float, ScoreBasis] = {}

    def scores_at(penalty: float) -> ScoreBasis:
        if penalty not in made:
            at = fits.at(penalty)
            made[penalty] = components(at.likes, at.seen, share, config_of_scores, seed)
        return made[penalty]

    def model(scores: ScoreBasis, widths: Widths) -> TasteModel:
        return _basis(scores, data, share, ratings.shape[0], widths, named=False).taste_model

    def model_at(penalty: float) -> TasteModel:
        scores = scores_at(penalty)
        return model(scores, Widths(n_bases=scores.rewards.shape[1]))

    penalty = choose_penalty(model_at, judges)
    scores = scores_at(penalty)
    on_progress(0.5)
    model_of = partial(model, scores)
    chosen = choose_widths(model_of, judges, Widths(n_bases=scores.rewards.shape[1]))
    on_progress(0.8)
    basis = basis_of_scores(scores, data, share, ratings.shape[0], chosen.widths)
    tastes = _tastes(basis.taste_model, data, share)
    on_progress(1.0)
    return LearnedBasis(basis, tastes, chosen.answers_tell, _metrics(chosen, penalty))


def basis_of_scores(
    scores: ScoreBasis, data: BasisData, share: Floats, n_people: int, widths: Widths
) -> RewardBasis:
    """The components in log-odds of a pair, with the axes of labels and the model of exposure."""
    return _basis(scores, data, share, n_people, widths, named=True)


def _basis(
    scores: ScoreBasis,
    data: BasisData,
    share: Floats,
    n_people: int,
    widths: Widths,
    named: bool,  # False: for measuring; names take longer than all else
) -> RewardBasis:
    kept = turned(scores, share, widths.n_bases)
    said = [*zip(data.labels, in_another_language(data.titles), strict=True)]
    axes = [(*own, ELSEWHERE) if foreign else own for own, foreign in said]
    labels, names = label_loadings(axes, data.years, share, widths.labels)
    rewards = widths.unit * np.hstack([widths.tastes * kept.rewards, labels])
    loadings = np.hstack([widths.exposure * kept.exposure, np.zeros_like(labels)])
    # half a person who knows every item and half a one who knows none
    logits = np.log((share * n_people + 0.5) / (n_people - share * n_people + 0.5))
    activity = float(np.sqrt(data.familiarity.activity_variance))
    n_bases, n_kept = rewards.shape[1], kept.rewards.shape[1]
    found = tuple(map(str, range(n_kept)))
    if named:
        found = name_bases(kept.rewards, _known(data.familiarity), data.titles, data.labels)
    return RewardBasis(
        data.keys,
        rewards,
        widths.unit * kept.offsets,
        (*found, *(name if name not in found else f"{name} films" for name in names)),
        Gaussian(np.zeros(n_bases), np.eye(n_bases)),
        "unsaved",
        ChoiceModel(lapse=widths.lapse),
        exposure=Exposure(loadings, logits, activity),
        heavy=np.arange(n_bases) >= n_kept,  # a few care for one label alone
    )


def _metrics(chosen: Chosen, penalty: float) -> dict[str, float]:
    """What the manifest says about the widths; numbers that nobody could tell are left out."""
    told = {
        "basis: penalty, times the rule's": penalty,
        "basis: components": float(chosen.widths.n_bases),
        "basis: width of tastes": chosen.widths.tastes,
        "basis: width of a label": chosen.widths.labels,
        "basis: log-odds of a unit": chosen.widths.unit,
        "basis: lapse": chosen.widths.lapse,
        "basis: weight of knowing": chosen.widths.exposure,
        "answers: NDCG@100 gained, validation": chosen.gain,
        "answers: its standard error": chosen.error,
    }
    return {name: value for name, value in told.items() if np.isfinite(value)}


def _tastes(model: TasteModel, data: BasisData, share: Floats) -> Floats:
    """What each person's history says, read as taps on the well-known items and all they liked."""
    known = np.argsort(-share, kind="stable")[:ANSWERED]
    prior, like = data.prior, data.like

    def some(people: Integers) -> Floats:
        tastes = np.empty((len(people), model.n_bases))
        for taste, person in zip(tastes, people.tolist(), strict=True):
            row = prior[person]
            liked = row.indices[row.data >= like]
            shown = np.union1d(known, liked)
            reply = Reply("taps", tuple(shown.tolist()), tuple(sorted(liked.tolist())))
            found = widened(model.prior, evidence(model, [reply]), model.heavy)
            taste[:] = found.posterior.mean[: model.n_bases]
        return tastes

    nobody = np.empty((0, model.n_bases))
    return np.concatenate([nobody, *in_parts(some, prior.shape[0])])


def _known(familiarity: Familiarity) -> Floats:
    nobody = np.zeros(0, dtype=np.int64)
    return known_probabilities(familiarity, nobody, nobody)


BASES: dict[str, FitBasis] = {"pref": fit_pref_basis, "scores": fit_scores_basis}
