import numpy as np
import pytest
from scipy.special import expit, softmax

from elicitation.sessions.events import SAME, pick, unknown
from elicitation.simulation.sessions import drawn_person, replayed_person, top_k_regret

RATINGS = {"loved": 5.0, "good": 4.0, "also good": 4.0, "bad": 2.0}


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (("good", "loved"), pick("loved")),
        (("good", "also good"), SAME),
        (("never taken up", "good"), pick("good")),
        (("bad", "never taken up"), unknown("never taken up")),
        (("never", "ever"), unknown("never", "ever")),
        (("bad", "good", "never", "loved"), pick("loved")),
        (("bad", "never", "ever"), unknown("never", "ever")),
    ],
)
def test_a_replayed_person_answers_as_rated(items, expected) -> None:
    person = replayed_person(RATINGS, liked=4.0, flip=0.0)
    assert person(items, np.random.default_rng(0)) == expected


def test_the_best_of_several_is_drawn_by_lot() -> None:
    person = replayed_person(RATINGS, liked=4.0, flip=0.0)
    items, rng = ("good", "bad", "also good"), np.random.default_rng(0)
    picks = [person(items, rng).items[0] for _ in range(1000)]
    assert set(picks) == {"good", "also good"}
    assert abs(picks.count("good") - 500) < 4 * np.sqrt(250)


def test_flips_turn_round_their_share_of_picks_and_nothing_else() -> None:
    person = replayed_person(RATINGS, liked=4.0, flip=0.1)
    rng = np.random.default_rng(0)
    wrong = sum(person(("bad", "good"), rng) == pick("bad") for _ in range(4000))
    assert abs(wrong - 400) < 4 * np.sqrt(4000 * 0.1 * 0.9)  # four standard errors
    assert person(("good", "also good"), rng) == SAME


def test_a_drawn_person_follows_luce_and_lapses() -> None:
    person = drawn_person({"a": 1.0, "b": 0.0}, frozenset("ab"), lapse=0.2)
    rng = np.random.default_rng(1)
    share = np.mean([person(("a", "b"), rng) == pick("a") for _ in range(4000)])
    expected = 0.8 * expit(1.0) + 0.1
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / 4000)
    assert person(("a", "c"), rng) == unknown("c")


def test_of_four_a_drawn_person_picks_by_softmax() -> None:
    utilities = {"a": 1.0, "b": 0.0, "c": -1.0, "d": 0.5}
    person, rng = drawn_person(utilities, frozenset("abcd"), lapse=0.2), np.random.default_rng(2)
    picks = [person(tuple("abcd"), rng).items[0] for _ in range(8000)]
    expected = 0.8 * softmax(list(utilities.values())) + 0.05
    found = np.array([picks.count(item) for item in "abcd"]) / 8000
    assert np.abs(found - expected).max() < 4 * np.sqrt(0.25 / 8000)


def test_regret_is_zero_for_the_truth_and_one_for_an_average_list() -> None:
    truth = np.arange(10.0)
    assert top_k_regret(truth, truth, 3) == 0.0
    assert top_k_regret(truth, -truth, 10) == 0.0  # everything is shown
    middle = -np.abs(truth - 4.5)
    assert top_k_regret(truth, middle, 2) == pytest.approx(1.0)
