"""Evaluation of a posterior on held-out pairs and the ranking of their items."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.asking import differences
from benchmarks.answers.respondents import Pairs, Respondent
from benchmarks.common.auc import auc
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.simulation.sessions import top_k_regret

Floats = NDArray[np.float64]


def chances(basis: RewardBasis, belief: Gaussian, pairs: Pairs) -> Floats:
    """Predictive probability that the first item is chosen, (n_pairs,), with the lapse rate.

    MacKay's approximation of a logistic-normal integral."""
    rows, offsets = differences(basis, pairs)
    mean, variance = belief.project(rows)
    p = np.clip(expit((mean + offsets) / np.sqrt(1.0 + np.pi * variance / 8.0)), 1e-9, 1.0 - 1e-9)
    return (1.0 - basis.response.lapse) * p + basis.response.lapse / 2.0


def predicted(basis: RewardBasis, belief: Gaussian, person: Respondent) -> dict[str, float]:
    """Measures by name: predictions of the held-out pairs, ranking of their items."""
    p, won = chances(basis, belief, person.judged), person.judged.outcomes == 1.0
    measures = {
        "accuracy": float(np.where(np.abs(p - 0.5) < 1e-12, 0.5, (p > 0.5) == won).mean()),
        "log-loss": -float(np.log(np.where(won, p, 1.0 - p)).mean()),
        "AUC": float(auc(p[won], p[~won])),
    }
    chosen = basis.offsets + basis.rewards @ belief.mean
    if len(person.held[0]):
        items, values = person.held
        measures["NDCG@10 of own items"] = graded_ndcg(chosen[items], values, 10)
    if person.utilities is not None:
        measures["top-10 regret"] = top_k_regret(person.utilities, chosen, 10)
    return measures


def graded_ndcg(scores: Floats, ratings: Floats, k: int) -> float:
    """NDCG@k of rated items; the gain is the rating minus the person's lowest."""
    discounts = 1.0 / np.log2(np.arange(2, min(k, len(scores)) + 2))
    gains = ratings - ratings.min()
    ideal = np.sort(gains)[::-1][: len(discounts)] @ discounts
    found = gains[np.argsort(-scores, kind="stable")][: len(discounts)] @ discounts
    return float(found / ideal) if ideal else float("nan")
