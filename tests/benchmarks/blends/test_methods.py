"""Every way of joining history and answers, in a world small enough to integrate by hand."""

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import norm

from benchmarks.blends import methods
from benchmarks.blends.methods import BLENDS, Known, Views
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior
from elicitation.recommendations.scores import blend
from elicitation.sessions.events import Answered, pick
from models.recommenders.joint_prior import JointPrior, shared_prior
from models.recommenders.vae import Vae

N_ITEMS, N_LATENT, N_BASES = 12, 3, 2
KEYS = tuple(f"i{k}" for k in range(N_ITEMS))
NO_HISTORY = sparse.csr_matrix((1, N_ITEMS))
HISTORY = sparse.csr_matrix(np.arange(N_ITEMS)[None] < 4, dtype=float)
ANSWERS = tuple(
    Answered(k, (KEYS[2 * k], KEYS[2 * k + 1]), pick(KEYS[2 * k + (k == 1)])) for k in range(4)
)


@pytest.fixture
def views() -> Views:
    rng = np.random.default_rng(0)

    def draw(*shape: int) -> np.ndarray:
        return 0.5 * rng.standard_normal(shape)

    vae = Vae(
        draw(N_ITEMS, 5), draw(5), draw(5, 2 * N_LATENT), draw(2 * N_LATENT),
        draw(N_ITEMS, N_LATENT), draw(N_ITEMS), np.zeros(N_LATENT),
    )  # fmt: skip
    root = rng.standard_normal((N_LATENT + N_BASES, N_LATENT + N_BASES))
    cov = root @ root.T + 0.5 * np.eye(len(root))
    joint = JointPrior(
        Gaussian(draw(N_LATENT), cov[:N_LATENT, :N_LATENT]),
        Gaussian(draw(N_BASES), cov[N_LATENT:, N_LATENT:]),
        cov[:N_LATENT, N_LATENT:],
    )
    basis = RewardBasis(
        KEYS, draw(N_ITEMS, N_BASES), draw(N_ITEMS), ("a", "b"), joint.coefficients, ""
    )
    return Views(vae, joint, basis)


@pytest.mark.parametrize("history", [NO_HISTORY, HISTORY])
@pytest.mark.parametrize("name", sorted(set(BLENDS) - {"answers alone"}))
def test_without_answers_every_blend_ranks_as_the_vae(
    views: Views, name: str, history: sparse.csr_matrix
) -> None:
    score, settings = BLENDS[name]
    alone = methods.history_alone(views, Known(history, ()), (0.0, 0.0))
    for setting in settings:
        found = score(views, Known(history, ()), setting)
        scale = setting[0] if name == "product of experts" else 1.0
        np.testing.assert_allclose(found, scale * alone, atol=1e-6)


@pytest.mark.parametrize("name", sorted(set(BLENDS) - {"history alone"}))
def test_answers_are_heard_whatever_their_order(views: Views, name: str) -> None:
    score, settings = BLENDS[name]
    found = score(views, Known(NO_HISTORY, ANSWERS), settings[4])
    assert np.abs(found - score(views, Known(NO_HISTORY, ()), settings[4])).max() > 0.01
    np.testing.assert_allclose(
        found, score(views, Known(NO_HISTORY, ANSWERS[::-1]), settings[4]), atol=1e-12
    )


def test_the_joint_blend_is_what_the_app_serves(views: Views) -> None:
    """At even odds of the answers, without a history."""
    shared = shared_prior(views.joint, views.vae, views.basis, 0.25, 0.5)
    belief = laplace_posterior(views.basis.prior, comparisons(views.basis, ANSWERS))
    served = blend(shared, views.basis.prior.mean, belief, 0.5)
    found = methods.joint_gaussian(views, Known(NO_HISTORY, ANSWERS), (1.0, 0.25))
    np.testing.assert_allclose(found, served, atol=1e-12)


def test_a_history_moves_both_priors_as_conditioning_the_joint_gaussian_does(views: Views) -> None:
    """Against sampling: z from what the history leaves, w from z."""
    latent = views.latent(HISTORY)
    found = views.given(latent).coefficients
    rng = np.random.default_rng(1)
    z = latent.sample(200_000, rng) - views.joint.latent.mean
    w = views.joint.coefficients.mean + z @ views.explained.T
    w += Gaussian(np.zeros(N_BASES), views.joint.residual_covariance).sample(len(w), rng)
    np.testing.assert_allclose(found.mean, w.mean(axis=0), atol=0.02)
    np.testing.assert_allclose(found.cov, np.cov(w.T), atol=0.03)
    whole = np.linalg.inv(
        np.block(
            [
                [views.joint.latent.cov, views.joint.cross],
                [views.joint.cross.T, views.joint.coefficients.cov],
            ]
        )
    )
    np.testing.assert_allclose(
        views.joint.residual_covariance, np.linalg.inv(whole[N_LATENT:, N_LATENT:]), atol=1e-10
    )


def test_the_product_of_experts_is_the_product_of_their_densities(views: Views) -> None:
    scale, width = 0.7, 2.0
    found = methods.product_of_experts(views, Known(HISTORY, ANSWERS), (scale, width))
    latent, prior = views.latent(HISTORY), views.basis.prior
    belief = laplace_posterior(prior, comparisons(views.basis, ANSWERS))
    crowd = views.vae.decode(views.joint.latent.mean[None])[0]
    own = views.vae.decode(latent.mean[None])[0]
    grid = np.linspace(-60.0, 60.0, 400_001)
    for item in range(N_ITEMS):
        row, code = views.basis.rewards[item], views.vae.output_weights[item]
        centre = scale * crowd[item]
        s1 = np.sqrt(width * code @ latent.cov @ code) * scale
        s2, s0 = np.sqrt(row @ belief.cov @ row), np.sqrt(row @ prior.cov @ row)
        moved = centre + row @ (belief.mean - prior.mean)
        log = norm.logpdf(grid, scale * own[item], s1) + norm.logpdf(grid, moved, s2)
        log -= norm.logpdf(grid, centre, s0)
        density = np.exp(log - log.max())
        assert found[item] == pytest.approx(density @ grid / density.sum(), abs=1e-5)


def test_through_the_decoder_answers_of_great_weight_are_obeyed(views: Views) -> None:
    scores = methods.through_decoder(views, Known(HISTORY, ANSWERS[:2]), (40.0, 0.0))
    for answer in ANSWERS[:2]:
        winner, loser = sorted(answer.items, key=lambda key: key != answer.choice.items[0])
        assert scores[KEYS.index(winner)] > scores[KEYS.index(loser)]
    weak = methods.through_decoder(views, Known(HISTORY, ANSWERS), (1e-9, 0.0))
    alone = methods.history_alone(views, Known(HISTORY, ()), (0.0, 0.0))
    np.testing.assert_allclose(weak, alone, atol=1e-6)
