import numpy as np
import pytest

from elicitation.inference.choice_model import compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.questions.lookahead import answered, gains_of, two_step_gains
from elicitation.questions.policies import POLICIES

RNG = np.random.default_rng(0)
ROOT = RNG.standard_normal((4, 4))
PRIOR = Gaussian(RNG.standard_normal(4), ROOT @ ROOT.T + 0.1 * np.eye(4))
ROWS, OFFSETS = RNG.standard_normal((30, 4)), RNG.standard_normal(30)


@pytest.mark.parametrize("outcome", [0.0, 1.0])
@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
def test_one_answer_is_what_the_whole_inference_makes_of_it(outcome, scale):
    found = answered(PRIOR, scale * ROWS[0], 0.3, outcome)
    expected = laplace_posterior(PRIOR, compare_pairs(scale * ROWS[:1], [0.3], [outcome]))
    assert np.allclose(found.mean, expected.mean, atol=1e-8)
    assert np.allclose(found.cov, expected.cov, atol=1e-8)


def test_two_steps_are_the_brute_force_over_both_questions():
    policy = POLICIES["a_optimal"]
    found = two_step_gains(policy, PRIOR, ROWS, OFFSETS, n_best=30)
    for pair in range(0, 30, 7):
        p = 1.0 / (1.0 + np.exp(-(OFFSETS[pair] + ROWS[pair] @ PRIOR.mean)))
        expected = gains_of(policy, PRIOR, ROWS, OFFSETS)[pair]
        for outcome, chance in ((1.0, p), (0.0, 1 - p)):
            after = laplace_posterior(
                PRIOR, compare_pairs(ROWS[pair : pair + 1], OFFSETS[pair : pair + 1], [outcome])
            )
            expected += chance * gains_of(policy, after, ROWS, OFFSETS).max()
        assert found[pair] == pytest.approx(expected, rel=1e-6)


def test_only_the_most_promising_pairs_are_thought_through():
    found = two_step_gains(POLICIES["a_optimal"], PRIOR, ROWS, OFFSETS, n_best=3)
    now = gains_of(POLICIES["a_optimal"], PRIOR, ROWS, OFFSETS)
    assert set(np.flatnonzero(np.isfinite(found))) == set(np.argsort(-now)[:3])
    with pytest.raises(ValueError, match="no acquisition value"):
        gains_of(POLICIES["random"], PRIOR, ROWS, OFFSETS)
