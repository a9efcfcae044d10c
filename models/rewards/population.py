"""The population's distribution of coefficients, by EM on people who did not train base rewards.

The E-step is a Laplace approximation of each person's posterior, corrected by importance sampling
[Bishop2006], because posterior modes underestimate the population's spread.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from elicitation.inference.gaussian import Gaussian
from models.rewards.factorisation import BasisConfig, Factors
from models.rewards.preferences import Preferences, sample_preferences

Floats = NDArray[np.float64]

MOST_ITERATIONS = 100  # of EM
MOST_PEOPLE = 800  # who take part in it: enough for a covariance of a few bases
WIDER = 1.5  # variance of the proposal against that of the Gaussian
SETTLED = 0.002  # change of a covariance, as a share of the mean variance


def person_mode(
    factors: Factors, data: Preferences, mean: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    """Posterior mode (n_bases,) and covariance of one person's w, by a damped Newton method.

    ``data`` are weighted preferences; the prior is N(``mean``, ``precision``^-1). The covariance is
    the inverse Hessian of the negative log-posterior at the mode.
    """
    rows = factors.rewards[data.preferred] - factors.rewards[data.other]  # (n, n_bases)
    base = factors.offsets[data.preferred] - factors.offsets[data.other]

    def loss(w: Floats) -> float:
        gap = w - mean
        return float(
            0.5 * gap @ precision @ gap + data.weights @ np.logaddexp(0.0, -(rows @ w + base))
        )

    w, value = mean.copy(), loss(mean)
    for _ in range(50):
        p = expit(rows @ w + base)
        gradient = precision @ (w - mean) - rows.T @ (data.weights * (1.0 - p))
        hessian = precision + (rows.T * (data.weights * p * (1.0 - p))) @ rows
        step = np.linalg.solve(hessian, gradient)
        scale = 1.0
        while (new := loss(w - scale * step)) > value and scale > 1e-8:
            scale /= 2.0
        w, improved, value = w - scale * step, value - new, new
        if improved < 1e-9:
            break
    p = expit(rows @ w + base)
    hessian = precision + (rows.T * (data.weights * p * (1.0 - p))) @ rows
    return w, np.linalg.inv(hessian)


def quadrature(n_bases: int, n_draws: int = 256) -> tuple[Floats, Floats]:
    """Points (n_draws, n_bases) and weights (n_draws,), sum 1, that approximate N(0, I).

    The proposal is wider than N(0, I) to cover the tails. Antithetic draws and a linear map make
    mean and covariance exact; otherwise their error would accumulate over the iterations of EM.
    """
    half = np.random.default_rng(0).standard_normal((n_draws // 2, n_bases))
    normals = np.concatenate([half, -half])
    weights = np.exp(-0.5 * (WIDER - 1.0) * (normals**2).sum(axis=1))
    weights /= weights.sum()
    return normals @ np.linalg.inv(np.linalg.cholesky((normals.T * weights) @ normals)).T, weights


def person_moments(
    factors: Factors,
    data: Preferences,
    mean: Floats,
    precision: Floats,
    points: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Posterior mean (n_bases,) and covariance of one person's w, by importance sampling.

    ``points`` come from ``quadrature`` and are mapped to the Laplace approximation. ``data``,
    ``mean`` and ``precision`` are those of ``person_mode``.
    """
    rows = factors.rewards[data.preferred] - factors.rewards[data.other]
    base = factors.offsets[data.preferred] - factors.offsets[data.other]
    mode, cov = person_mode(factors, data, mean, precision)
    x, weights = points
    w = mode + x @ np.linalg.cholesky(cov).T
    gaps = w - mean
    log_ratio = (
        -0.5 * np.einsum("nk,kl,nl->n", gaps, precision, gaps)
        - np.logaddexp(0.0, -(w @ rows.T + base)) @ data.weights
        + 0.5 * (x**2).sum(axis=1)
    )
    weights = weights * np.exp(log_ratio - log_ratio.max())
    weights /= weights.sum()
    centre = weights @ w
    around = w - centre
    return centre, np.asarray((around.T * weights) @ around)


def fit_population(
    factors: Factors,
    ratings: sparse.csr_matrix,  # of people who did not train the factors
    like: float,  # stars from which on a rating is a like
    exposure: Floats,
    config: BasisConfig,
    seed: int,
) -> tuple[Floats, Floats, Floats]:
    """``population_of`` the preferences in ``ratings`` (n_users, n_items).

    ``exposure`` (n_items,) is how often people meet each item (see ``sample_preferences``).
    """
    rng = np.random.default_rng(seed)
    data = sample_preferences(ratings, exposure, config.pair_share, rng, like)
    return population_of(factors, data, ratings.shape[0])


def population_of(
    factors: Factors,
    data: Preferences,
    n_people: int,
    start: Gaussian | None = None,
    n_pseudo: float = 2.0,
) -> tuple[Floats, Floats, Floats]:
    """EM [Dempster1977] for the population of w.

    Returns its mean (n_bases,), its covariance (n_bases, n_bases) and the posterior means of
    everybody's w (n_people, n_bases). EM runs until the covariance has converged; stopped early it
    keeps much of its initial width. ``n_pseudo`` pseudo-people from ``start`` (by default N(0, I),
    as the penalties of the factors assume) regularise the covariance where people are few. The
    people must not have trained the factors: the covariance would be twice too wide
    (docs/decisions.md).
    Raises ValueError with fewer than two people.
    """
    n_bases = factors.rewards.shape[1]
    if n_people < 2:
        raise ValueError(f"a population needs at least two people, got {n_people}")
    own = data.by_person(n_people)
    start = start or Gaussian(np.zeros(n_bases), np.eye(n_bases))
    mean, cov = start.mean, start.cov
    points = quadrature(n_bases)
    some = own[:MOST_PEOPLE]  # a random sample: people are in random order
    share = n_pseudo / (n_pseudo + len(some))
    for _ in range(MOST_ITERATIONS):
        precision = np.asarray(np.linalg.inv(cov), dtype=np.float64)
        fits = [person_moments(factors, data_u, mean, precision, points) for data_u in some]
        means = np.array([centre for centre, _ in fits])
        mean = (1.0 - share) * means.mean(axis=0) + share * start.mean
        around = means - mean
        second = around.T @ around / len(some) + np.mean([c for _, c in fits], axis=0)
        away = start.mean - mean
        last, cov = cov, (1.0 - share) * second + share * (start.cov + np.outer(away, away))
        if np.abs(cov - last).max() <= SETTLED * np.trace(cov) / n_bases:
            break
    precision = np.asarray(np.linalg.inv(cov), dtype=np.float64)
    everybody = [person_moments(factors, data_u, mean, precision, points)[0] for data_u in own]
    return mean, (cov + cov.T) / 2.0, np.array(everybody)
