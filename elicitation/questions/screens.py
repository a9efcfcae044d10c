"""Which items the next screen shows, of every kind: well known, and telling for the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.inference.screens import ScreenKind
from elicitation.inference.taste_model import TasteModel
from elicitation.questions.list_gain import (
    Screening,
    best_pair,
    choice_gain,
    choice_information,
    grow_choice,
    grow_taps,
    list_metric,
    screening,
    taps_gain,
    taps_information,
)

DEFAULT_PLAN = ("named3", "taps9")  # what told most a minute, see benchmarks.elicitation
CANDIDATES = 200  # items that the person knows most probably, among which a screen is sought
RECOGNISED = 2  # items of a screen at least that most people are to know
ANSWERABLE = 0.9  # share of people who know so many items of the first screen

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


@dataclass(frozen=True)
class Screen:
    """Items to show, the telling ones first, and what is expected of them."""

    kind: ScreenKind
    items: tuple[int, ...]  # item numbers
    gain: float  # error of the list that the answer is expected to take away
    information: float  # about the coefficients, in nats, by Laplace's approximation
    answerable: float  # probability that the person knows two of the items or more


def planned_screen(plan: Sequence[str], n: int) -> tuple[ScreenKind, int]:
    """Kind and size of screen ``n`` of a plan such as ("named3", "taps9"); the last one repeats.

    Raises ValueError if the plan names no such screen.
    """
    text = plan[min(n, len(plan) - 1)]
    kind = text.rstrip("0123456789")
    size = int(text[len(kind) :] or 2)
    if kind not in get_args(ScreenKind) or size < 2:
        raise ValueError(f"plan: expected a kind and a size such as taps9, got {text!r}")
    return kind, size  # type: ignore[return-value]


def choose_screen(
    model: TasteModel,
    belief: Gaussian,
    kind: ScreenKind,
    size: int,
    left: Integers,  # item numbers that may be shown
    everybody: bool = False,  # nearly everybody must be able to answer: the first screen
    n_candidates: int = CANDIDATES,
    at_random: bool = False,  # of the candidates, in proportion to how well they are known
    rng: np.random.Generator | None = None,
    metric: Floats | None = None,  # what an error costs, see ``list_metric``; None = of their list
) -> Screen | None:
    """The screen of ``size`` items to show now; None where fewer than two items are left.

    It is sought among the ``n_candidates`` items that the person knows most probably. Where nearly
    ``everybody`` must know two of its items, fewer and better known ones are taken until they do.
    """
    if metric is None:
        metric = list_metric(model.utility_rows, model.offsets, belief)
    logits = _known_logits(model, belief)
    if len(left) < 2:
        return None
    n = min(n_candidates, len(left))
    while True:
        top = left[np.argpartition(-logits[left], n - 1)[:n]] if n < len(left) else left
        top = top[np.lexsort((top, -logits[top]))]
        drawn = rng if at_random else None
        screen = _screen_among(model, belief, kind, size, top, logits, drawn, metric)
        if not everybody or screen.answerable >= ANSWERABLE or n <= size:
            return screen
        n = max(size, n // 2)


def gain_of(model: TasteModel, belief: Gaussian, kind: ScreenKind, items: Integers) -> float:
    """What the answer to these items is expected to take from the list's error."""
    candidates = _candidates(model, belief, kind, items, len(items))
    chosen = list(range(len(items)))
    return (taps_gain if _is_tapped(kind) else choice_gain)(candidates, chosen)


def information_of(model: TasteModel, belief: Gaussian, kind: ScreenKind, items: Integers) -> float:
    """What the answer to these items is expected to tell about the coefficients, in nats."""
    candidates = _candidates(model, belief, kind, items, len(items))
    chosen = list(range(len(items)))
    return (taps_information if _is_tapped(kind) else choice_information)(candidates, chosen)


def recognised(model: TasteModel, belief: Gaussian, items: Integers) -> float:
    """Probability that the person knows ``RECOGNISED`` of the items or more.

    How much the person has seen is integrated out; given that, items are known independently.
    """
    spread = float(np.sqrt(belief.cov[-1, -1]))
    activity = belief.mean[-1] + spread * _NODES
    rows = model.scales.exposure * model.exposure[items] @ belief.mean[: model.n_bases]
    logits = (model.known_logits[items] + rows)[:, None] + model.activity * activity
    # chances of 0 and of 1 known item, item by item
    none, one = np.ones(len(_NODES)), np.zeros(len(_NODES))
    for p in expit(logits):
        none, one = none * (1.0 - p), one * (1.0 - p) + none * p
    return float(1.0 - (none + one) @ _NODE_WEIGHTS / _NODE_WEIGHTS.sum())


def _screen_among(
    model: TasteModel,
    belief: Gaussian,
    kind: ScreenKind,
    size: int,
    items: Integers,
    logits: Floats,
    rng: np.random.Generator | None,  # for a screen at random
    metric: Floats,
) -> Screen:
    candidates = _candidates(model, belief, kind, items, size, metric)
    known = expit(logits[items])
    if rng is not None:
        weights = known + 1e-12
        drawn = rng.choice(len(items), min(size, len(items)), False, weights / weights.sum())
        at = drawn.tolist()
        gain = (taps_gain if _is_tapped(kind) else choice_gain)(candidates, at)
    elif _is_tapped(kind):
        at = grow_taps(candidates, size, known if kind == "pair" else None)
        gain = taps_gain(candidates, at)
    else:
        at = list(best_pair(candidates, known)) if size == 2 else []
        at = at or grow_choice(candidates, size, known)
        gain = choice_gain(candidates, at)
    chosen = items[at]
    information = (taps_information if _is_tapped(kind) else choice_information)(candidates, at)
    answerable = recognised(model, belief, chosen)
    return Screen(kind, tuple(chosen.tolist()), gain, information, answerable)


def _candidates(
    model: TasteModel,
    belief: Gaussian,
    kind: ScreenKind,
    items: Integers,
    size: int,
    metric: Floats | None = None,
) -> Screening:
    scale = model.scales.of(kind, size)
    if metric is None:
        metric = list_metric(model.utility_rows, model.offsets, belief)
    rows = np.zeros((len(items), model.n_bases + 2))
    rows[:, : model.n_bases] = scale * model.rewards[items]
    offsets = scale * model.offsets[items]
    if _is_tapped(kind):
        rows[:, model.n_bases] = -1.0
        offsets -= scale * model.line
    return screening(belief, rows, offsets, metric)


def _known_logits(model: TasteModel, belief: Gaussian) -> Floats:
    mean = belief.mean
    personal = model.scales.exposure * (model.exposure @ mean[: model.n_bases])
    return np.asarray(model.known_logits + personal + model.activity * mean[-1])


def _is_tapped(kind: ScreenKind) -> bool:
    return kind in ("taps", "pair", "named")
