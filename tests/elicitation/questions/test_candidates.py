import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import Candidates, candidates_for, one_edition_each

NONE = np.array([], dtype=np.int64)


def basis_of(n_items: int, seed: int = 0) -> RewardBasis:
    rng = np.random.default_rng(seed)
    prior = Gaussian(np.zeros(2), [[2.0, 0.5], [0.5, 1.0]])
    keys = tuple(f"item {number}" for number in range(n_items))
    rewards = rng.standard_normal((n_items, 2))
    return RewardBasis(keys, rewards, rng.standard_normal(n_items), ("a", "b"), prior, "toy")


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 60), st.floats(0.0, 1.0))
def test_what_was_shown_stays_out_and_what_is_known_stays_in(seed, n_shown, floor):
    rng = np.random.default_rng(seed)
    known, shown = rng.random(60), rng.permutation(60)[:n_shown]
    items = candidates_for(basis_of(60), known, shown, floor=floor).items
    assert not set(items) & set(shown)
    left = [item for item in range(60) if item not in set(shown)]
    assert {item for item in left if known[item] >= floor} <= set(items)
    assert len(items) >= min(20, len(left))
    others = [item for item in left if item not in set(items)]
    if others:
        assert known[others].max() < min(floor, known[items].min() + 1e-12)


def test_the_limit_keeps_the_best_known_and_ties_go_to_the_lower_number():
    known = np.array([0.5, 0.9, 0.5, 0.7, 0.5])
    assert candidates_for(basis_of(5), known, NONE, limit=3).items.tolist() == [0, 1, 3]
    assert len(candidates_for(basis_of(5), known, NONE, limit=0)) == 0


def test_every_array_describes_the_same_item():
    basis = basis_of(50)
    known = np.linspace(0.0, 1.0, 50)
    found = candidates_for(basis, known, np.array([49]), floor=0.5)
    assert found.items.tolist() == list(range(25, 49))
    assert (found.rewards == basis.rewards[found.items]).all()
    assert (found.offsets == basis.offsets[found.items]).all()
    assert (found.answerable == known[found.items]).all()


def test_distance_between_places_is_the_prior_deviation_of_the_utility_difference():
    basis = basis_of(4)
    found = candidates_for(basis, np.ones(4), NONE)
    _, variance = basis.prior.project((basis.rewards[0] - basis.rewards[3])[None])
    assert np.sum((found.prior_coordinates[0] - found.prior_coordinates[3]) ** 2) == pytest.approx(
        variance[0]
    )


def test_familiarities_outside_zero_to_one_are_refused():
    with pytest.raises(ValueError, match="answerable"):
        Candidates(np.arange(2), np.zeros((2, 1)), np.zeros(2), [0.5, 1.5], np.zeros((2, 1)))


def test_editions_are_known_together_and_one_of_each_work_is_left() -> None:
    works = np.array([0, 1, 0, 2, 1, 3])  # items 0 and 2 are editions, and so are 1 and 4
    known = np.array([0.1, 0.2, 0.9, 0.5, 0.3, 0.4])
    nothing = np.zeros(0, dtype=np.int64)
    together, away = one_edition_each(works, known, nothing, nothing)
    assert together.tolist() == [0.9, 0.3, 0.9, 0.5, 0.3, 0.4]
    assert away.tolist() == [2, 4]
    _, away = one_edition_each(works, known, np.array([4, 5]), nothing)
    assert away.tolist() == [1, 2, 4, 5], "no edition of a work that was shown comes again"
    _, away = one_edition_each(works, known, np.array([5]), np.array([2]))
    assert away.tolist() == [0, 4, 5], "what is kept stays, its other edition does not"
