"""The numbers behind the figures of a belief, as CSV."""

from collections.abc import Sequence

import numpy as np

from elicitation.arrays import Floats
from elicitation.csv_text import csv_of
from elicitation.explanations.belief_map import QuestionMap
from elicitation.explanations.belief_steps import BeliefStep


def of_lessons(taught: Sequence[BeliefStep], names: Sequence[str]) -> str:
    """Of each step: information in nats, log-determinant, trace, each base with its interval."""
    parts = [f"{part} of {name}" for name in names for part in ("mean", "5 %", "95 %")]
    rows = (
        [n, lesson.expected, lesson.realised, lesson.log_det, lesson.trace]
        + np.column_stack([lesson.mean, lesson.low, lesson.high]).ravel().tolist()
        for n, lesson in enumerate(taught)
    )
    return csv_of(["answers", "promised", "given", "log-determinant", "trace", *parts], rows)


def of_ellipses(borders: Sequence[Floats]) -> str:
    """Each point of each border, in coefficients along the two directions."""
    rows = ([n, *point] for n, border in enumerate(borders) for point in border.tolist())
    return csv_of(["answers", "first direction", "second direction"], rows)


def of_questions(found: QuestionMap, keys: Sequence[str]) -> str:
    """A row a question: its items, the expected log-odds, their deviation, and nats."""
    named = ([keys[first], keys[second]] for first, second in found.pairs.tolist())
    told = np.column_stack([found.odds, found.spread, found.information]).tolist()
    rows = (pair + numbers for pair, numbers in zip(named, told, strict=True))
    return csv_of(["first", "second", "log-odds", "deviation", "information"], rows)


def of_membership(keys: Sequence[str], chances: Floats) -> str:
    """Items of the list, best first, and their chance to be among the person's own first ten."""
    rows = zip(keys, chances.tolist(), strict=True)
    return csv_of(["item", "probability"], rows)
