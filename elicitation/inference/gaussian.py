"""Multivariate Gaussians over coefficients: priors and posteriors."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, frozen_floats


@dataclass(frozen=True, eq=False)
class Gaussian:
    """N(mean, cov) over coefficients w. Arrays are copied on entry and read-only.

    Raises ValueError if the shapes disagree, a value is not finite or ``cov`` is not symmetric
    positive definite.
    """

    mean: Floats  # (n_bases,)
    cov: Floats  # (n_bases, n_bases)

    def __post_init__(self) -> None:
        mean = frozen_floats(self.mean, None, name="mean")
        cov = frozen_floats(self.cov, len(mean), len(mean), name="cov")
        # as np.allclose, in a fifth of the time: this runs at every answer
        if not (np.abs(cov - cov.T) <= 1e-10 + 1e-8 * np.abs(cov.T)).all():
            raise ValueError("cov: not symmetric")
        try:
            factor = np.linalg.cholesky(cov)
        except np.linalg.LinAlgError:
            raise ValueError("cov: not positive definite") from None
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "cov", cov)
        object.__setattr__(self, "_factor", frozen_floats(factor, None, None, name="factor"))

    @property
    def factor(self) -> Floats:
        """Lower Cholesky factor L of the covariance, cov = L L'."""  # (n_bases, n_bases)
        factor: Floats = self._factor  # type: ignore[attr-defined]
        return factor

    @property
    def log_det(self) -> float:
        """Log-determinant of the covariance: twice the entropy, up to a constant, in nats."""
        return float(2.0 * np.log(np.diag(self.factor)).sum())

    @property
    def precision(self) -> Floats:
        """Inverse covariance."""  # (n_bases, n_bases)
        half = np.linalg.inv(self.factor)
        inverse: Floats = np.asarray(half.T @ half, dtype=np.float64)
        return inverse

    def project(self, rows: Floats) -> tuple[Floats, Floats]:
        """Means (m,) and variances (m,) of ``rows @ w`` for the rows (m, n_bases)."""
        return rows @ self.mean, ((rows @ self.factor) ** 2).sum(axis=1)

    def sample(self, n: int, rng: np.random.Generator) -> Floats:
        """``n`` independent draws, (n, n_bases)."""
        return self.mean + rng.standard_normal((n, len(self.mean))) @ self.factor.T
