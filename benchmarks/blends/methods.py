"""Methods that combine a person's history with answers, compared in `benchmarks.blends`.

Histories inform the latent z of the VAE, answers inform the coefficients w. Without answers every
method ranks as the VAE does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior
from elicitation.sessions.events import Answered
from models.recommenders.joint_prior import JointPrior
from models.recommenders.vae import Vae

Floats = NDArray[np.float64]
Setting = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Views:
    """Fitted VAE, joint prior and reward basis used by every method."""

    vae: Vae
    joint: JointPrior
    basis: RewardBasis

    @cached_property
    def explained(self) -> Floats:
        """A of E[w | z] = mean_w + A (z - mean_z), (n_bases, n_latent)."""
        return self.joint.coefficient_per_latent

    def latent(self, history: sparse.csr_matrix) -> Gaussian:
        """z given the history (1, n_items); without one the population's, not q(z | 0)."""
        if not history.nnz:
            return self.joint.latent
        mean, variance = self.vae.encode(history)
        return Gaussian(mean[0], np.diag(variance[0]))

    def given(self, latent: Gaussian) -> JointPrior:
        """The joint prior given what is known of z; with the population's z, the population's."""
        return self.joint if latent is self.joint.latent else self.joint.given(latent)

    def utilities(self, scale: float, popularity: float) -> RewardBasis:
        """The decoder as base rewards over z: scale times (log-probability less popularity's)."""
        crowd = self.vae.decode(self.joint.latent.mean[None])[0]
        offsets = scale * (self.vae.output_bias - popularity * crowd)
        names = tuple(f"z{k}" for k in range(self.vae.output_weights.shape[1]))
        weights = scale * self.vae.output_weights
        return RewardBasis(self.basis.keys, weights, offsets, names, self.joint.latent, "decoder")


@dataclass(frozen=True, eq=False)
class Known:
    """History and answers of one person."""

    history: sparse.csr_matrix  # (1, n_items) likes
    answers: tuple[Answered, ...]


Blend = Callable[[Views, Known, Setting], Floats]  # -> scores (n_items,)


def history_alone(views: Views, known: Known, setting: Setting) -> Floats:
    """VAE on the history; answers are ignored."""
    return _scores(views, views.latent(known.history).mean)


def answers_alone(views: Views, known: Known, setting: Setting) -> Floats:
    """Popularity shifted by the coefficients; the history is ignored. Setting: odds, unused."""
    belief = laplace_posterior(views.basis.prior, comparisons(views.basis, known.answers))
    moved = belief.mean - views.basis.prior.mean
    return _scores(views, views.joint.latent.mean) + setting[0] * views.basis.rewards @ moved


def joint_gaussian(views: Views, known: Known, setting: Setting) -> Floats:
    """answers move w, and w moves z. Setting: odds of the answers, residual.

    The history sets both priors. The part of w that z does not explain has weight ``residual``.
    """
    odds, residual = setting
    latent = views.latent(known.history)
    joint = views.given(latent)
    prior = joint.coefficients
    answers = comparisons(views.basis, known.answers)
    moved = odds * (laplace_posterior(prior, answers).mean - prior.mean)
    shift = joint.latent_per_coefficient @ moved
    beyond = views.basis.rewards @ (moved - views.explained @ shift)
    return _scores(views, latent.mean) + views.vae.output_weights @ shift + residual * beyond


def product_of_experts(views: Views, known: Known, setting: Setting) -> Floats:
    """Product of both predictive distributions for each item, divided by the population's.

    Setting: log-odds a nat, width.

    ``width`` widens the VAE's own uncertainty.
    """
    scale, width = setting
    latent, prior = views.latent(known.history), views.basis.prior
    belief = laplace_posterior(prior, comparisons(views.basis, known.answers))
    crowd = _scores(views, views.joint.latent.mean)
    ours, rewards = _scores(views, latent.mean), views.basis.rewards
    s0 = prior.project(rewards)[1] + 1e-9
    s1 = width * scale**2 * latent.project(views.vae.output_weights)[1] + 1e-9
    s2 = belief.project(rewards)[1] + 1e-9
    answered = scale * crowd + rewards @ (belief.mean - prior.mean)
    more = np.maximum(1.0 / s2 - 1.0 / s0, 0.0)  # what the answers add to the population
    pull = answered / s2 - scale * crowd / s0
    return np.asarray((scale * ours / s1 + pull) / (1.0 / s1 + more))


def through_decoder(views: Views, known: Known, setting: Setting) -> Floats:
    """Posterior over z given the answers. Setting: scale, popularity.

    With a linear decoder this is the same inference as over w, in as many dimensions as z has.
    """
    latent = views.latent(known.history)
    heard = comparisons(views.utilities(*setting), known.answers)
    return _scores(views, laplace_posterior(latent, heard).mean)


def fold_in_winners(views: Views, known: Known, setting: Setting) -> Floats:
    """Picked items join the history. Setting: weight of a pick, unused."""
    picked = [a.choice.items[0] for a in known.answers if a.choice.kind == "pick"]
    clicks = known.history.toarray()
    for key in picked:
        clicks[0, views.basis.numbers[key]] += setting[0]
    return _scores(views, views.latent(sparse.csr_matrix(clicks)).mean)


def _scores(views: Views, z: Floats) -> Floats:
    return np.asarray(views.vae.decode(z[None])[0])


BLENDS: Mapping[str, tuple[Blend, tuple[Setting, ...]]] = {
    "joint Gaussian": (
        joint_gaussian,
        tuple((odds, rest) for odds in (0.5, 1.0, 2.0) for rest in (0.0, 0.5, 1.0)),
    ),
    "product of experts": (
        product_of_experts,
        tuple((scale, width) for scale in (0.25, 0.5, 1.0) for width in (0.3, 1.0, 3.0)),
    ),
    "through the decoder": (
        through_decoder,
        tuple((scale, crowd) for scale in (0.25, 0.5, 1.0) for crowd in (0.0, 0.5, 1.0)),
    ),
    "picks join the history": (
        fold_in_winners,
        tuple((weight, 0.0) for weight in (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0)),
    ),
    "answers alone": (
        answers_alone,
        tuple((odds, 0.0) for odds in (0.2, 0.33, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)),
    ),
    "history alone": (history_alone, ((0.0, 0.0),)),
}
