import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from elicitation.inference.gaussian import Gaussian
from elicitation.questions.policies import (
    POLICIES,
    a_optimal_gain,
    d_optimal_gain,
    expected_best_gain,
    information_gain,
    information_screen,
    pref_gain,
)

GAINS = [policy for policy in POLICIES.values() if policy.acquisition is not None]
means = st.floats(-15.0, 15.0)
seeds = st.integers(0, 100_000)


def at(*values: float) -> tuple[np.ndarray, ...]:
    return tuple(np.array([value]) for value in values)


def belief_and_pair(seed: int, scale: float) -> tuple[Gaussian, np.ndarray]:
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((4, 4)) * np.exp(rng.standard_normal(4))
    return Gaussian(np.zeros(4), root @ root.T + 1e-3 * np.eye(4)), scale * rng.standard_normal(4)


def asked(belief: Gaussian, v: np.ndarray) -> tuple[float, float]:
    return float(v @ belief.cov @ v), float(np.sum((belief.cov @ v) ** 2))


def information_by_quadrature(mean: float, deviation: float) -> float:
    def average(function) -> float:
        # split where the logit crosses zero: that is where the integrand moves
        edges = sorted({-9.0, 9.0, float(np.clip(-mean / deviation, -9.0, 9.0))})
        return sum(
            integrate.quad(
                lambda e: function(mean + deviation * e) * np.exp(-e * e / 2) / np.sqrt(2 * np.pi),
                low,
                high,
                epsabs=1e-12,
                limit=300,
            )[0]
            for low, high in zip(edges, edges[1:], strict=False)
        )

    chosen = average(special.expit)
    doubt = average(lambda x: special.entr(special.expit(x)) + special.entr(special.expit(-x)))
    return float(special.entr(chosen) + special.entr(1 - chosen)) - doubt


@settings(max_examples=40, deadline=None)
@given(means, st.floats(0.01, 16.0))
def test_information_gain_is_the_mutual_information_of_the_answer(mean, deviation):
    gain = information_gain(*at(mean, deviation**2, 0.0))[0]
    assert gain == pytest.approx(information_by_quadrature(mean, deviation), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(seeds, means)
def test_d_optimal_is_the_fall_of_entropy_of_laplace_s_belief(seed, mean):
    belief, v = belief_and_pair(seed, 1.0)
    slope = special.expit(mean) * special.expit(-mean)
    after = np.linalg.inv(belief.cov) + slope * np.outer(v, v)
    fall = 0.5 * (np.linalg.slogdet(after)[1] + np.linalg.slogdet(belief.cov)[1])
    assert d_optimal_gain(*at(mean, *asked(belief, v)))[0] == pytest.approx(fall, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(seeds, means)
def test_a_optimal_is_the_fall_of_the_summed_variance(seed, mean):
    belief, v = belief_and_pair(seed, 1.0)
    slope = special.expit(mean) * special.expit(-mean)
    after = np.linalg.inv(np.linalg.inv(belief.cov) + slope * np.outer(v, v))
    fall = np.trace(belief.cov) - np.trace(after)
    gain = a_optimal_gain(*at(mean, *asked(belief, v)))[0]
    assert gain == pytest.approx(fall, rel=1e-5, abs=1e-7 * np.trace(belief.cov))


@pytest.mark.parametrize("mean", [0.0, -1.0, 2.5])
def test_pref_is_the_variance_of_the_predicted_probability_to_first_order(mean):
    rng = np.random.default_rng(0)
    variance, n = 1e-4, 400_000
    spread = special.expit(mean + np.sqrt(variance) * rng.standard_normal(n)).var()
    gain = pref_gain(*at(mean, variance, 0.0))[0]
    assert abs(spread / gain - 1) < 5 * np.sqrt(2 / n) + 10 * variance


@pytest.mark.parametrize("policy", GAINS, ids=lambda policy: policy.name)
@settings(max_examples=200, deadline=None)
@given(seed=seeds, mean=means, scale=st.floats(0.01, 20.0), share=st.floats(0.0, 0.999999))
def test_the_bound_holds_for_every_pair_above_its_level(policy, seed, mean, scale, share):
    belief, v = belief_and_pair(seed, scale)
    gain = policy.acquisition(*at(mean, *asked(belief, v)))[0]
    for level in (0.0, share * gain):
        metric, ceiling = policy.bound(belief, level)
        squared = np.sum((metric.T @ v) ** 2, keepdims=True)
        assert gain <= ceiling(squared)[0] * (1 + 1e-9) + 1e-14
        assert gain <= ceiling(squared * (1 + scale))[0] * (1 + 1e-9) + 1e-14


@pytest.mark.parametrize("policy", GAINS, ids=lambda policy: policy.name)
@settings(max_examples=40, deadline=None)
@given(seed=seeds, mean=means)
def test_gains_are_even_and_an_answer_known_beforehand_is_worth_nothing(policy, seed, mean):
    belief, v = belief_and_pair(seed, 1.0)
    variance, reach = asked(belief, v)
    gain = policy.acquisition(*at(mean, variance, reach))[0]
    assert gain >= 0.0
    assert policy.acquisition(*at(-mean, variance, reach))[0] == pytest.approx(
        gain, rel=1e-9, abs=1e-14
    )
    assert policy.acquisition(*at(mean, 0.0, 0.0))[0] == pytest.approx(0.0, abs=1e-14)
    assert policy.acquisition(*at(1e6, variance, reach))[0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("policy", GAINS, ids=lambda policy: policy.name)
def test_gains_are_elementwise_over_arrays_of_any_shape(policy):
    rng = np.random.default_rng(1)
    mean, variance, reach = rng.normal(size=(3, 7)), rng.random((3, 7)), rng.random((3, 7))
    gain = policy.acquisition(mean, variance, reach)
    assert gain.shape == (3, 7)
    assert gain[2, 4] == pytest.approx(
        policy.acquisition(*at(mean[2, 4], variance[2, 4], reach[2, 4]))[0], rel=1e-12
    )


def test_information_gain_falls_with_the_odds_grows_with_the_deviation_and_stays_below_log_2():
    mean, deviation = np.meshgrid(
        np.linspace(0, 14, 120), np.linspace(0.01, 16, 150), indexing="ij"
    )
    gain = information_gain(mean, deviation**2, deviation)
    assert (np.diff(gain, axis=0) <= 1e-5).all() and (np.diff(gain, axis=1) >= -1e-5).all()
    assert 0.0 <= gain.min() and gain.max() < np.log(2.0)


def test_the_screen_over_estimates_by_a_few_per_cent():
    rng = np.random.default_rng(2)
    mean, deviation = rng.uniform(-12, 12, 100_000), 10 ** rng.uniform(-2, 1.5, 100_000)
    gain = information_gain(mean, deviation**2, deviation)
    over = information_screen(mean, deviation**2, deviation)
    assert (over >= gain - 1e-13).all()
    usual = (np.abs(mean) < 3) & (deviation < 4)
    assert (over[usual] <= 1.08 * gain[usual] + 1e-12).all()


def test_beyond_the_screen_s_table_the_bound_still_holds():
    mean, deviation = np.meshgrid(np.linspace(-60, 60, 121), [0.5, 3.0, 15.99, 16.01, 20.0, 300.0])
    gain = information_gain(mean, deviation**2, deviation)
    assert (information_screen(mean, deviation**2, deviation) >= gain - 1e-13).all()


@settings(max_examples=30, deadline=None)
@given(seeds, means, st.floats(0.05, 5.0), st.floats(0.0, 2.0))
def test_expected_best_is_what_the_winner_adds_to_the_best_candidate(seed, mean, deviation, gap):
    """By quadrature: one item at 0, the other ``mean`` below or above, the best one ``gap`` up."""
    best = max(0.0, mean) + gap

    def density(e):
        return max(0.0, mean + deviation * e) * np.exp(-e * e / 2) / np.sqrt(2 * np.pi)

    edge = float(np.clip(-mean / deviation, -9.0, 9.0))
    winner = integrate.quad(density, edge, 9.0 + edge * (edge > 0), epsabs=1e-12)[0]
    gain = expected_best_gain(*at(mean, deviation**2, gap))[0]
    assert gain == pytest.approx(max(0.0, winner - best), abs=1e-7)


def test_the_table_is_keyed_by_the_policies_own_names():
    assert all(name == policy.name for name, policy in POLICIES.items())
    assert {"random", "pref", "d_optimal", "a_optimal", "information_gain"} <= POLICIES.keys()
