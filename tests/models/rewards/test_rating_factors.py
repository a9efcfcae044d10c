import numpy as np
import pytest
from scipy.linalg import subspace_angles
from scipy.special import expit, ndtr

from models.rewards.rating_factors import PROBIT_TO_LOGIT, fit_rating_factors


def planted(n_users=1500, noise=1.0, missing=0.3):
    rng = np.random.default_rng(0)
    loadings = rng.standard_normal((40, 3))
    ratings = rng.standard_normal((n_users, 3)) @ loadings.T + rng.standard_normal(40)
    ratings += noise * rng.standard_normal(ratings.shape)
    return loadings, np.where(rng.random(ratings.shape) < missing, np.nan, ratings)


def test_the_planted_space_and_scale_are_found_with_ratings_missing():
    loadings, ratings = planted()
    found = fit_rating_factors(ratings, 3)
    assert np.rad2deg(subspace_angles(found.rewards, loadings)).max() < 3.0
    scale = PROBIT_TO_LOGIT / np.sqrt(2.0)
    assert np.linalg.norm(found.rewards) == pytest.approx(
        scale * np.linalg.norm(loadings), rel=0.03
    )


def test_without_missing_ratings_it_is_probabilistic_pca():
    """Of the closed form by the eigenvectors of the covariance (Tipping and Bishop, eq. 7)."""
    _, ratings = planted(missing=0.0)
    values, vectors = np.linalg.eigh(np.cov(ratings.T, bias=True))
    noise = values[:-3].mean()
    expected = (vectors[:, -3:] * (values[-3:] - noise)) @ vectors[:, -3:].T
    rewards = fit_rating_factors(ratings, 3, n_iterations=200).rewards
    scale = PROBIT_TO_LOGIT**2 / (2.0 * noise)
    assert np.allclose(rewards @ rewards.T, scale * expected, atol=1e-3 * scale)


def test_the_logit_follows_the_probit():
    x = np.linspace(-6, 6, 1001)
    assert np.abs(ndtr(x) - expit(PROBIT_TO_LOGIT * x)).max() < 0.01


def test_an_item_nobody_rated_is_refused():
    with pytest.raises(ValueError, match="needs a rating"):
        fit_rating_factors(np.array([[1.0, np.nan]]), 1)
    with pytest.raises(ValueError, match="fewer bases"):
        fit_rating_factors(np.ones((3, 2)), 2)
