from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from elicitation.recommendations.scores import blend
from models.fit import FitConfig, Fitted, assign_roles, fit_everything
from models.recommenders.vae import VaeConfig
from models.rewards.bases import BASES
from models.rewards.factorisation import BasisConfig
from models.rewards.prior_tuning import blended, halve, judged_ndcg, replay_people

CONFIG = FitConfig(
    basis=BasisConfig(n_bases=3, n_epochs=15, item_penalty=0.3),
    recommenders={
        "mult_vae": VaeConfig(
            n_latent=4, n_hidden=24, n_epochs=40, batch_size=20, learning_rate=5e-3
        )
    },
)


def two_camps(n_users: int, n_items: int, rng: np.random.Generator) -> sparse.csr_matrix:
    """People like one half of the items and not the other; they have rated half of all."""
    camp = rng.integers(2, size=(n_users, 1))
    own = (np.arange(n_items) % 2) == camp
    stars = np.where(own, rng.choice([4.0, 5.0], own.shape), rng.choice([1.0, 2.0], own.shape))
    return sparse.csr_matrix(stars * (rng.random(own.shape) < 0.5))


def fit(ratings: sparse.csr_matrix, seed: int, kind: str = "pref") -> Fitted:
    n_items = ratings.shape[1]
    names = [f"item {i}" for i in range(n_items)]
    labels = [("Even",) if i % 2 == 0 else ("Odd",) for i in range(n_items)]
    config = replace(CONFIG, basis_kind=kind)
    return fit_everything(ratings, 4.0, tuple(names), names, labels, config, seed)


@pytest.fixture(scope="module", params=sorted(BASES))
def world(request: pytest.FixtureRequest) -> tuple[Fitted, sparse.csr_matrix]:
    ratings = two_camps(220, 80, np.random.default_rng(0))
    return fit(ratings[:160], 1, request.param), ratings[160:]


def test_three_questions_tell_the_camps_apart(world: tuple[Fitted, sparse.csr_matrix]) -> None:
    fitted, fresh = world
    half = halve(80, np.random.default_rng(5))
    targets, revealed = half.targets(fresh, 4.0), half.revealed(fresh, fitted.basis.keys)
    known = half.familiarity(fitted.familiarity)
    traces = replay_people(fitted.basis, known, revealed, 4.0, "a_optimal", 5, seed=0)
    before, after = (
        np.nanmean(judged_ndcg(blended(fitted.blend, fitted.basis, traces, n), targets, half, 10))
        for n in (0, 5)
    )
    # A list in camp scores about .75 here (half of what is liked is rated), a mixed one half.
    assert after > before + 0.2


def test_nobody_asked_is_the_prior_bit_for_bit(world: tuple[Fitted, sparse.csr_matrix]) -> None:
    fitted, _ = world
    shared, prior = fitted.blend, fitted.basis.prior
    for trust in (0.0, 0.3, shared.trust, 1.0):
        np.testing.assert_array_equal(blend(shared, prior.mean, prior, trust), shared.crowd)


def test_the_axis_of_the_camps_is_named_by_them(world: tuple[Fitted, sparse.csr_matrix]) -> None:
    fitted, _ = world
    assert fitted.basis.names[0] in ("Even rather than Odd", "Odd rather than Even")


def test_one_seed_gives_one_fit() -> None:
    ratings = two_camps(60, 30, np.random.default_rng(2))
    first, second = fit(ratings, 3), fit(ratings, 3)
    np.testing.assert_array_equal(first.basis.rewards, second.basis.rewards)
    np.testing.assert_array_equal(first.blend.shifts, second.blend.shifts)


def test_nobody_does_two_jobs() -> None:
    groups = assign_roles(100, CONFIG, np.random.default_rng(0))
    assert sorted(np.concatenate(groups)) == list(range(100))


def test_too_few_people_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        assign_roles(19, CONFIG, np.random.default_rng(0))
