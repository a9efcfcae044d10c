"""Pictures of a belief against draws and brute force."""

from itertools import combinations

import numpy as np
import pytest

from elicitation.explanations.belief_map import ellipse, map_of_pairs, question_map, widest
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import expected_information
from elicitation.sessions.events import Answered, AxisCorrected, Started, pick
from elicitation.sessions.session import Session, apply


def belief(seed: int, n: int = 4) -> Gaussian:
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n, n))
    return Gaussian(rng.standard_normal(n), root @ root.T + 0.1 * np.eye(n))


def world(n_items: int) -> tuple[RewardBasis, Familiarity]:
    rng = np.random.default_rng(1)
    keys = tuple(f"k{n}" for n in range(n_items))
    rewards = rng.standard_normal((n_items, 3))
    prior = Gaussian(np.zeros(3), np.eye(3))
    basis = RewardBasis(keys, rewards, rng.standard_normal(n_items), ("a", "b", "c"), prior, "t")
    return basis, Familiarity(np.full(n_items, 3.0), 0.0)


def session(n: int) -> Session:
    found = Session(Started("s", 3, "a_optimal", 10, "toy", "toy"))
    for step in range(n):
        items = (f"k{2 * step}", f"k{2 * step + 1}")
        found = apply(found, Answered(step, items, pick(items[step % 2])))
    return found


def test_the_ellipse_holds_nine_of_ten_draws_and_no_fewer_in_another_direction() -> None:
    one = belief(0)
    directions = widest(one)
    border = ellipse(one, directions)
    draws = one.sample(40_000, np.random.default_rng(2)) @ directions
    centre = directions.T @ one.mean
    inverse = np.linalg.inv(directions.T @ one.cov @ directions)
    reach = np.einsum("ni,ij,nj->n", draws - centre, inverse, draws - centre)
    edge = np.einsum("ni,ij,nj->n", border - centre, inverse, border - centre)
    np.testing.assert_allclose(edge, edge[0])
    np.testing.assert_allclose(border[0], border[-1], atol=1e-12)
    assert (reach <= edge[0]).mean() == pytest.approx(0.9, abs=0.006)


def test_the_widest_directions_are_where_the_projected_variance_is_largest() -> None:
    one = belief(3)
    directions = widest(one)
    np.testing.assert_allclose(directions.T @ directions, np.eye(2), atol=1e-12)
    most = np.diag(directions.T @ one.cov @ directions)
    rng = np.random.default_rng(4)
    others = rng.standard_normal((2000, 4))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert np.einsum("ni,ij,nj->n", others, one.cov, others).max() <= most[0] + 1e-9
    assert most[0] >= most[1]
    assert ellipse(Gaussian(np.zeros(1), np.eye(1)), widest(belief(0, 1))).shape == (91, 2)


def test_the_map_holds_every_pair_once_when_all_fit_and_measures_as_the_app_does() -> None:
    basis, familiarity = world(12)
    found = question_map(Belief(basis, session(1)), familiarity, 10_000, np.random.default_rng(0))
    assert {tuple(pair) for pair in found.pairs.tolist()} == set(combinations(range(2, 12), 2))
    one = map_of_pairs(Belief(basis, session(0)), found.pairs[:5])
    for pair, information in zip(one.pairs, one.information, strict=True):
        expected = expected_information(basis.prior, basis.rewards[pair], basis.offsets[pair])
        assert information == pytest.approx(expected)
    few = question_map(Belief(basis, session(0)), familiarity, 20, np.random.default_rng(0))
    assert len({tuple(pair) for pair in few.pairs.tolist()}) == 20
    assert (few.pairs[:, 0] < few.pairs[:, 1]).all()


def test_a_session_seen_earlier_knows_nothing_of_later() -> None:
    whole = apply(session(3), AxisCorrected(3, ("k8",), ("k9",), 2))
    early = Belief(world(12)[0], whole).steps[2].session
    assert early.answers == session(2).answers
    assert early.shown == session(2).shown
    assert early.corrections == ()


def test_hold_outs_that_came_later_are_not_there_yet_and_the_end_is_the_session_itself() -> None:
    held = Started("s", 3, "a_optimal", 10, "toy", "toy", holdouts=(("k10", "k11"),))
    found = apply(Session(held), Answered(0, ("k0", "k1"), pick("k0")))
    found = apply(found, Answered(1, ("k10", "k11"), pick("k11")))
    found = apply(found, Answered(2, ("k2", "k3"), pick("k2")))
    found = apply(found, AxisCorrected(3, ("k8",), ("k9",), 2))
    steps = Belief(world(12)[0], found).steps
    assert [len(one.session.holdout_answers) for one in steps] == [0, 1, 1]
    assert steps[2].session == found
