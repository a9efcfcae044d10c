"""A population of several widths: most people as fitted, some far from everybody else.

The coefficients are N(m, s^2 S) with s of ``WIDTHS``, each with its share of people; how well each
width explains a person's answers, by Laplace's approximation of the evidence, says how far out the
person is. No width is below that which was fitted, so that few answers shrink nobody to the mean.
"""

import numpy as np

from elicitation.inference.choice_model import Comparisons
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.inference.whitened import likelihood_from, log_likelihood_at

WIDTHS = {1.0: 0.85, 1.5: 0.05, 2.2: 0.05, 3.3: 0.05}  # times the fitted spread -> share of people


def mixed_posterior(prior: Gaussian, answers: Comparisons) -> Gaussian:
    """Mean and covariance of the posterior, the width integrated out.

    Raises ValueError as ``laplace_posterior`` does.
    """
    beliefs, evidence = [], []
    for width, share in WIDTHS.items():
        wide = Gaussian(prior.mean, width**2 * prior.cov)
        belief = laplace_posterior(wide, answers)
        z = np.asarray(np.linalg.solve(wide.factor, belief.mean - wide.mean), dtype=np.float64)
        at_mode = 0.0
        if len(answers):
            likelihood = likelihood_from(wide.mean, wide.factor, answers)
            at_mode = float(log_likelihood_at(likelihood, z))
        volume = np.log(np.diag(belief.factor)).sum() - np.log(np.diag(wide.factor)).sum()
        beliefs.append(belief)
        evidence.append(np.log(share) + at_mode - 0.5 * float(z @ z) + float(volume))
    weights = np.exp(np.array(evidence) - max(evidence))
    weights /= weights.sum()
    means = np.array([belief.mean for belief in beliefs])
    mean = weights @ means
    within = np.einsum("k,kij->ij", weights, np.array([belief.cov for belief in beliefs]))
    between = (means - mean).T @ (weights[:, None] * (means - mean))
    cov = within + between
    return Gaussian(mean, (cov + cov.T) / 2.0)
