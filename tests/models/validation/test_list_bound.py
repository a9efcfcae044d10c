"""The bound of the list follows what people held out go on to like, as far as it is new to them."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure
from elicitation.recommendations.new_to_you import DEFAULT_PLACE, MOST_KNOWN, places
from elicitation.recommendations.scores import SharedPrior
from elicitation.simulation.screen_sessions import ScreenTrace
from models.rewards.prior_tuning import HalvedCatalogue
from models.validation.list_bound import BOUNDS, ListBound, choose_bound
from models.validation.screens import Asked

N_ITEMS, N_PEOPLE = 200, 60
LOGITS = np.linspace(5.0, -5.0, N_ITEMS)  # that a typical person knows each item, before the shift
REWARDS = np.zeros((N_ITEMS, 1))
BASIS = RewardBasis(
    tuple(map(str, range(N_ITEMS))),
    REWARDS,
    np.zeros(N_ITEMS),
    ("a",),
    Gaussian(np.zeros(1), np.eye(1)),
    "toy",
    exposure=Exposure(REWARDS, LOGITS, 0.1),
)
CROWD = SharedPrior(LOGITS, REWARDS, 0.5)  # most people like best what is known best


def chosen(rates: NDArray[np.float64], n_people: int = N_PEOPLE) -> ListBound:
    """For people who said nothing and like each item with the probability ``rates`` (n_items,)."""
    rng = np.random.default_rng(0)
    liked = sparse.csr_matrix(5.0 * (rng.random((n_people, N_ITEMS)) < rates))
    traces = tuple(ScreenTrace([BASIS.taste_model.prior]) for _ in range(n_people))
    asked = Asked(traces, HalvedCatalogue(np.arange(N_ITEMS) % 2 == 0))
    return choose_bound(BASIS, Familiarity(LOGITS, 0.0), CROWD, asked, liked, 4.0)


def test_where_the_unknown_is_liked_as_much_the_newest_list_is_worth_most() -> None:
    assert chosen(np.full(N_ITEMS, 0.5)).most == min(BOUNDS)


def test_where_nobody_likes_what_is_little_known_the_list_holds_well_known_items() -> None:
    known = np.where(np.arange(N_ITEMS) < 25, 0.9, 0.0)  # the best known ones of all
    found = chosen(known)
    assert found.most > 0.8
    assert found.liked > 5.0 > found.liked_new > 0.0


def test_too_few_people_choose_nothing() -> None:
    found = chosen(np.full(N_ITEMS, 0.5), 5)
    assert found.most == MOST_KNOWN and not found.metrics.keys() - {
        "list: known with a probability of at most"
    }


def test_places_lie_around_the_bound() -> None:
    for most in BOUNDS:
        known = places(most)
        assert known[DEFAULT_PLACE] == (0.0, most) and known["either"] == (0.0, 1.0)
        assert 0.0 < known["new"][1] < most
