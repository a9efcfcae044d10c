"""Familiarity: a Rasch model [Rasch1960] of which person knows which item, fitted to ratings.

P(person u knows item i) = sigma(logit_i + theta_u), theta ~ N(0, variance). A rated item is known;
an item without a rating may be known too, so the probabilities are lower bounds.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import brentq
from scipy.special import expit

from elicitation.inference.familiarity import Familiarity

_NODES, _raw_weights = np.polynomial.hermite_e.hermegauss(21)
_WEIGHTS = _raw_weights / _raw_weights.sum()


def fit_familiarity(ratings: sparse.csr_matrix) -> Familiarity:
    """Fit by moments: each item's share of people, and the variance of people's activity.

    ``ratings`` (n_users, n_items): stored value > 0 = rated. Returns logits (n_items,) and the
    variance of theta.

    The variance of theta is set so that the model's variance of the number of items known per
    person equals the observed one; item logits then reproduce each item's share exactly.
    Raises ValueError without people.
    """
    n_users = ratings.shape[0]
    if n_users == 0:
        raise ValueError("familiarity needs at least one person, got none")
    known = ratings > 0
    counts = np.asarray(known.sum(axis=0), dtype=np.float64).ravel()
    shares, where, repeats = np.unique(
        (counts + 0.5) / (n_users + 1.0), return_inverse=True, return_counts=True
    )
    spread = float(np.asarray(known.sum(axis=1), dtype=np.float64).var())

    def item_logits(variance: float) -> np.ndarray:
        low, high = np.full(len(shares), -30.0), np.full(len(shares), 30.0)
        theta = np.sqrt(variance) * _NODES
        for _ in range(60):  # bisection: the marginal share rises with the logit
            middle = (low + high) / 2.0
            below = expit(middle[:, None] + theta) @ _WEIGHTS < shares
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2.0

    def excess(variance: float) -> float:
        p = expit(item_logits(variance)[:, None] + np.sqrt(variance) * _NODES)
        totals = repeats @ p  # (n_nodes,) expected number known at each theta
        within = repeats @ (p * (1.0 - p))
        mean = totals @ _WEIGHTS
        return float(((totals - mean) ** 2 + within) @ _WEIGHTS - spread)

    low, high = 1e-6, 16.0
    if excess(low) >= 0.0:
        variance = low
    elif excess(high) <= 0.0:
        variance = high
    else:
        variance = float(brentq(excess, low, high, xtol=1e-4))
    return Familiarity(logits=item_logits(variance)[where], activity_variance=variance)
