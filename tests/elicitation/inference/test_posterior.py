from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats

from elicitation.inference.choice_model import (
    NOISE_FREE,
    ChoiceModel,
    Comparisons,
    compare,
    compare_pairs,
)
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior, modes_without_each, sample_posterior

PRIOR = Gaussian([0.3, -0.2], [[1.2, 0.4], [0.4, 0.8]])


class Pairs(NamedTuple):
    """First minus second, and 1, 0 or 0.5 for "about the same"."""

    differences: np.ndarray
    offsets: np.ndarray
    outcomes: np.ndarray

    def under(self, response: ChoiceModel = NOISE_FREE) -> Comparisons:
        return compare_pairs(*self, response)


ANSWERS = Pairs(
    *map(
        np.array,
        (
            [[1.5, 0.2], [-0.7, 1.1], [0.4, -2.0], [1.0, 1.0]],
            [0.3, 0.0, -0.8, 0.1],
            [1.0, 0.0, 0.5, 1.0],
        ),
    )
)


def log_posterior(prior, answers, w, response=NOISE_FREE):
    """Written independently of the code under test; w (..., n_bases)."""
    logits = answers.offsets + w @ answers.differences.T + response.side
    if response == NOISE_FREE:
        likelihood = answers.outcomes * special.log_expit(logits)
        likelihood += (1 - answers.outcomes) * special.log_expit(-logits)
    else:
        half = np.exp(logits / 2)
        whole = half + 1 / half + response.ties
        first, tie = half / whole, max(response.ties, 1e-300) / whole
        picked = np.where(answers.outcomes == 1, first, 1 / half / whole)
        picked = (1 - response.lapse) * picked + response.lapse / 2
        likelihood = np.log(np.where(answers.outcomes == 0.5, tie, picked))
    apart = w - prior.mean
    return likelihood.sum(-1) - 0.5 * ((apart @ np.linalg.inv(prior.cov)) * apart).sum(-1)


def drawn(seed, n_answers, n_bases=4, scale=1.0):
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((n_bases, n_bases))
    prior = Gaussian(rng.standard_normal(n_bases), root @ root.T / n_bases + 0.2 * np.eye(n_bases))
    answers = Pairs(
        scale * rng.standard_normal((n_answers, n_bases)),
        rng.standard_normal(n_answers),
        rng.choice([0.0, 0.5, 1.0], n_answers),
    )
    return prior, answers, rng


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 25), st.sampled_from([0.1, 1.0, 30.0, 1000.0]))
@example(3331, 5, 1000.0)  # Newton's method alone would take thousands of steps
def test_the_mode_has_no_slope_left(seed, n_answers, scale):
    prior, answers, _ = drawn(seed, n_answers, scale=scale)
    mode = laplace_posterior(prior, answers.under()).mean
    slope = answers.differences.T @ (
        answers.outcomes - special.expit(answers.offsets + answers.differences @ mode)
    ) - np.linalg.solve(prior.cov, mode - prior.mean)
    assert np.abs(slope).max() < 1e-7 * scale


def test_the_covariance_is_the_inverse_curvature_by_finite_differences():
    belief = laplace_posterior(PRIOR, ANSWERS.under())
    h, eye = 1e-4, np.eye(2)
    curvature = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            corners = [
                log_posterior(PRIOR, ANSWERS, belief.mean + h * (a * eye[i] + b * eye[j])) * a * b
                for a in (1, -1)
                for b in (1, -1)
            ]
            curvature[i, j] = -sum(corners) / (4 * h * h)
    assert np.allclose(np.linalg.inv(curvature), belief.cov, rtol=1e-5)


def test_an_independent_optimiser_finds_the_same_mode():
    found = optimize.minimize(
        lambda w: -log_posterior(PRIOR, ANSWERS, w),
        np.zeros(2),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14},
    )
    assert np.allclose(found.x, laplace_posterior(PRIOR, ANSWERS.under()).mean, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 15))
def test_neither_order_nor_side_changes_a_single_bit(seed, n_answers):
    prior, answers, rng = drawn(seed, n_answers)
    order, turned = rng.permutation(n_answers), rng.random(n_answers) < 0.5
    sign = np.where(turned, -1.0, 1.0)
    other = Pairs(
        (sign[:, None] * answers.differences)[order],
        (sign * answers.offsets)[order],
        np.where(turned, 1 - answers.outcomes, answers.outcomes)[order],
    )
    one, two = laplace_posterior(prior, answers.under()), laplace_posterior(prior, other.under())
    assert (one.mean == two.mean).all() and (one.cov == two.cov).all()


def test_without_answers_the_prior_is_returned_untouched():
    assert laplace_posterior(PRIOR, Comparisons.none(2)) is PRIOR


def test_answers_that_separate_perfectly_leave_the_coefficients_finite():
    rows = np.random.default_rng(0).standard_normal((200, 2))
    belief = laplace_posterior(
        PRIOR, compare_pairs(rows, np.zeros(200), (rows[:, 0] > 0).astype(float))
    )
    assert np.abs(belief.mean).max() < 30
    assert (belief.project(rows)[0] > 0)[np.abs(rows[:, 0]) > 0.5].tolist() == (rows[:, 0] > 0)[
        np.abs(rows[:, 0]) > 0.5
    ].tolist()


def test_answering_the_same_pair_both_ways_pulls_it_to_a_coin_toss():
    prior = Gaussian([2.0], [[1.0]])
    both_ways = compare_pairs([[1.0], [1.0]] * 50, np.zeros(100), [1.0, 0.0] * 50)
    assert abs(laplace_posterior(prior, both_ways).mean[0]) < 0.1


def test_two_ties_weigh_as_one_choice_each_way():
    ties = compare_pairs([[1.0, -0.5]] * 2, [0.2] * 2, [0.5, 0.5])
    split = compare_pairs([[1.0, -0.5]] * 2, [0.2] * 2, [1.0, 0.0])
    assert np.allclose(
        laplace_posterior(PRIOR, ties).mean, laplace_posterior(PRIOR, split).mean, atol=1e-10
    )
    assert np.allclose(
        laplace_posterior(PRIOR, ties).cov, laplace_posterior(PRIOR, split).cov, atol=1e-10
    )


def test_every_informative_answer_shrinks_the_belief_at_fixed_odds():
    prior = Gaussian(np.zeros(2), np.eye(2))
    tie = compare_pairs([[1.0, 0.3]], [0.0], [0.5])  # a tie at even odds leaves the mode at zero
    belief = laplace_posterior(prior, tie)
    assert np.allclose(belief.mean, 0.0) and belief.log_det < prior.log_det


RESPONSES = [
    ChoiceModel(lapse=0.2),
    ChoiceModel(ties=0.7),
    ChoiceModel(side=0.4),
    ChoiceModel(lapse=0.1, ties=0.3, side=-0.3),
]


@pytest.mark.parametrize("response", RESPONSES, ids=str)
def test_lapses_ties_and_sides_against_a_grid(response):
    """The mode, the curvature there, and the moments of the samples."""
    prior, pairs = Gaussian(np.zeros(2), 2.0 * np.eye(2)), ANSWERS
    answers = pairs.under(response)
    axis = np.linspace(-6.0, 6.0, 601)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    heights = log_posterior(prior, pairs, grid, response)
    belief = laplace_posterior(prior, answers)
    assert np.abs(belief.mean - grid[heights.argmax()]).max() < 0.011
    at = log_posterior(prior, pairs, belief.mean, response)
    for direction in np.eye(2):
        near = [
            log_posterior(prior, pairs, belief.mean + h * direction, response)
            for h in (-1e-3, 1e-3)
        ]
        assert (sum(near) - 2 * at) / 1e-6 == pytest.approx(
            -direction @ belief.precision @ direction, rel=1e-3
        )
    density = np.exp(heights - heights.max())
    density /= density.sum()
    draws = sample_posterior(prior, answers, 20_000, np.random.default_rng(3))
    mean = density @ grid
    cov = (grid - mean).T @ (density[:, None] * (grid - mean))
    assert (np.abs(draws.mean(axis=0) - mean) < 5 * np.sqrt(np.diag(cov) / 20_000)).all()
    assert np.allclose(np.cov(draws.T), cov, atol=0.1 * cov.max())


def test_a_lapse_bounds_what_one_answer_can_do():
    """Somebody who picks against all expectation may not have looked."""
    prior, surprise = Gaussian([4.0], [[1.0]]), ([[2.0]], [0.0], [0.0])
    trusting = laplace_posterior(prior, compare_pairs(*surprise)).mean[0]
    wary = laplace_posterior(prior, compare_pairs(*surprise, ChoiceModel(lapse=0.1))).mean[0]
    assert trusting < 2.7 and wary > 3.7


def test_a_choice_set_is_a_multinomial_logit():
    rng = np.random.default_rng(8)
    rewards, offsets = rng.standard_normal((5, 4, 2)), rng.standard_normal((5, 4))
    chosen, shown = rng.integers(0, 3, 5), np.arange(4) < np.array([4, 3, 4, 3, 4])[:, None]

    def loss(w):
        utilities = np.where(shown, offsets + rewards @ w, -np.inf)
        likelihood = special.log_softmax(utilities, axis=1)[np.arange(5), chosen].sum()
        apart = w - PRIOR.mean
        return 0.5 * apart @ np.linalg.solve(PRIOR.cov, apart) - likelihood

    found = optimize.minimize(
        loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13}
    )
    answers = compare(rewards, offsets, chosen, shown)
    assert np.allclose(laplace_posterior(PRIOR, answers).mean, found.x, atol=1e-6)
    assert answers.lapse_probabilities.tolist() == pytest.approx(
        [1 / 4, 1 / 3, 1 / 4, 1 / 3, 1 / 4]
    )
    with pytest.raises(ValueError, match="not among"):
        compare(rewards, offsets, np.full(5, 3), shown)


def test_a_set_of_two_is_a_pair():
    rng = np.random.default_rng(9)
    rewards, offsets = rng.standard_normal((6, 2, 2)), rng.standard_normal((6, 2))
    chosen = np.array([0, 1, 1, 0, -1, -1])
    outcomes = np.array([1.0, 0.0, 0.0, 1.0, 0.5, 0.5])
    for response in (NOISE_FREE, RESPONSES[-1]):
        pairs = compare_pairs(
            rewards[:, 0] - rewards[:, 1], offsets[:, 0] - offsets[:, 1], outcomes, response
        )
        one, two = (
            laplace_posterior(PRIOR, compare(rewards, offsets, chosen, None, response)),
            laplace_posterior(PRIOR, pairs),
        )
        assert np.allclose(one.mean, two.mean, atol=1e-10) and np.allclose(one.cov, two.cov)


@pytest.mark.parametrize(
    "wrong", [{"lapse": 1.0}, {"lapse": -0.1}, {"ties": -1.0}, {"side": np.inf}]
)
def test_impossible_responses_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        ChoiceModel(**wrong)


def telling_answers(n_answers: int) -> tuple[Gaussian, Pairs]:
    """Somebody with strong tastes: the posterior is skewed and far from the prior's middle."""
    rng = np.random.default_rng(6)
    rows = rng.standard_normal((n_answers, 2))
    chosen = rng.random(n_answers) < special.expit(rows @ [4.0, -3.0])
    return Gaussian(np.zeros(2), 6.0 * np.eye(2)), Pairs(
        rows, np.zeros(n_answers), chosen.astype(float)
    )


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("prior", "answers"), [(PRIOR, ANSWERS), telling_answers(10), telling_answers(40)]
)
def test_samples_have_the_moments_of_a_grid_integral(prior, answers):
    axis = np.linspace(-14.0, 14.0, 701)
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    density = np.exp(log_posterior(prior, answers, grid))
    density /= density.sum()
    mean = density @ grid
    cov = (grid - mean).T @ (density[:, None] * (grid - mean))
    n = 20_000
    draws = sample_posterior(prior, answers.under(), n, np.random.default_rng(3))
    # the draws are independent, so five standard errors; twice that for the fourth moments' tails
    assert (np.abs(draws.mean(axis=0) - mean) < 5 * np.sqrt(np.diag(cov) / n)).all()
    assert np.allclose(np.cov(draws.T), cov, atol=10 * np.sqrt(2 / n) * cov.max())


def test_without_answers_samples_come_from_the_prior():
    draws = sample_posterior(PRIOR, Comparisons.none(2), 20_000, np.random.default_rng(4))
    assert (np.abs(draws.mean(axis=0) - PRIOR.mean) < 5 * np.sqrt(1.2 / 20_000)).all()


STRONG = Gaussian(np.zeros(3), 25.0 * np.eye(3))


def drawn_from_prior(rng: np.random.Generator) -> tuple[Comparisons, np.ndarray, float]:
    """The answers of somebody drawn from STRONG, a direction, and the truth along it."""
    w, rows, gap = STRONG.sample(1, rng)[0], rng.standard_normal((10, 3)), rng.standard_normal(3)
    chosen = rng.random(10) < special.expit(rows @ w)
    return compare_pairs(rows, np.zeros(10), chosen.astype(float)), gap, float(gap @ w)


@pytest.mark.statistical
def test_intervals_from_samples_cover_the_truth():
    """Simulation-based calibration: with 99 draws the rank of the truth is uniform on 0..99."""
    rng, n_people = np.random.default_rng(5), 300
    ranks = []
    for _ in range(n_people):
        answers, gap, truth = drawn_from_prior(rng)
        ranks.append(int((sample_posterior(STRONG, answers, 99, rng) @ gap < truth).sum()))
    counts = np.bincount(np.array(ranks) // 10, minlength=10)
    assert stats.chisquare(counts).pvalue > 0.001
    inside = np.mean([5 <= rank <= 94 for rank in ranks])
    assert abs(inside - 0.90) < 4 * np.sqrt(0.09 / n_people)


@pytest.mark.statistical
def test_intervals_of_laplace_s_approximation_do_not_and_so_are_not_shown():
    """The control of the test above."""
    rng, n_people = np.random.default_rng(6), 1500
    inside = 0
    for _ in range(n_people):
        answers, gap, truth = drawn_from_prior(rng)
        mean, variance = laplace_posterior(STRONG, answers).project(gap[None])
        inside += int(abs(truth - mean[0]) < 1.645 * np.sqrt(variance[0]))
    assert inside / n_people < 0.90 - 5 * np.sqrt(0.09 / n_people)


@pytest.mark.parametrize(
    ("differences", "offsets", "outcomes", "complaint"),
    [
        ([[1.0]], [0.0], [0.7], "outcomes"),
        ([[1.0]], [0.0, 0.0], [1.0], "offsets"),
        ([[np.inf]], [0.0], [1.0], "finite"),
    ],
)
def test_what_is_no_comparison_is_refused(differences, offsets, outcomes, complaint):
    with pytest.raises(ValueError, match=complaint):
        compare_pairs(differences, offsets, outcomes)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from([0.1, 1.0, 30.0]))
def test_the_modes_without_each_answer_are_those_of_the_others(seed, n_answers, scale):
    prior, answers, _ = drawn(seed, n_answers, scale=scale)
    whole = laplace_posterior(prior, answers.under()).mean
    without = modes_without_each(prior, answers.under(), whole)
    assert without.shape == (n_answers, 4)
    for answer, mode in enumerate(without):
        others = Pairs(*(np.delete(part, answer, axis=0) for part in answers))
        np.testing.assert_allclose(mode, laplace_posterior(prior, others.under()).mean, atol=1e-5)


def test_the_modes_without_each_answer_allow_for_lapses():
    prior, answers, _ = drawn(1, 8)
    careful = ChoiceModel(lapse=0.1)
    mode = laplace_posterior(prior, answers.under(careful)).mean
    without = modes_without_each(prior, answers.under(careful), mode)
    for answer, mode in enumerate(without):
        others = Pairs(*(np.delete(part, answer, axis=0) for part in answers))
        found = laplace_posterior(prior, others.under(careful)).mean
        values = log_posterior(prior, others, np.array([mode, found]), careful)
        assert abs(values[0] - values[1]) < 1e-6
