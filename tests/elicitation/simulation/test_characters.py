"""Characters answer as their rule says, on screens of every kind."""

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import Question
from elicitation.sessions.events import Choice, pick, unknown
from elicitation.simulation.characters import N_FAMOUS, Character, answer_as

N = 60
KEYS = tuple(f"k{n}" for n in range(N))
BASIS = RewardBasis(
    KEYS, np.ones((N, 1)), np.zeros(N), ("a",), Gaussian(np.zeros(1), np.eye(1)), ""
)
VALUES = np.where(np.arange(N) % 2 == 0, 1.0 + np.arange(N) / 100.0, -np.arange(N) / 100.0)
VALUES[10:20] = np.nan
FAN = Character(VALUES, -np.arange(N, dtype=float), 1.0)  # likes even items, the later the more


def said(kind: str, *items: int) -> Choice:
    answered = answer_as(BASIS, [FAN], Question(3, items, 0.1, 1.0, kind), seed=7)  # type: ignore[arg-type]
    assert answered.step == 3 and answered.question == kind
    return answered.choice


@pytest.mark.parametrize(
    ("kind", "items", "choice"),
    [
        ("best", (0, 1, 4), pick("k4")),
        ("best", (1, 3), pick("k1")),
        ("best", (1, 12), unknown("k12")),
        ("best", (2, 12), pick("k2")),  # what they like wins over what they do not know
        ("pair", (0, 2), Choice("both")),
        ("pair", (1, 3), Choice("neither")),
        ("pair", (0, 3), pick("k0")),
        ("pair", (1, 12), unknown("k12")),
        ("taps", (0, 1, 12, 4), Choice("taps", ("k0", "k4"))),
        ("taps", (1, 3), Choice("taps")),
        ("best_worst", (0, 1, 3, 4), Choice("best_worst", ("k4", "k3"))),
        ("best_worst", (0, 1, 12, 4), Choice("best_worst", ("k4", "k1"), ("k12",))),
    ],
)
def test_each_kind_of_screen_is_answered(kind, items, choice) -> None:
    assert said(kind, *items) == choice


def test_names_are_famous_ones_that_they_like_and_depend_on_the_seed_alone() -> None:
    asked = Question(0, (), 1.0, 1.0, "named")
    famous = [n for n in range(N) if n % 2 == 0 and not 10 <= n < 20][:N_FAMOUS]
    named = {answer_as(BASIS, [FAN], asked, seed).items for seed in range(20)}
    assert len(named) > 10
    assert {BASIS.numbers[key] for keys in named for key in keys} <= set(famous)
    assert answer_as(BASIS, [FAN], asked, 5) == answer_as(BASIS, [FAN], asked, 5)


def test_of_several_each_answers_sometimes() -> None:
    other = Character(-np.nan_to_num(VALUES), FAN.fame, 0.5)
    asked = Question(0, (0, 1), 0.1, 1.0, "best")
    picks = {answer_as(BASIS, [FAN, other], asked, seed).choice for seed in range(20)}
    assert picks == {pick("k0"), pick("k1")}
    with pytest.raises(ValueError, match="values"):
        Character(VALUES[:3], FAN.fame, 0.5)
