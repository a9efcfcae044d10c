from itertools import combinations

import numpy as np
import pytest
from scipy.special import softmax

from elicitation.inference.gaussian import Gaussian
from elicitation.questions.policies import information_gain
from elicitation.questions.sets import grow_set, set_information


def drawn(seed, n_items=12):
    rng = np.random.default_rng(seed)
    belief = Gaussian(0.3 * rng.standard_normal(3), np.diag([2.0, 1.0, 0.2]))
    return belief, rng.standard_normal((n_items, 3)), 0.3 * rng.standard_normal(n_items)


def left_over(belief, rewards, offsets, chosen):
    """Summed variance after the pick, the information by its definition."""
    chosen = list(chosen)
    p = softmax(offsets[chosen] + rewards[chosen] @ belief.mean)
    information = np.cov(rewards[chosen].T, aweights=p, ddof=0)
    return float(np.trace(np.linalg.inv(np.linalg.inv(belief.cov) + information)))


@pytest.mark.parametrize("seed", range(5))
def test_each_step_adds_the_best_item(seed):
    belief, rewards, offsets = drawn(seed)
    found = grow_set(belief, rewards, offsets, (0, 1), 4).tolist()
    assert found[:2] == [0, 1] and len(set(found)) == 4
    for size in (2, 3):
        others = set(range(12)) - set(found[:size])
        best = min(others, key=lambda i: left_over(belief, rewards, offsets, [*found[:size], i]))
        assert found[size] == best


def test_a_set_grown_from_the_best_pair_is_nearly_the_best_of_all_sets():
    ratios = []
    for seed in range(10):
        belief, rewards, offsets = drawn(seed)
        pair = min(combinations(range(12), 2), key=lambda s: left_over(belief, rewards, offsets, s))
        found = grow_set(belief, rewards, offsets, pair, 4)
        least = min(left_over(belief, rewards, offsets, s) for s in combinations(range(12), 4))
        start = float(np.trace(belief.cov))
        ratios.append((start - left_over(belief, rewards, offsets, found)) / (start - least))
    assert np.mean(ratios) > 0.9 and min(ratios) > 0.75


def test_too_few_candidates_are_refused():
    belief, rewards, offsets = drawn(0, 3)
    with pytest.raises(ValueError, match="as many candidates"):
        grow_set(belief, rewards, offsets, (0, 1), 4)


def test_information_of_a_pair_is_the_exact_one():
    for seed in range(5):
        belief, rewards, offsets = drawn(seed)
        mean, variance = belief.project(rewards[:1] - rewards[1])
        exact = information_gain(mean + offsets[0] - offsets[1], variance, variance)[0]
        rng = np.random.default_rng(seed)
        found = set_information(belief, rewards[:2], offsets[:2], rng, 200_000)
        assert found == pytest.approx(exact, abs=3e-3)


def test_information_of_equal_items_is_none_and_of_far_ones_all_there_is():
    belief, _, _ = drawn(0)
    rng = np.random.default_rng(0)
    assert set_information(belief, np.ones((4, 3)), np.zeros(4), rng) < 1e-12
    apart = 1e4 * np.eye(3)
    assert set_information(Gaussian(np.zeros(3), np.eye(3)), apart, np.zeros(3), rng) > 1.09
