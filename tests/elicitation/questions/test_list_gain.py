from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.inference.gaussian import Gaussian
from elicitation.questions.list_gain import (
    Screening,
    best_pair,
    choice_gain,
    grow_choice,
    grow_taps,
    list_metric,
    screening,
    taps_gain,
)


def drawn(seed: int, m: int = 14, n: int = 4) -> tuple[Gaussian, Screening, np.ndarray]:
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n, n))
    belief = Gaussian(rng.standard_normal(n), root @ root.T / n + 0.2 * np.eye(n))
    rows, offsets = rng.standard_normal((m, n)), rng.standard_normal(m)
    metric = list_metric(rng.standard_normal((40, n)), rng.standard_normal(40), belief, 10)
    return belief, screening(belief, rows, offsets, metric), metric


def test_the_gain_of_taps_is_the_error_that_they_take_away() -> None:
    rng = np.random.default_rng(0)
    belief, candidates, metric = drawn(0)
    rows = rng.standard_normal((14, 4))
    candidates = screening(belief, rows, np.zeros(14), metric)
    chosen = [3, 7, 11]
    variance = np.einsum("ij,jk,ik->i", rows[chosen], belief.cov, rows[chosen])
    p = 1.0 / (1.0 + np.exp(-(rows[chosen] @ belief.mean) / np.sqrt(1.0 + np.pi * variance / 8.0)))
    after = np.linalg.inv(belief.precision + (rows[chosen].T * (p * (1.0 - p))) @ rows[chosen])
    expected = np.trace((belief.cov - after) @ metric)
    assert taps_gain(candidates, chosen) == pytest.approx(expected, rel=1e-9)


def test_the_gain_of_a_choice_is_the_error_that_its_information_takes_away() -> None:
    rng = np.random.default_rng(1)
    belief, _, metric = drawn(1)
    rows = rng.standard_normal((9, 4))
    candidates = screening(belief, rows, np.zeros(9), metric)
    chosen = [0, 4, 5, 8]
    apart = [
        (rows[i] - rows[j]) @ belief.cov @ (rows[i] - rows[j]) for i, j in combinations(chosen, 2)
    ]
    worth = np.exp(rows[chosen] @ belief.mean / np.sqrt(1.0 + np.pi * np.mean(apart) / 8.0))
    p = worth / worth.sum()
    centred = rows[chosen] - p @ rows[chosen]
    after = np.linalg.inv(belief.precision + (centred.T * p) @ centred)
    expected = np.trace((belief.cov - after) @ metric)
    assert choice_gain(candidates, chosen) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_pair_is_the_best_of_all(seed: int) -> None:
    _, candidates, _ = drawn(seed)
    weights = np.random.default_rng(seed).random(14)
    first, second = best_pair(candidates, weights)
    means, spread, worth = candidates

    def gain(i: int, j: int) -> float:
        v = spread[i, i] + spread[j, j] - 2 * spread[i, j]
        h = worth[i, i] + worth[j, j] - 2 * worth[i, j]
        p = 1.0 / (1.0 + np.exp(-(means[i] - means[j]) / np.sqrt(1.0 + np.pi * v / 8.0)))
        return weights[i] * weights[j] * p * (1 - p) * h / (1 + p * (1 - p) * v)

    best = max(gain(i, j) for i, j in combinations(range(14), 2))
    assert gain(first, second) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("size", [2, 3, 4])
def test_greed_loses_little_against_all_sets(size: int) -> None:
    """Nearly the best set on average; in 5,000 worlds the worst pair of taps had .77 of it."""
    sets = [list(chosen) for chosen in combinations(range(14), size)]
    taps, choices = [], []
    for seed in (7687, *range(20)):  # the first is a world in which greed loses a sixth
        _, candidates, _ = drawn(seed)
        grown = grow_taps(candidates, size)
        assert len(set(grown)) == size
        best = max(taps_gain(candidates, chosen) for chosen in sets)
        taps.append(taps_gain(candidates, grown) / best)
        best = max(choice_gain(candidates, chosen) for chosen in sets)
        choices.append(choice_gain(candidates, grow_choice(candidates, size, np.ones(14))) / best)
    assert np.mean(taps) >= 0.97 and min(taps) >= 0.75
    assert np.mean(choices) >= 0.9 and min(choices) >= 0.7


def test_the_next_item_is_what_adds_most_after_those_chosen() -> None:
    _, candidates, _ = drawn(5)
    grown = grow_taps(candidates, 5)
    for k in range(1, 5):
        gains = {
            item: taps_gain(candidates, [*grown[:k], item])
            for item in range(14)
            if item not in grown[:k]
        }
        assert max(gains, key=lambda item: gains[item]) == grown[k]


def test_what_cannot_change_the_list_is_not_asked_about() -> None:
    """Items differ along the first axis alone; an item along the second is worth nothing."""
    belief = Gaussian(np.zeros(2), np.eye(2))
    rows = np.column_stack([np.linspace(-1.0, 1.0, 50), np.zeros(50)])
    metric = list_metric(rows, np.zeros(50), belief, 10)
    candidates = screening(belief, np.array([[0.1, 0.0], [0.0, 3.0]]), np.zeros(2), metric)
    assert grow_taps(candidates, 1) == [0]


def test_fewer_candidates_than_places_give_a_shorter_screen() -> None:
    _, candidates, _ = drawn(3, m=3)
    assert len(grow_taps(candidates, 9)) == 3
    assert len(grow_choice(candidates, 9, np.ones(3))) == 3
