"""Made-up people who answer screens of every kind as a rule says, to be watched."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, frozen_floats
from elicitation.inference.basis import RewardBasis
from elicitation.questions.next_question import Question
from elicitation.sessions.events import MAX_NAMED, Answered, Choice, pick, unknown

N_FAMOUS = 30  # of the best known items that they like, some are named


@dataclass(frozen=True, eq=False)
class Character:
    """What each item is worth to somebody, nan where they do not know it; they like from ``line``.

    ``fame`` (n_items,) grows with how well known an item is: what they name is known.
    """

    values: Floats  # (n_items,)
    fame: Floats  # (n_items,)
    line: float

    def __post_init__(self) -> None:
        fame = frozen_floats(self.fame, None, name="fame")
        if np.shape(self.values) != fame.shape:
            raise ValueError(f"values: expected {fame.shape}, got {np.shape(self.values)}")
        object.__setattr__(self, "fame", fame)


def answer_as(
    basis: RewardBasis, people: Sequence[Character], asked: Question, seed: int
) -> Answered:
    """What one of ``people``, drawn at random, says to the question; same arguments, same answer.

    Nothing but the names of a screen of names is left to chance.
    """
    rng = np.random.default_rng([seed, asked.step, 1])
    person = people[int(rng.integers(len(people)))]
    if asked.kind == "named":
        named = tuple(basis.keys[item] for item in _named(person, rng))
        return Answered(asked.step, named, Choice("named", named), None, "named")
    keys = tuple(basis.keys[item] for item in asked.items)
    return Answered(asked.step, keys, _said(person, asked, keys), None, asked.kind)


def _named(person: Character, rng: np.random.Generator) -> list[int]:
    liked = np.flatnonzero(np.nan_to_num(person.values, nan=-np.inf) >= person.line)
    famous = liked[np.argsort(-person.fame[liked], kind="stable")][:N_FAMOUS]
    n = min(MAX_NAMED, len(famous))
    return [int(item) for item in rng.choice(famous, n, replace=False)]


def _said(person: Character, asked: Question, keys: tuple[str, ...]) -> Choice:
    values = person.values[list(asked.items)]
    unseen = tuple(key for key, value in zip(keys, values, strict=True) if np.isnan(value))
    worth = np.nan_to_num(values, nan=-np.inf)
    liked = worth >= person.line
    best = keys[int(np.argmax(worth))]
    match asked.kind:
        case "taps":
            return Choice("taps", tuple(key for key, own in zip(keys, liked, strict=True) if own))
        case _ if unseen and not liked.any():
            return unknown(*unseen)
        case "pair" if liked.all():
            return Choice("both")
        case "pair" if not liked.any():
            return Choice("neither")
        case "best_worst" if len(keys) - len(unseen) > 1:
            known = [k for k in range(len(keys)) if not np.isnan(values[k])]
            worst = keys[min(known, key=lambda k: values[k])]
            return Choice("best_worst", (best, worst), unseen)
        case _:
            return pick(best)
