"""What dislikes say: the person knows these items and would tap none of them.

Each is an item below the personal line (elicitation/inference/taste_model.py). Who rates an item
has chosen it, so dislikes are of a person's own kinds of items more often than chance would have
it, and they depend on one another: a dislike counts less than an answer would. On validation people
(`benchmarks.histories`) more weight tells their likes from their dislikes no worse, and finds less
of what they like among all items: at 1 it costs a list .011 NDCG@100 (.002 to .019), at an eighth
nothing that can be measured.
"""

from collections.abc import Sequence
from dataclasses import replace

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.inference.screens import Reply, taste_evidence

WEIGHT = 0.125  # of a dislike against a non-tap


def after_dislikes(
    basis: RewardBasis, start: Gaussian, disliked: Sequence[int], weight: float = WEIGHT
) -> Gaussian:
    """The belief about w after the dislikes of the items with the numbers ``disliked``.

    ``start`` is the belief before; ``weight``, 0 to 1, is the power of the likelihood, taken as
    Gaussian: 0 leaves ``start``.
    """
    items = tuple(dict.fromkeys(disliked))
    if not items or not weight:
        return start
    model = replace(basis.taste_model, tastes=start)
    evidence, _replies = taste_evidence(model, [Reply("taps", items)])
    n = basis.n_bases
    whole = laplace_posterior(model.prior, evidence)
    after = Gaussian(whole.mean[:n], whole.cov[:n, :n])
    # natural parameters are linear in the log-likelihood
    precision = (1.0 - weight) * start.precision + weight * after.precision
    information = (1.0 - weight) * start.precision @ start.mean
    information = information + weight * after.precision @ after.mean
    cov = Gaussian(start.mean, (precision + precision.T) / 2.0).precision
    return Gaussian(cov @ information, (cov + cov.T) / 2.0)
