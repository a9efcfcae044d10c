"""Shared priors made of a recommender: candidates that are tuned on validation people.

A shared prior is a ranking before any answer and the change of every score per unit of the
coefficients w. Every prior is tuned with the same grid of trust, so that they compare.
"""

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.basis import RewardBasis
from elicitation.recommendations.scores import SharedPrior
from models.recommenders.base import PriorEvidence, Recommender
from models.recommenders.blocks import scored

Floats = NDArray[np.float64]

ODDS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)  # weights of the answers against the crowd
TRUSTS = tuple(odds / (1.0 + odds) for odds in ODDS)


def reward_candidates(crowd: Floats, basis: RewardBasis) -> list[SharedPrior]:
    """The ranking ``crowd`` (n_items,), log-probabilities, moved by the base rewards of answers."""
    return _trusts(SharedPrior(crowd, basis.rewards, TRUSTS[0]))


def regressed_candidates(model: Recommender, evidence: PriorEvidence) -> list[SharedPrior]:
    """A recommender without a latent Gaussian of its own: its scores regressed on w.

    The ranking before any answer is the mean score of ``evidence``'s people, which keeps the
    model's scale where scores are no log-probabilities.
    """
    crowd, shifts = regressed(model, evidence)
    return _trusts(SharedPrior(crowd, shifts, TRUSTS[0]))


def _trusts(prior: SharedPrior) -> list[SharedPrior]:
    return [prior.trusted(trust) for trust in TRUSTS]


def regressed(model: Recommender, evidence: PriorEvidence) -> tuple[Floats, Floats]:
    """Mean scores (n_items,), and how answers move them, (n_items, n_bases).

    The linear regression of scores on w: E[score | w] = mean + Cov(score, w) P^-1 (w - mean_w), P
    the population's covariance of w, with the moments of people who trained neither model. Scores
    are needed once, a block of people at a time.
    """
    tastes = evidence.tastes
    centred = tastes - tastes.mean(axis=0)
    n_items = evidence.histories.shape[1]
    crowd, cross = np.zeros(n_items), np.zeros((n_items, tastes.shape[1]))
    for block, scores in scored(model, evidence.histories):
        crowd += scores.sum(axis=0)
        cross += scores.T @ centred[block]  # centring one of the two is enough
    shifts = np.linalg.solve(evidence.basis.prior.cov, cross.T / len(tastes)).T
    return crowd / len(tastes), np.asarray(shifts, dtype=np.float64)
