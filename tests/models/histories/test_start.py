"""What a history says before any answer, in the tests' world: four kinds, one latent each."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from worlds import save_world

from elicitation.recommendations.scores import SharedPrior, odds
from models.artifacts import Artifact, load_artifact
from models.histories.dislikes import after_dislikes
from models.histories.start import _moved, start_from
from models.recommenders.joint_prior import joint_prior_of, shared_prior
from models.recommenders.table import RECOMMENDERS


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return load_artifact(save_world(tmp_path_factory.mktemp("world")))


def of_kind(artifact: Artifact, kind: int, n: int = 6) -> list[str]:
    return list(artifact.catalogue.keys[kind::4][2 : 2 + n])


@pytest.mark.parametrize("kind", range(4))
def test_likes_of_a_kind_lift_that_kind_in_both_views(artifact: Artifact, kind: int) -> None:
    found = start_from(artifact, of_kind(artifact, kind))
    assert found.coefficients.mean.argmax() == kind
    lift = found.default.crowd - artifact.shared.crowd
    by_kind = [lift[other::4].mean() for other in range(4)]
    assert int(np.argmax(by_kind)) == kind
    ease = found.prior("ease").crowd - artifact.priors["ease"].crowd
    moved = found.coefficients.mean - artifact.basis.prior.mean
    expected = odds(artifact.priors["ease"].trust) * artifact.priors["ease"].shifts @ moved
    np.testing.assert_allclose(ease, expected)


@pytest.mark.parametrize("kind", range(4))
def test_dislikes_of_a_kind_move_every_list_away_from_it(artifact: Artifact, kind: int) -> None:
    disliked = of_kind(artifact, kind)
    found = start_from(artifact, (), disliked)
    assert found.coefficients.mean.argmin() == kind
    assert found.coefficients.log_det < artifact.basis.prior.log_det
    for name in ("mult_vae", "ease"):
        fall = artifact.priors[name].crowd - found.prior(name).crowd
        by_kind = [fall[other::4].mean() for other in range(4)]
        assert int(np.argmax(by_kind)) == kind and by_kind[kind] > 0.0
    again = start_from(artifact, (), disliked[::-1])
    np.testing.assert_allclose(again.default.crowd, found.default.crowd, atol=1e-9)


def test_dislikes_beside_likes_part_the_kinds_further(artifact: Artifact) -> None:
    likes = start_from(artifact, of_kind(artifact, 1))
    both = start_from(artifact, of_kind(artifact, 1), of_kind(artifact, 2))
    moved = both.coefficients.mean - likes.coefficients.mean
    assert moved.argmin() == 2
    apart = both.default.crowd[1::4].mean() - both.default.crowd[2::4].mean()
    assert apart > likes.default.crowd[1::4].mean() - likes.default.crowd[2::4].mean()


def test_more_weight_moves_further_and_none_not_at_all(artifact: Artifact) -> None:
    basis, items = artifact.basis, [2, 6, 10]
    means = [after_dislikes(basis, basis.prior, items, w).mean[2] for w in (0.0, 0.125, 0.5, 1.0)]
    assert means[0] == 0.0 and means == sorted(means, reverse=True)
    assert after_dislikes(basis, basis.prior, []) is basis.prior


def test_a_history_makes_surer_and_its_order_does_not_matter(artifact: Artifact) -> None:
    liked = of_kind(artifact, 1)
    found, turned = start_from(artifact, liked), start_from(artifact, liked[::-1])
    assert found.coefficients.log_det < artifact.basis.prior.log_det
    np.testing.assert_array_equal(found.default.crowd, turned.default.crowd)


def test_no_known_likes_and_no_vae_leave_the_population(artifact: Artifact) -> None:
    for found in (start_from(artifact, []), start_from(artifact, ["nowhere"])):
        assert found.coefficients is artifact.basis.prior and found.default is artifact.shared
    without = {name: t for name, t in artifact.tensors.items() if not name.startswith("vae_")}
    older = Artifact(**{**vars(artifact), "tensors": without})
    assert start_from(older, of_kind(artifact, 0)).default is artifact.shared


@pytest.mark.parametrize("residual", [0.0, 0.25, 1.0])
def test_the_residual_that_was_fitted_is_found_again(artifact: Artifact, residual: float) -> None:
    load = RECOMMENDERS["mult_vae"].load
    vae = artifact.read(load)
    joint = joint_prior_of(artifact.tensors, artifact.basis.prior)
    fitted = shared_prior(joint, vae, artifact.basis, residual, 0.4)
    again = Artifact(**{**vars(artifact), "priors": {**artifact.priors, "mult_vae": fitted}})
    found = start_from(again, of_kind(artifact, 2)).default
    given = joint.given(_latent(again, of_kind(artifact, 2), vae))
    expected: SharedPrior = shared_prior(given, vae, artifact.basis, residual, 0.4)
    np.testing.assert_allclose(found.shifts, expected.shifts, atol=1e-9)
    assert found.trust == 0.4


def _latent(artifact: Artifact, liked: list[str], vae):
    from scipy import sparse

    from elicitation.inference.gaussian import Gaussian

    history = np.zeros((1, artifact.basis.n_items))
    history[0, [artifact.basis.numbers[key] for key in liked]] = 1.0
    mean, variance = vae.encode(sparse.csr_matrix(history))
    return Gaussian(mean[0], np.diag(variance[0]))


def test_a_written_artifact_carries_it(tmp_path: Path, artifact: Artifact) -> None:
    again = load_artifact(save_world(tmp_path))
    liked = of_kind(artifact, 3)
    np.testing.assert_array_equal(
        start_from(again, liked).default.crowd, start_from(artifact, liked).default.crowd
    )


@pytest.mark.parametrize("share", [0.0, 0.25, 0.75])
def test_a_mixture_with_the_utility_of_the_basis_is_moved_as_it_was_mixed(
    artifact: Artifact, share: float
) -> None:
    basis = artifact.basis
    load = RECOMMENDERS["mult_vae"].load
    assert load is not None
    vae = artifact.read(load)
    joint = joint_prior_of(artifact.tensors, basis.prior)
    latent = shared_prior(joint, vae, basis, 0.0, 0.5)
    mixed = SharedPrior(
        (1.0 - share) * basis.offsets + share * latent.crowd,
        (1.0 - share) * basis.rewards + share * latent.shifts,
        0.5,
    )
    of_mixture = replace(artifact, priors={**artifact.priors, "mult_vae": mixed})
    # of somebody of whom nothing is known it is what was fitted
    np.testing.assert_allclose(_moved(of_mixture, joint, vae, joint).crowd, mixed.crowd, atol=1e-9)
    np.testing.assert_allclose(
        _moved(of_mixture, joint, vae, joint).shifts, mixed.shifts, atol=1e-9
    )
    found = start_from(of_mixture, of_kind(artifact, 2))
    alone = start_from(artifact, of_kind(artifact, 2))
    utilities = basis.offsets + basis.rewards @ alone.coefficients.mean
    by_latent = found.default.crowd - (1.0 - share) * utilities
    lift = by_latent - share * latent.crowd
    assert share == 0.0 or int(np.argmax([lift[kind::4].mean() for kind in range(4)])) == 2
    np.testing.assert_array_equal(found.coefficients.mean, alone.coefficients.mean)
