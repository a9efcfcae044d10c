from dataclasses import replace

import numpy as np
import pytest

from models.activation.task import (
    BEGIN,
    EXPOSURES,
    HELD_OUT,
    N_PROMPT,
    ActivationWorldSize,
    activation_world,
)

SIZE = ActivationWorldSize(n_entities=60, n_per_exposure=60, n_held_out=40)
WORLD = activation_world(SIZE, 3)


def test_a_question_has_one_right_answer() -> None:
    assert len(np.unique(WORLD.facts[:, :2], axis=0)) == len(WORLD.facts)
    assert len(np.unique(WORLD.tokens[:, :N_PROMPT], axis=0)) == len(WORLD.facts)
    assert (WORLD.tokens[:, 0] == BEGIN).all() and WORLD.tokens[:, 1:].max() < BEGIN
    np.testing.assert_array_equal(
        WORLD.tokens[:, N_PROMPT:], WORLD.entity_tokens[WORLD.facts[:, 2]]
    )


def test_as_many_facts_of_each_exposure_and_only_rules_are_held_out() -> None:
    for exposure in EXPOSURES:
        assert (WORLD.exposure == exposure).sum() == SIZE.n_per_exposure
    held = WORLD.exposure == HELD_OUT
    assert held.any() and WORLD.body[held].min() == 2 and WORLD.body.max() == 5
    assert WORLD.body[~held].min() == 1  # and facts that no rule gives are shown


def test_exposures_are_given_by_lot() -> None:
    """Base facts and facts of rules are spread over the levels as chance would have it."""
    by_rule = WORLD.body[WORLD.exposure > 0] > 1
    level = WORLD.exposure[WORLD.exposure > 0]
    shares = np.array([by_rule[level == exposure].mean() for exposure in EXPOSURES])
    sd = np.sqrt(by_rule.mean() * (1 - by_rule.mean()) / SIZE.n_per_exposure)
    assert np.abs(shares - by_rule.mean()).max() < 4 * sd


def test_facts_of_a_rule_follow_from_shown_and_unshown_facts_of_its_body() -> None:
    """Independent of how they were made: some chain of relations leads from every head to its tail.

    All facts of the world take part here, so nothing of a chain is missing.
    """
    whole = ActivationWorldSize(
        n_entities=30, n_base_relations=5, n_rules=4, n_per_exposure=25, n_held_out=10**6
    )
    world = activation_world(whole, 0)
    base = world.facts[world.body == 1]
    step = {(int(h), int(r)): int(t) for h, r, t in base}
    for head, relation, tail in world.facts[world.body == 2]:
        same = world.facts[(world.facts[:, 1] == relation)]
        chains = [
            (a, b)
            for a in range(5)
            for b in range(5)
            if all(
                step.get((step.get((int(h), a), -1), b), t) == t for h, _, t in same
            )  # no counterexample among the known
        ]
        assert chains, (head, relation, tail)


def test_the_twin_differs_in_exposure_only() -> None:
    twin = activation_world(SIZE, 3, mirrored=True)
    np.testing.assert_array_equal(twin.tokens, WORLD.tokens)
    shown = WORLD.exposure > 0
    np.testing.assert_array_equal(twin.exposure[shown] * WORLD.exposure[shown], 64)
    assert (twin.exposure[~shown] == HELD_OUT).all()


def test_each_fact_is_shown_as_often_as_its_exposure() -> None:
    shown = WORLD.shown(np.random.default_rng(0))
    np.testing.assert_array_equal(np.bincount(shown, minlength=len(WORLD.facts)), WORLD.exposure)
    often = np.flatnonzero(WORLD.exposure[shown] == 64)
    assert often.min() < 0.05 * len(shown) and often.max() > 0.95 * len(shown)


def test_ten_different_options_with_the_right_one_first() -> None:
    options = WORLD.options(np.random.default_rng(1))
    np.testing.assert_array_equal(options[:, 0], WORLD.facts[:, 2])
    assert all(len(set(row)) == 10 for row in options.tolist())
    # popularity gives nothing away: the right tail is not the most popular option too often
    popular = np.bincount(WORLD.facts[:, 2], minlength=SIZE.n_entities)[options]
    assert (popular[:, 0] >= popular.max(axis=1)).mean() < 0.35


def test_too_few_facts_are_refused_with_what_to_change() -> None:
    with pytest.raises(ValueError, match="expected 8000 facts to show, got"):
        activation_world(replace(SIZE, n_per_exposure=2000), 0)


def test_one_seed_one_world() -> None:
    np.testing.assert_array_equal(activation_world(SIZE, 3).tokens, WORLD.tokens)
    assert (activation_world(SIZE, 4).tokens[:100] != WORLD.tokens[:100]).any()
