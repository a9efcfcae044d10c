import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from elicitation.inference.familiarity import Familiarity, known_probabilities

NONE = np.array([], dtype=np.int64)


def by_quadrature(familiarity, seen, unseen, item):
    """P(item known | seen, unseen) by adaptive integration over theta."""
    logits, variance = familiarity.logits, familiarity.activity_variance

    def log_joint(theta):
        return (
            -theta * theta / (2 * variance)
            + special.log_expit(logits[seen] + theta).sum()
            + special.log_expit(-(logits[unseen] + theta)).sum()
        )

    grid = np.linspace(-12, 12, 2001) * np.sqrt(variance)
    peak = max(log_joint(theta) for theta in grid[::20])
    area, _ = integrate.quad(lambda t: np.exp(log_joint(t) - peak), grid[0], grid[-1], limit=400)
    known, _ = integrate.quad(
        lambda t: np.exp(log_joint(t) - peak) * special.expit(logits[item] + t),
        grid[0],
        grid[-1],
        limit=400,
    )
    return known / area


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000), st.integers(0, 15), st.integers(0, 15), st.sampled_from([0.1, 1.0, 6.0])
)
def test_probabilities_agree_with_adaptive_integration(seed, n_seen, n_unseen, variance):
    rng = np.random.default_rng(seed)
    familiarity = Familiarity(rng.normal(-2.0, 2.0, 40), variance)
    seen, unseen, rest = np.split(rng.permutation(40), [n_seen, n_seen + n_unseen])
    known = known_probabilities(familiarity, seen, unseen)
    assert (known[seen] == 1.0).all() and (known[unseen] == 0.0).all()
    for item in rest[:3]:
        assert known[item] == pytest.approx(
            by_quadrature(familiarity, seen, unseen, item), abs=5e-4
        )


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_a_haven_t_seen_lowers_and_a_seen_raises_all_other_items(seed):
    rng = np.random.default_rng(seed)
    familiarity = Familiarity(rng.normal(-1.0, 1.5, 12), 1.0)
    before = known_probabilities(familiarity, NONE, NONE)[1:]
    assert (known_probabilities(familiarity, NONE, np.array([0]))[1:] < before).all()
    assert (known_probabilities(familiarity, np.array([0]), NONE)[1:] > before).all()


def test_without_variance_between_people_answers_say_nothing_about_other_items():
    familiarity = Familiarity([-1.0, 0.0, 2.0], 0.0)
    known = known_probabilities(familiarity, np.array([0]), NONE)
    assert np.allclose(known, [1.0, 0.5, special.expit(2.0)], atol=1e-4)


def test_an_item_in_both_lists_counts_as_unknown():
    known = known_probabilities(Familiarity(np.zeros(3), 1.0), np.array([1]), np.array([1]))
    assert known[1] == 0.0


def test_a_better_known_item_is_never_less_likely_known():
    logits = np.sort(np.random.default_rng(0).normal(-4.0, 3.0, 500))
    known = known_probabilities(Familiarity(logits, 2.0), NONE, NONE)
    assert (np.diff(known) >= 0).all() and 0.0 <= known[0] and known[-1] <= 1.0


@pytest.mark.parametrize("variance", [-1.0, np.nan, np.inf])
def test_a_variance_that_is_none_is_refused(variance):
    with pytest.raises(ValueError, match="activity_variance"):
        Familiarity(np.zeros(2), variance)
