"""Tastes with heavy tails: most people care little for a label, a few care for nothing else.

The population of such a coefficient is Student's t, a Gaussian whose variance differs between
people. Each round sets a person's variances to what their belief lets expect, and finds the belief
anew: variational Bayes, as EM for the t [Dempster1977]. Who says nothing unusual keeps the
population's width, so that ordinary people lose nothing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.choice_model import Comparisons
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior

DEGREES = (
    1.0  # of freedom of the t: 1 is Cauchy's distribution, the heaviest tail of a whole number
)
ROUNDS = 3  # after which beliefs of simulated people hardly move


class Widened(NamedTuple):
    """A person's belief, and the Gaussian prior with the variances that were found for them."""

    prior: Gaussian
    posterior: Gaussian


def widened(
    prior: Gaussian,  # over coefficients, (n,)
    answers: Comparisons,
    heavy: NDArray[np.bool_] | None,  # (n_bases,) the first n_bases <= n coefficients; None: none
) -> Widened:
    """Laplace's approximation where the coefficients that are ``heavy`` have heavy tails.

    Without answers, or without such coefficients, the prior stays as it is. Raises ValueError as
    ``laplace_posterior`` does.
    """
    posterior = laplace_posterior(prior, answers)
    if heavy is None or not heavy.any() or not len(answers):
        return Widened(prior, posterior)
    wide = np.zeros(len(prior.mean), dtype=bool)
    wide[: len(heavy)] = heavy
    usual, in_use = np.diag(prior.cov), prior
    for _ in range(ROUNDS):
        moved = (posterior.mean - prior.mean) ** 2 + np.diag(posterior.cov)
        stretch = np.sqrt((DEGREES + moved / usual) / (DEGREES + 1.0))
        stretch[~wide] = 1.0
        in_use = Gaussian(prior.mean, stretch[:, None] * prior.cov * stretch)
        posterior = laplace_posterior(in_use, answers, near=posterior.mean)
    return Widened(in_use, posterior)
