import numpy as np
import pytest

from elicitation.inference.gaussian import Gaussian
from models.recommenders.joint_prior import JointPrior, fit_joint_prior


def random_joint(rng: np.random.Generator) -> np.ndarray:
    root = rng.standard_normal((5, 5))
    return root @ root.T + 0.5 * np.eye(5)


def test_moving_the_latent_equals_conditioning_the_joint_gaussian() -> None:
    """A linear observation of w, applied to the joint directly and through w's belief alone."""
    rng = np.random.default_rng(0)
    cov = random_joint(rng)
    joint = JointPrior(
        Gaussian(np.zeros(3), cov[:3, :3]), Gaussian(np.zeros(2), cov[3:, 3:]), cov[:3, 3:]
    )
    rows, values = rng.standard_normal((4, 2)), rng.standard_normal(4)
    whole = conditional_mean(cov, np.hstack([np.zeros((4, 3)), rows]), values, 0.7)
    belief = conditional_mean(cov[3:, 3:], rows, values, 0.7)
    np.testing.assert_allclose(joint.latent_per_coefficient @ belief, whole[:3], atol=1e-12)


def conditional_mean(
    cov: np.ndarray, rows: np.ndarray, values: np.ndarray, noise: float
) -> np.ndarray:
    """E[w | values], w ~ N(0, cov), values = rows @ w + e, e ~ N(0, noise I)."""
    precision = np.linalg.inv(cov) + rows.T @ rows / noise
    return np.linalg.solve(precision, rows.T @ values / noise)


def test_the_fit_recovers_the_regression_between_latent_and_coefficients() -> None:
    rng = np.random.default_rng(1)
    draws = rng.multivariate_normal(np.arange(5.0), random_joint(rng), size=20_000)
    expected = np.linalg.solve(np.cov(draws[:, 3:].T), np.cov(draws.T)[3:, :3]).T
    coefficients = Gaussian(draws[:, 3:].mean(axis=0), np.cov(draws[:, 3:].T))
    joint = fit_joint_prior(draws[:, :3], np.zeros((20_000, 3)), draws[:, 3:], coefficients)
    np.testing.assert_allclose(joint.latent_per_coefficient, expected, atol=1e-3)
    np.testing.assert_allclose(joint.latent.mean, draws[:, :3].mean(axis=0))


def test_one_person_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        fit_joint_prior(
            np.zeros((1, 2)), np.ones((1, 2)), np.zeros((1, 2)), Gaussian(np.zeros(2), np.eye(2))
        )
