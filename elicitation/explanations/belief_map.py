"""Views of one belief: its ellipse in two directions, and a map of possible questions."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import candidates_for
from elicitation.questions.policies import information_gain

N_ANGLES = 90


def widest(belief: Gaussian) -> Floats:
    """The two directions of the largest variance, (n_bases, 2) unit columns, the largest first.

    Principal axes of the covariance; the largest loading of each is positive, so that a picture
    does not flip. With one base the second column is zero.
    """
    _, axes = np.linalg.eigh(belief.cov)
    found = np.zeros((len(axes), 2))
    found[:, : min(2, len(axes))] = axes[:, ::-1][:, :2]
    largest = np.abs(found).argmax(axis=0)
    found *= np.where(found[largest, [0, 1]] < 0.0, -1.0, 1.0)
    return found


def ellipse(belief: Gaussian, directions: Floats, level: float = 0.9) -> Floats:
    """Border of the smallest region of probability ``level`` of the projected belief.

    A closed curve (N_ANGLES + 1, 2) in coefficients along ``directions`` (n_bases, 2). A standard
    Gaussian in the plane is inside radius sqrt(-2 log(1 - level)) with probability ``level``.
    """
    centre = directions.T @ belief.mean
    values, axes = np.linalg.eigh(directions.T @ belief.cov @ directions)
    angle = np.linspace(0.0, 2.0 * np.pi, N_ANGLES + 1)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    radius = np.sqrt(-2.0 * np.log1p(-level))
    border: Floats = centre + radius * (circle * np.sqrt(np.maximum(values, 0.0))) @ axes.T
    return border


@dataclass(frozen=True, eq=False)
class QuestionMap:
    """Pairs that could be asked now, with the prediction and the information of each."""

    pairs: Integers  # (n, 2) item numbers
    odds: Floats  # (n,) expected log-odds of the first over the second
    spread: Floats  # (n,) standard deviation of these log-odds
    information: Floats  # (n,) nats


def question_map(
    belief: Belief, familiarity: Familiarity, n: int, rng: np.random.Generator
) -> QuestionMap:
    """At most ``n`` different pairs, a random sample of those that may be asked now."""
    basis = belief.basis
    known = belief.known(familiarity)
    session = belief.session
    items = (*session.shown, *session.history.items)
    away = [basis.numbers[item] for item in items if item in basis.numbers]
    candidates = candidates_for(basis, known, np.array(away, dtype=np.int64))
    m = len(candidates)
    n_pairs = m * (m - 1) // 2
    # pair number -> its two items, row by row of the upper triangle
    drawn = np.sort(rng.choice(n_pairs, size=min(n, n_pairs), replace=False))
    row_starts = np.cumsum(np.arange(m - 1, 0, -1)) if m > 1 else np.zeros(0, dtype=np.int64)
    first = np.searchsorted(row_starts, drawn, side="right")
    before = np.where(first > 0, row_starts[np.maximum(first - 1, 0)], 0) if m > 1 else first
    second = first + 1 + drawn - before
    return map_of_pairs(belief, candidates.items[[first, second]].T)


def map_of_pairs(belief: Belief, pairs: Integers) -> QuestionMap:
    """QuestionMap of the given pairs (n, 2), which are item numbers."""
    basis = belief.basis
    rows = basis.rewards[pairs[:, 0]] - basis.rewards[pairs[:, 1]]
    mean, variance = belief.posterior.project(rows)
    mean = mean + basis.offsets[pairs[:, 0]] - basis.offsets[pairs[:, 1]]
    return QuestionMap(pairs, mean, np.sqrt(variance), information_gain(mean, variance, variance))
