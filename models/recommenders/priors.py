"""Shared priors made of a recommender: candidates that are tuned on validation people.

A shared prior is a ranking before any answer and the change of every score per unit of the
coefficients w. Every prior is tuned with the same grid of trust, so that they compare.
"""

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.scores import SharedPrior
from models.recommenders.base import PriorEvidence, Recommender

Floats = NDArray[np.float64]

ODDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)  # weights of the answers against the crowd
TRUSTS = tuple(odds / (1.0 + odds) for odds in ODDS)


def reward_candidates(crowd: Floats, basis: RewardBasis) -> list[SharedPrior]:
    """The ranking ``crowd`` (n_items,), log-probabilities, moved by the base rewards of answers."""
    return [SharedPrior(crowd, basis.rewards, trust) for trust in TRUSTS]


def regressed_candidates(model: Recommender, evidence: PriorEvidence) -> list[SharedPrior]:
    """A recommender without a latent Gaussian of its own: its scores regressed on w.

    The ranking before any answer is the mean score of ``evidence``'s people, which keeps the
    model's scale where scores are no log-probabilities.
    """
    scores = model.score(evidence.histories)
    crowd, coefficients = scores.mean(axis=0), evidence.basis.prior
    return [
        regressed_prior(crowd, scores, evidence.tastes, coefficients, trust) for trust in TRUSTS
    ]


def regressed_prior(
    crowd: Floats,  # (n_items,)
    scores: Floats,  # (n_people, n_items) of any recommender for people's whole histories
    tastes: Floats,  # (n_people, n_bases) posterior means of the same people's w
    coefficients: Gaussian,
    trust: float,
) -> SharedPrior:
    """How answers move a recommender that has no latent: the linear regression of scores on w.

    E[score | w] = mean + Cov(score, w) P^-1 (w - mean_w), P the covariance of ``coefficients``,
    with the moments of people who trained neither model. ``trust``, 0 to 1, is the weight of the
    answers. Raises ValueError if ``trust`` leaves [0, 1].
    """
    cross = (scores - scores.mean(axis=0)).T @ (tastes - tastes.mean(axis=0)) / len(tastes)
    return SharedPrior(crowd, np.linalg.solve(coefficients.cov, cross.T).T, trust)
