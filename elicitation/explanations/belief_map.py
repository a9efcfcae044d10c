"""The belief as a picture: an ellipse in two directions, and all questions that could be asked."""

from dataclasses import dataclass, replace

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import posterior, seen_and_unseen
from elicitation.questions.candidates import candidates_for
from elicitation.questions.policies import information_gain
from elicitation.sessions.session import Session, items_of

N_ANGLES = 90


def after(session: Session, n_answers: int) -> Session:
    """The session as it was after so many of its answers.

    Hold-outs that came later are left out, and so are all corrections and marks, of which the
    session does not say when they came. After all answers it is the session itself.
    """
    if n_answers >= len(session.answers):
        return session
    answers, next_step = session.answers[:n_answers], session.answers[n_answers].step
    return replace(
        session,
        answers=answers,
        shown=items_of(answers),
        holdout_answers=tuple(own for own in session.holdout_answers if own.step < next_step),
        corrections=(),
        marks=(),
        finished=False,
    )


def widest(belief: Gaussian) -> Floats:
    """The two directions in which the belief is least sure, (n_bases, 2), widest first.

    Principal axes of the covariance; the largest loading of each is positive, so that a picture
    does not flip. With one base the second direction is zero.
    """
    _, axes = np.linalg.eigh(belief.cov)
    found = np.zeros((len(axes), 2))
    found[:, : min(2, len(axes))] = axes[:, ::-1][:, :2]
    largest = np.abs(found).argmax(axis=0)
    found *= np.where(found[largest, [0, 1]] < 0.0, -1.0, 1.0)
    return found


def ellipse(belief: Gaussian, directions: Floats, level: float = 0.9) -> Floats:
    """Border of the smallest region that holds ``level`` of the projected belief, closed.

    (N_ANGLES + 1, 2) in coefficients along ``directions`` (n_bases, 2), as seen from zero. A
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
    """Pairs that could be asked now: what is expected of each, and what it would tell."""

    pairs: Integers  # (n, 2) item numbers
    odds: Floats  # (n,) expected log-odds of the first over the second
    spread: Floats  # (n,) standard deviation of these log-odds
    information: Floats  # (n,) nats


def question_map(
    basis: RewardBasis,
    familiarity: Familiarity,
    session: Session,
    n: int,
    rng: np.random.Generator,
) -> QuestionMap:
    """``n`` different pairs at most, by lot among the items that may be asked about."""
    known = known_probabilities(familiarity, *seen_and_unseen(basis, session))
    away = [basis.numbers[item] for item in session.shown if item in basis.numbers]
    candidates = candidates_for(basis, known, np.array(away, dtype=np.int64))
    m = len(candidates)
    n_pairs = m * (m - 1) // 2
    # pair number -> its two items, row by row of the upper triangle
    drawn = np.sort(rng.choice(n_pairs, size=min(n, n_pairs), replace=False))
    row_starts = np.cumsum(np.arange(m - 1, 0, -1)) if m > 1 else np.zeros(0, dtype=np.int64)
    first = np.searchsorted(row_starts, drawn, side="right")
    before = np.where(first > 0, row_starts[np.maximum(first - 1, 0)], 0) if m > 1 else first
    second = first + 1 + drawn - before
    return measured(basis, posterior(basis, session), candidates.items[[first, second]].T)


def measured(basis: RewardBasis, belief: Gaussian, pairs: Integers) -> QuestionMap:
    """The same of given pairs (n, 2)."""
    rows = basis.rewards[pairs[:, 0]] - basis.rewards[pairs[:, 1]]
    mean, variance = belief.project(rows)
    mean = mean + basis.offsets[pairs[:, 0]] - basis.offsets[pairs[:, 1]]
    return QuestionMap(pairs, mean, np.sqrt(variance), information_gain(mean, variance, variance))
