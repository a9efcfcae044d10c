"""A plan is worth the quality of the list over time, so that what tells soon counts more."""

import numpy as np
import pytest
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure
from elicitation.questions.screens import DEFAULT_PLAN
from elicitation.simulation.screen_sessions import ScreenTrace
from models.rewards.prior_tuning import HalvedCatalogue
from models.validation.plans import SECONDS, choose_plan, worth
from models.validation.screens import Asked

N_ITEMS = 40
REWARDS = np.where(np.arange(N_ITEMS) % 4 < 2, 1.0, -1.0)[:, None]  # two kinds in both halves
BASIS = RewardBasis(
    tuple(map(str, range(N_ITEMS))),
    REWARDS,
    np.zeros(N_ITEMS),
    ("a",),
    Gaussian(np.zeros(1), np.eye(1)),
    "toy",
    exposure=Exposure(np.zeros((N_ITEMS, 1)), np.linspace(2.0, -2.0, N_ITEMS), 0.5),
)
HALF = HalvedCatalogue(np.arange(N_ITEMS) % 2 == 0)


def told_after(seconds: float) -> Asked:
    """Somebody whose one screen took so long, and after which their kind is known."""
    knowing = Gaussian(np.array([2.0, 0.0, 0.0]), np.eye(3))
    return Asked((ScreenTrace([BASIS.taste_model.prior, knowing], [0, 9], [0.0, seconds]),), HALF)


def test_a_plan_is_worth_the_mean_of_the_list_over_time() -> None:
    liked = sparse.csr_matrix(5.0 * (REWARDS.T > 0.0))
    targets = HALF.targets(liked, 4.0)
    model = BASIS.taste_model
    never, at_once = (worth(model, told_after(s), targets)[0] for s in (SECONDS, 0.0))
    assert at_once == pytest.approx(1.0) and never < 0.95
    quarter = worth(model, told_after(SECONDS / 4.0), targets)[0]
    assert quarter == pytest.approx(0.25 * never + 0.75 * at_once)
    assert worth(model, told_after(10.0 * SECONDS), targets)[0] == pytest.approx(never)


def test_too_few_people_are_asked_the_usual_plan() -> None:
    ratings = sparse.csr_matrix(np.tile(5.0 * (REWARDS.T > 0.0), (3, 1)))
    found = choose_plan(BASIS, ratings, 4.0, 0)
    assert found.plan == DEFAULT_PLAN and len(found.asked.traces) == 3 and not found.metrics


def test_every_plan_is_judged_on_the_same_people() -> None:
    kinds = np.where(np.arange(12)[:, None] % 2 == 0, REWARDS.T, -REWARDS.T)
    found = choose_plan(BASIS, sparse.csr_matrix(np.where(kinds > 0.0, 5.0, 2.0)), 4.0, 0)
    assert len(found.metrics) == 4 and len(found.asked.traces) == 12
    assert found.worth[found.plan] >= found.worth[DEFAULT_PLAN]
    assert all(0.5 < value <= 1.0 for value in found.worth.values())
