import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit

from elicitation.inference.gaussian import Gaussian
from models.rewards.factorisation import BasisConfig, Factors, canonical_map, fit_factors, varimax
from models.rewards.population import fit_population, person_mode, population_of
from models.rewards.preferences import Preferences, sample_preferences


def planted_ratings(
    n_users: int, n_items: int, rng: np.random.Generator
) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Ratings 1 to 5 from two planted axes of taste; two thirds of the cells are rated."""
    items = rng.standard_normal((n_items, 2))
    people = rng.standard_normal((n_users, 2)) * [1.5, 1.0]
    utility = people @ items.T + 0.3 * rng.standard_normal((n_users, n_items))
    stars = np.clip(np.round(3.0 + utility), 1.0, 5.0)
    return sparse.csr_matrix(stars * (rng.random(stars.shape) < 0.66)), utility


def test_base_rewards_rank_unseen_people_far_better_than_offsets_alone() -> None:
    rng = np.random.default_rng(0)
    ratings, utility = planted_ratings(260, 60, rng)
    config = BasisConfig(n_bases=2, n_epochs=30, pair_share=0.8, item_penalty=0.1)
    factors = fit_factors(ratings[:200], 4.0, config, seed=1)
    exposure = np.asarray((ratings[:200] > 0).sum(axis=0), dtype=float).ravel()
    _, _, modes = fit_population(factors, ratings[200:], 4.0, exposure, config, seed=2)
    scores = modes @ factors.rewards.T + factors.offsets
    unrated = ratings[200:].toarray() == 0
    agreement, base = [], []
    for person in range(60):
        cells = np.flatnonzero(unrated[person])
        truth = utility[200 + person, cells]
        agreement.append(np.corrcoef(truth, scores[person, cells])[0, 1])
        base.append(np.corrcoef(truth, factors.offsets[cells])[0, 1])
    # 60 people, about 20 cells each: the standard error of a mean correlation is under .04.
    assert np.mean(agreement) > 0.8
    assert np.mean(base) < 0.4  # the negative control: no person, no prediction


def test_person_mode_equals_a_general_optimiser() -> None:
    rng = np.random.default_rng(3)
    factors = Factors(rng.standard_normal((30, 3)), rng.standard_normal(30))
    ratings = sparse.csr_matrix(rng.integers(0, 6, size=(1, 30)).astype(float))
    data = sample_preferences(ratings, np.ones(30), 0.5, rng, 4.0)
    mean, precision = rng.standard_normal(3), np.diag([1.0, 2.0, 0.5])
    rows = factors.rewards[data.preferred] - factors.rewards[data.other]
    base = factors.offsets[data.preferred] - factors.offsets[data.other]

    def loss(w: np.ndarray) -> float:
        prior = 0.5 * (w - mean) @ precision @ (w - mean)
        return float(prior + data.weights @ np.logaddexp(0.0, -(rows @ w + base)))

    found = minimize(loss, mean, method="BFGS", options={"gtol": 1e-9})
    mode, cov = person_mode(factors, data, mean, precision)
    np.testing.assert_allclose(mode, found.x, atol=1e-5)
    step = 1e-4
    hessian = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            a, b = np.eye(3)[i] * step, np.eye(3)[j] * step
            hessian[i, j] = (
                loss(mode + a + b) - loss(mode + a - b) - loss(mode - a + b) + loss(mode - a - b)
            ) / (4 * step**2)
    np.testing.assert_allclose(np.linalg.inv(cov), hessian, rtol=1e-3, atol=1e-3)


def test_canonical_form_leaves_utilities_alone_and_whitens_the_rewards() -> None:
    rng = np.random.default_rng(4)
    factors = Factors(rng.standard_normal((50, 4)) @ rng.standard_normal((4, 4)), np.zeros(50))
    weights, cov = rng.random(50), np.diag([4.0, 1.0, 0.5, 2.0])
    forward, backward = canonical_map(factors, weights, cov)
    w = rng.standard_normal(4)
    np.testing.assert_allclose(
        (factors.rewards @ forward) @ (backward @ w), factors.rewards @ w, atol=1e-9
    )
    rewards = factors.rewards @ forward
    np.testing.assert_allclose(np.cov(rewards.T, aweights=weights, bias=True), np.eye(4), atol=1e-8)
    new_cov = backward @ cov @ backward.T
    share = weights / weights.sum()
    centred = factors.rewards - share @ factors.rewards
    mean_variance = share @ np.einsum("ij,jk,ik->i", centred, cov, centred)
    assert np.trace(new_cov) == pytest.approx(mean_variance)


def test_varimax_recovers_a_rotated_simple_structure() -> None:
    rng = np.random.default_rng(5)
    simple = np.zeros((60, 3))
    for axis in range(3):
        simple[axis * 20 : axis * 20 + 20, axis] = rng.normal(2.0, 0.1, 20)
    rotation, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    found = varimax(simple @ rotation)
    np.testing.assert_allclose(found.T @ found, np.eye(3), atol=1e-9)
    recovered = np.abs(simple @ rotation @ found)
    np.testing.assert_allclose(np.sort(recovered, axis=1)[:, :2], 0.0, atol=0.25)


def test_a_population_of_one_is_refused() -> None:
    factors = Factors(np.ones((5, 2)), np.zeros(5))
    with pytest.raises(ValueError, match="at least two"):
        fit_population(
            factors, sparse.csr_matrix(np.ones((1, 5))), 4.0, np.ones(5), BasisConfig(), 0
        )


def answers_of(
    cov: NDArray[np.float64], n_people: int, n_answers: int, seed: int
) -> tuple[Factors, Preferences]:
    """People of N(0, cov) who chose between items that differ in random directions."""
    rng = np.random.default_rng(seed)
    factors = Factors(rng.standard_normal((200, len(cov))), np.zeros(200))
    who = np.repeat(np.arange(n_people), n_answers)
    w = rng.multivariate_normal(np.zeros(len(cov)), cov, n_people)[who]
    pairs = rng.integers(0, 200, (len(who), 2))
    gaps = np.einsum("nk,nk->n", factors.rewards[pairs[:, 0]] - factors.rewards[pairs[:, 1]], w)
    first = rng.random(len(who)) < expit(gaps)
    chosen = np.where(first, pairs[:, 0], pairs[:, 1])
    other = np.where(first, pairs[:, 1], pairs[:, 0])
    return factors, Preferences(who, chosen, other, np.ones(len(who)))


def test_the_width_of_a_population_is_found_wherever_the_search_begins() -> None:
    cov = np.diag([1.5, 0.2])
    factors, data = answers_of(cov, n_people=500, n_answers=30, seed=1)
    _, found, _ = population_of(factors, data, 500)
    wide = Gaussian(np.zeros(2), 4.0 * np.eye(2))
    _, from_above, _ = population_of(factors, data, 500, wide)
    np.testing.assert_allclose(np.diag(found), np.diag(cov), rtol=0.2)
    np.testing.assert_allclose(from_above, found, atol=0.05)


def test_few_people_are_pulled_towards_the_population_they_are_said_to_come_from() -> None:
    start = Gaussian(np.array([1.0, 0.0]), np.diag([1.5, 0.2]))
    factors, data = answers_of(np.diag([0.1, 0.1]), n_people=10, n_answers=15, seed=2)
    mean, cov, _ = population_of(factors, data, 10, start, n_pseudo=1e6)
    np.testing.assert_allclose(mean, start.mean, atol=1e-3)
    np.testing.assert_allclose(cov, start.cov, atol=1e-3)
    half, _, _ = population_of(factors, data, 10, start, n_pseudo=10.0)
    alone, _, _ = population_of(factors, data, 10, start)
    assert alone[0] < half[0] < start.mean[0]
