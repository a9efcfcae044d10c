"""Reward factorisation (PReF [Shenfeld2025]): base rewards learned from preferences.

The utility of item i for person u is o_i + phi_i'w_u in log-odds, and P(a over b) =
sigma(utility_a - utility_b) [Bradley1952]. Steps: SVD start, maximum likelihood with a Gaussian
penalty on every factor, the population's distribution of w (models/rewards/population.py), and a
canonical form that removes the freedom (phi, w) ~ (A phi, A^-T w).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.gaussian import Gaussian
from models.datasets.catalogue import likes
from models.recommenders.training.shared_rows import Integers, mean_by_row, rows_of_items
from models.rewards.preferences import sample_preferences

Floats = NDArray[np.float64]

OVERSAMPLING, POWERS = 20, 12  # of the start's subspace iteration


@dataclass(frozen=True)
class BasisConfig:
    """Hyper-parameters; the defaults were chosen on validation people of the embedded data."""

    n_bases: int = 8
    n_epochs: int = 40
    n_batches: int = 8  # updates an epoch
    learning_rate: float = 0.05
    pair_share: float = 0.3  # weight of rating pairs against choices
    item_penalty: float = 1.0  # of |phi_i|^2; rare items stay near zero
    person_penalty: float = 1.0  # of |w_u|^2
    offset_penalty: float = 0.02  # of the distance of o_i from its start, half its log-popularity


@dataclass(frozen=True, eq=False)
class Factors:
    """Base rewards phi and offsets o, in log-odds."""

    rewards: Floats  # (n_items, n_bases)
    offsets: Floats  # (n_items,)


def _svd_start(ratings: sparse.csr_matrix, like: float, n_bases: int) -> tuple[Floats, Floats]:
    """Persons (n_users, n_bases), items (n_items, n_bases) from the centred liked matrix.

    Centring matters: an uncentred SVD spends its first component on popularity.
    """
    liked = likes(ratings, like)
    n_users, n_items = liked.shape
    rows = np.sqrt(np.maximum(np.asarray(liked.sum(axis=1)).ravel(), 1.0))
    means = np.asarray(liked.mean(axis=0)).ravel()
    found = min(n_bases, n_users, n_items)
    rank = min(found + OVERSAMPLING, n_users, n_items)
    # subspace iteration [Halko2011] on (liked - means) / rows, which is never formed
    across = 1.0 / rows
    centred = (sparse.diags(across) @ liked).tocsr()

    def along(vectors: Floats) -> Floats:
        return np.asarray(centred @ vectors) - np.outer(across, means @ vectors)

    def back(weights: Floats) -> Floats:
        return np.asarray(centred.T @ weights) - np.outer(means, across @ weights)

    basis = np.random.default_rng(0).standard_normal((n_items, rank))
    for _ in range(POWERS):
        basis, _ = np.linalg.qr(back(along(basis)))
    left, values, turn = np.linalg.svd(along(basis), full_matrices=False)
    right = turn @ basis.T
    # A truncated SVD has fewer components than bases when there are few people: pad with zeros.
    persons = np.zeros((n_users, n_bases))
    items = np.zeros((n_items, n_bases))
    persons[:, :found] = left[:, :found] * np.sqrt(n_users)
    items[:, :found] = right[:found].T * values[:found]
    return persons, items * 0.5 / max(1e-12, np.sqrt((items**2).mean() * n_bases))


def fit_factors(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    like: float,  # stars
    config: BasisConfig,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
    rows: Integers | None = None,  # (n_items,)
) -> Factors:
    """Penalised maximum likelihood of preferences, sampled anew each epoch, by Adam.

    ``ratings``: stored value > 0 = rated, in stars. ``on_progress`` takes the finished share, 0 to
    1. Items with the same number in ``rows`` share rewards and offset, penalised once; by default
    each has its own. Raises ValueError if there is not one row per item.
    """
    import torch  # only fitting needs torch
    from torch.nn import functional

    rows = rows_of_items(rows, ratings.shape[1])
    torch.set_num_threads(1)  # scattered additions of several threads come in any order
    rng = np.random.default_rng(seed)
    exposure = np.asarray((ratings > 0).sum(axis=0), dtype=np.float64).ravel()
    taken = np.asarray(likes(ratings, like).sum(axis=0)).ravel()
    popularity = np.log(mean_by_row(taken, rows) + 0.5)
    start_offsets = torch.tensor(0.5 * (popularity - popularity.mean()), dtype=torch.float32)
    start_persons, start_rewards = _svd_start(ratings, like, config.n_bases)
    persons = torch.tensor(start_persons, dtype=torch.float32).requires_grad_()
    rewards = torch.tensor(mean_by_row(start_rewards, rows), dtype=torch.float32).requires_grad_()
    offsets = start_offsets.clone().requires_grad_()
    optimiser = torch.optim.Adam([persons, rewards, offsets], lr=config.learning_rate)
    for epoch in range(config.n_epochs):
        optimiser.param_groups[0]["lr"] = config.learning_rate * (1.0 - epoch / config.n_epochs)
        data = sample_preferences(ratings, exposure, config.pair_share, rng, like)
        for batch in np.array_split(rng.permutation(len(data.people)), config.n_batches):
            user = torch.from_numpy(data.people[batch])
            first = torch.from_numpy(rows[data.preferred[batch]])
            second = torch.from_numpy(rows[data.other[batch]])
            weight = torch.tensor(data.weights[batch], dtype=torch.float32)
            gap = ((rewards[first] - rewards[second]) * persons[user]).sum(1)
            gap = gap + offsets[first] - offsets[second]
            loss = (
                config.n_batches * (weight * functional.softplus(-gap)).sum()
                + 0.5 * config.person_penalty * (persons**2).sum()
                + 0.5 * config.item_penalty * (rewards**2).sum()
                + 0.5 * config.offset_penalty * ((offsets - start_offsets) ** 2).sum()
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        on_progress((epoch + 1) / config.n_epochs)
    return Factors(rewards.detach().double().numpy()[rows], offsets.detach().double().numpy()[rows])


def canonical_map(factors: Factors, weights: Floats, cov: Floats) -> tuple[Floats, Floats]:
    """Matrices (T, T^-1), each (n_bases, n_bases): new rewards phi T, new coefficients T^-1 w.

    Under ``weights`` (n_items,) > 0 the new rewards have unit covariance, so the trace of a
    posterior covariance is the mean variance of utilities, which A-optimal design minimises.
    ``cov`` (n_bases, n_bases) is the covariance of w. The remaining rotation is varimax
    [Kaiser1958], whose axes are easier to name; the sign gives each axis a positive skew.
    """
    share = weights / weights.sum()
    centred = factors.rewards - share @ factors.rewards
    values, vectors = np.linalg.eigh((centred.T * share) @ centred)
    values = np.maximum(values, 1e-9 * values.max() + 1e-300)
    whiten = vectors / np.sqrt(values)
    unwhiten = (vectors * np.sqrt(values)).T
    # Start from the prior's principal axes, widest first, so that varimax has one answer.
    spread, axes = np.linalg.eigh(unwhiten @ cov @ unwhiten.T)
    axes = axes[:, np.argsort(-spread)]
    rotation = axes @ varimax((centred @ whiten @ axes) * np.sqrt(share)[:, None])
    order = np.argsort(-np.diag(rotation.T @ unwhiten @ cov @ unwhiten.T @ rotation))
    rotation = rotation[:, order]
    skew = (share[:, None] * (centred @ whiten @ rotation) ** 3).sum(axis=0)
    rotation = rotation * np.where(
        skew < 0.0, -1.0, 1.0
    )  # the long tail of an axis is its plus side
    return whiten @ rotation, rotation.T @ unwhiten


def canonical(
    factors: Factors, mean: Floats, cov: Floats, weights: Floats
) -> tuple[Factors, Gaussian, Floats]:
    """Factors and population in canonical form, and the matrix B with new w = B (old w - mean).

    ``mean`` (n_bases,) and ``cov`` (n_bases, n_bases) are the population's. The mean moves into the
    offsets, so the new population has mean zero. New rewards have mean zero and unit covariance
    under ``weights`` (n_items,) > 0 (see ``canonical_map``).
    """
    forward, backward = canonical_map(factors, weights, cov)
    rewards = factors.rewards @ forward
    rewards = rewards - np.average(rewards, axis=0, weights=weights)
    offsets = factors.offsets + rewards @ (backward @ mean)
    spread = backward @ cov @ backward.T
    population = Gaussian(np.zeros(len(mean)), (spread + spread.T) / 2.0)
    return Factors(rewards, offsets), population, backward


def varimax(loadings: Floats, n_iterations: int = 200) -> Floats:
    """The rotation (n_bases, n_bases) that maximises the varimax criterion [Kaiser1958].

    ``loadings`` (n_items, n_bases).
    """
    n_bases = loadings.shape[1]
    rotation, last = np.eye(n_bases), 0.0
    for _ in range(n_iterations):
        rotated = loadings @ rotation
        target = rotated**3 - rotated * (rotated**2).mean(axis=0)
        left, values, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        if values.sum() <= last * (1.0 + 1e-9):
            break
        last = values.sum()
    return rotation
