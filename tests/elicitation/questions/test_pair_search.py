from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import Candidates
from elicitation.questions.pair_search import MIN_DISTANCE, best_pair, brute_force_pair
from elicitation.questions.policies import POLICIES

GAINS = [policy for policy in POLICIES.values() if policy.acquisition is not None]
each_gain = pytest.mark.parametrize("policy", GAINS, ids=lambda policy: policy.name)


def candidates_of(rewards, offsets, answerable, prior: Gaussian) -> Candidates:
    rewards = np.asarray(rewards, dtype=float)
    items = np.arange(len(rewards))
    return Candidates(items, rewards, offsets, answerable, rewards @ prior.factor)


def drawn(seed: int, n_items: int, n_bases: int, kind: str) -> tuple[Gaussian, Candidates]:
    """Worlds of different make: smooth, ties, near-duplicates, very unequal familiarity."""
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n_bases, n_bases)) * np.exp(rng.standard_normal(n_bases))
    belief = Gaussian(rng.standard_normal(n_bases), root @ root.T + 0.01 * np.eye(n_bases))
    prior = Gaussian(np.zeros(n_bases), belief.cov + 0.5 * np.eye(n_bases))
    rewards = rng.standard_normal((n_items, n_bases)) * np.exp(
        0.5 * rng.standard_normal((n_items, 1))
    )
    offsets, answerable = rng.standard_normal(n_items), rng.random(n_items)
    if kind == "ties":
        rewards, offsets = rng.integers(-1, 2, rewards.shape), np.zeros(n_items)
        answerable = rng.choice([0.0, 0.5, 1.0], n_items)
    elif kind == "near-duplicates":
        rewards = rewards[rng.integers(0, max(2, n_items // 4), n_items)]
        rewards = rewards + 0.01 * rng.standard_normal(rewards.shape)
    elif kind == "skewed":
        answerable = answerable**8
    elif kind == "all known":
        answerable = np.ones(n_items)
    return belief, candidates_of(rewards, offsets, answerable, prior)


kinds = st.sampled_from(["smooth", "ties", "near-duplicates", "skewed", "all known"])


def naive_scores(policy, belief, candidates) -> dict[tuple[int, int], tuple[float, float]]:
    """Pair -> (score, distance in units of the typical distance), one pair at a time."""
    places = candidates.prior_coordinates
    utilities = candidates.rewards @ belief.mean + candidates.offsets
    typical = np.sqrt(np.mean([np.sum((p - q) ** 2) for p in places for q in places]))
    found = {}
    for i, j in combinations(range(len(candidates)), 2):
        v = candidates.rewards[i] - candidates.rewards[j]
        mean = v @ belief.mean + candidates.offsets[i] - candidates.offsets[j]
        more = np.sum((belief.cov @ v) ** 2)
        if policy.extra == "shortfall":
            more = utilities.max() - max(utilities[i], utilities[j])
        asked = [np.array([x]) for x in (mean, v @ belief.cov @ v, more)]
        weight = candidates.answerable[i] * candidates.answerable[j]
        distance = np.sqrt(np.sum((places[i] - places[j]) ** 2))
        found[i, j] = (policy.acquisition(*asked)[0] * weight, distance / max(typical, 1e-300))
    return found


def assert_best(found, scores, keep=None) -> None:
    """The best of all allowed pairs; a pair at the very limit of distance may count either way."""
    i, j, score = found
    of = {pair: both for pair, both in scores.items() if keep is None or keep in pair}
    own, distance = of[min(i, j), max(i, j)]
    assert score == pytest.approx(own, rel=1e-7, abs=1e-11)
    assert distance >= MIN_DISTANCE * (1 - 1e-9) or max(d for _, d in of.values()) == 0.0
    best = max(s for s, d in of.values() if d >= MIN_DISTANCE * (1 + 1e-9) or d == 0.0)
    assert score >= best * (1 - 1e-7) - 1e-11


@each_gain
@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 100_000), n_items=st.integers(2, 24), n_bases=st.integers(1, 5), kind=kinds
)
def test_the_pair_found_is_the_best_of_all_pairs(policy, seed, n_items, n_bases, kind):
    belief, candidates = drawn(seed, n_items, n_bases, kind)
    scores = naive_scores(policy, belief, candidates)
    assert_best(best_pair(policy, belief, candidates, np.random.default_rng(0)), scores)
    assert_best(brute_force_pair(policy, belief, candidates), scores)


@each_gain
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000), n_items=st.integers(2, 16), kind=kinds, data=st.data())
def test_the_partner_of_a_kept_item_is_the_best_of_all(policy, seed, n_items, kind, data):
    keep = data.draw(st.integers(0, n_items - 1))
    belief, candidates = drawn(seed, n_items, 3, kind)
    found = best_pair(policy, belief, candidates, np.random.default_rng(0), keep=keep)
    assert found[0] == keep
    assert_best(found, naive_scores(policy, belief, candidates), keep)


@each_gain
@pytest.mark.parametrize("kind", ["smooth", "ties", "near-duplicates", "skewed", "all known"])
@pytest.mark.parametrize("seed", range(2))
def test_pruning_and_brute_force_agree_over_many_tiles(policy, kind, seed):
    belief, candidates = drawn(seed, 900, 8, kind)
    pruned = best_pair(policy, belief, candidates, np.random.default_rng(0))
    assert pruned[2] == pytest.approx(brute_force_pair(policy, belief, candidates)[2], rel=1e-9)


@each_gain
def test_a_near_duplicate_is_not_offered_even_if_it_would_score_best(policy):
    """Two hits that everybody knows, nearly alike, among items that hardly anybody knows."""
    prior = Gaussian(np.zeros(2), np.eye(2))
    rng = np.random.default_rng(0)
    rewards = np.vstack([[[1.0, 1.0], [1.1, 1.0]], rng.standard_normal((30, 2))])
    answerable = np.array([1.0, 1.0] + [1e-4] * 30)
    candidates = candidates_of(rewards, np.zeros(32), answerable, prior)
    closest = best_pair(policy, prior, candidates, rng, min_distance=0.0)
    assert {closest[0], closest[1]} == {0, 1}
    found = best_pair(policy, prior, candidates, rng)
    assert {found[0], found[1]} != {0, 1}
    assert_best(found, naive_scores(policy, prior, candidates))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.name)
def test_items_that_are_all_alike_still_make_a_pair_of_two(policy):
    prior = Gaussian(np.zeros(2), np.eye(2))
    candidates = candidates_of(np.ones((5, 2)), np.zeros(5), np.zeros(5), prior)
    i, j, score = best_pair(policy, prior, candidates, np.random.default_rng(0))
    assert i != j and score == 0.0


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.name)
def test_one_item_is_not_enough(policy):
    prior = Gaussian(np.zeros(1), np.eye(1))
    candidates = candidates_of([[1.0]], [0.0], [1.0], prior)
    with pytest.raises(ValueError, match="two candidates or more, got 1"):
        best_pair(policy, prior, candidates, np.random.default_rng(0))


@pytest.mark.statistical
def test_random_draws_pairs_in_proportion_to_both_familiarities():
    prior = Gaussian(np.zeros(2), np.eye(2))
    answerable = np.array([0.9, 0.6, 0.3, 0.1])
    rewards = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]
    candidates = candidates_of(rewards, np.zeros(4), answerable, prior)
    rng, n = np.random.default_rng(0), 6000
    counts = dict.fromkeys(combinations(range(4), 2), 0)
    for _ in range(n):
        i, j, score = best_pair(POLICIES["random"], prior, candidates, rng)
        counts[min(i, j), max(i, j)] += 1
        assert score == pytest.approx(answerable[i] * answerable[j])
    share = np.array([answerable[i] * answerable[j] for i, j in counts])
    assert stats.chisquare(list(counts.values()), n * share / share.sum()).pvalue > 1e-4


def test_random_respects_the_kept_item_and_near_duplicates():
    prior = Gaussian(np.zeros(1), np.eye(1))
    candidates = candidates_of([[0.0], [0.01], [5.0], [-5.0]], np.zeros(4), [1, 1, 1e-9, 0], prior)
    for seed in range(20):
        rng = np.random.default_rng(seed)
        i, j, _ = best_pair(POLICIES["random"], prior, candidates, rng, keep=1)
        assert (i, j) == (1, 2)
        assert set(best_pair(POLICIES["random"], prior, candidates, rng)[:2]) != {0, 1}


def test_the_best_question_of_a_tiny_world_is_the_one_a_person_would_ask():
    """Known by heart: far apart on the uncertain axis, evenly matched, and both well known."""
    belief = Gaussian(np.zeros(2), np.diag([4.0, 0.01]))
    rewards = [[2, 0], [-2, 0], [0, 9], [0, -9], [3, 0], [-3, 0]]
    answerable = [0.9, 0.9, 1.0, 1.0, 0.9, 0.01]
    offsets = [0.0, 0.0, 0.0, 0.0, special.logit(0.999), 0.0]  # 4 is everybody's favourite
    candidates = candidates_of(rewards, offsets, answerable, Gaussian(np.zeros(2), np.eye(2)))
    for name in ("pref", "d_optimal", "a_optimal", "information_gain"):
        i, j, _ = best_pair(POLICIES[name], belief, candidates, np.random.default_rng(0))
        assert {i, j} == {0, 1}, name


@each_gain
@pytest.mark.parametrize("n_items", [2, 20, 200])
def test_items_that_are_alike_but_for_rounding_still_make_a_pair(policy, n_items: int) -> None:
    rng = np.random.default_rng(0)
    belief = Gaussian(np.zeros(8), np.diag(10.0 ** rng.uniform(-7, 2, 8)))
    rewards = np.tile(rng.standard_normal(8), (n_items, 1)) * (
        1.0 + 1e-16 * rng.standard_normal((n_items, 1))
    )
    candidates = candidates_of(rewards, np.zeros(n_items), np.full(n_items, 0.012), belief)
    i, j, _ = best_pair(policy, belief, candidates, rng)
    assert 0 <= i < n_items and 0 <= j < n_items and i != j
