"""People made up to be watched: a taste as coefficients, answering by the app's own likelihood.

A taste is given by items that somebody likes and items that they do not. Of all people in whom the
one outweighs the other that much, the most probable one is taken: the population's mean under that
condition, which is a Gaussian's conditional mean.
"""

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.simulation.sessions import Person, drawn_person

FAR = 3.0  # standard deviations of the population: a fan, but one who exists
N_KNOWN = 500  # best known items; of the others they say that they have not seen them


def archetype(basis: RewardBasis, likes: Integers, dislikes: Integers, far: float = FAR) -> Floats:
    """Coefficients (n_bases,) of somebody who prefers ``likes`` to ``dislikes``, item numbers.

    ``far`` says how unusually strongly, in standard deviations of that preference. Raises
    ValueError if one side is empty or the bases do not tell the sides apart.
    """
    if not len(likes) or not len(dislikes):
        raise ValueError("a character needs items to like and items to dislike")
    difference = basis.rewards[likes].mean(axis=0) - basis.rewards[dislikes].mean(axis=0)
    covariance = basis.prior.cov @ difference
    deviation = float(np.sqrt(difference @ covariance))
    if deviation < 1e-9:
        raise ValueError("the bases do not tell likes from dislikes")
    return np.asarray(basis.prior.mean + far * covariance / deviation)


def respondent(basis: RewardBasis, known: Floats, coefficients: Floats) -> Person:
    """Answers with these coefficients by Luce's rule; ``known`` (n_items,), higher is better."""
    utilities = basis.offsets + basis.rewards @ coefficients
    best_known = np.argsort(-known, kind="stable")[:N_KNOWN]
    return drawn_person(
        dict(zip(basis.keys, utilities.tolist(), strict=True)),
        frozenset(basis.keys[item] for item in best_known.tolist()),
    )
