"""How long a screen takes: by the keystroke-level model, or as long as studies recorded.

By [Card1980] it takes one mental act to judge an item, one pointing and pressing for a tap and to
go on, and one keystroke a letter of a name. People of a study may read slower or faster; the times
of their answers say how much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from elicitation.arrays import Floats
from elicitation.sessions.events import Answered

MENTAL, POINT, KEY = 1.35, 1.1 + 0.2, 0.28  # seconds: M, P + B and K of an average typist
LETTERS = 8  # that find a film by its name
LEAST_RECORDED = 50  # answers; fewer say less than the keystroke-level model
ROUNDS = 20  # of reweighting; the estimate has settled long before


@dataclass(frozen=True)
class AnswerTimes:
    """Seconds that the parts of an answer take. Raises ValueError if one is negative."""

    judge: float = MENTAL  # an item that is shown
    act: float = POINT  # a tap, and to go on
    name: float = MENTAL + LETTERS * KEY  # a title, until it is typed

    def __post_init__(self) -> None:
        if not min(self.judge, self.act, self.name) >= 0.0:
            raise ValueError(f"times of 0 or more expected, got {self}")

    def seconds(self, kind: str, n_items: int, n_chosen: int) -> float:
        """Of an answer to a screen of ``n_items``, ``n_chosen`` of which were tapped or named."""
        judged, acts, named = parts(kind, n_items, n_chosen)
        return self.judge * judged + self.act * acts + self.name * named


KEYSTROKES = AnswerTimes()


def parts(kind: str, n_items: int, n_chosen: int) -> tuple[int, int, int]:
    """What an answer consists of: items to judge, pointings, titles to type.

    In a choice the tap is what goes on; screens of taps and names have a button for it.
    """
    if kind == "named":
        return 0, n_chosen + 1, n_chosen
    if kind == "taps":
        return n_items, n_chosen + 1, 0
    return n_items, 2 if kind == "best_worst" else 1, 0


def recorded(answers: Iterable[Answered]) -> AnswerTimes:
    """The times that explain the recorded response times best, by least absolute deviation.

    Some people leave for minutes in the middle of a screen, so that means would not do. What the
    answers never show keeps its time of the keystroke-level model. Raises ValueError if fewer than
    LEAST_RECORDED answers have a time.
    """
    timed = [own for own in answers if own.response_ms is not None]
    if len(timed) < LEAST_RECORDED:
        raise ValueError(f"{LEAST_RECORDED} answers with a time expected, got {len(timed)}")
    counts = np.array([_parts_of(own) for own in timed], dtype=np.float64)
    took = np.array([own.response_ms for own in timed], dtype=np.float64) / 1e3
    usual = KEYSTROKES.judge, KEYSTROKES.act, KEYSTROKES.name
    return AnswerTimes(*_least_deviation(counts, took, usual))


def _parts_of(answer: Answered) -> tuple[int, int, int]:
    chosen = answer.items if answer.choice.kind == "both" else answer.choice.items
    return parts(answer.question, len(answer.items), len(chosen))


def _least_deviation(
    counts: Floats, took: Floats, usual: Sequence[float]
) -> tuple[float, float, float]:
    """Nonnegative times, by least squares reweighted until they are least absolute deviations.

    One pseudo-answer a part holds what the data leave open at its usual time.
    """
    scale = float(np.median(took)) or 1.0
    prior = np.eye(len(usual))
    times = np.array(usual, dtype=np.float64)
    for _ in range(ROUNDS):
        residual = np.abs(counts @ times - took)
        weights = 1.0 / np.sqrt(np.maximum(residual, 1e-3 * scale))
        rows = np.vstack([weights[:, None] * counts, prior])
        times, _ = nnls(rows, np.concatenate([weights * took, usual]))
    judge, act, name = times.tolist()
    return judge, act, name
