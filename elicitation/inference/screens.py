"""What an answer to a screen of any kind says: rows of one likelihood over (z, t, a).

Everything becomes ``Comparisons``: choices are multinomial logits, taps and knowing an item are
choices between two alternatives, of which the second is the line or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.inference.choice_model import ABSENT, Comparisons
from elicitation.inference.taste_model import TasteModel
from elicitation.sessions.events import Verdict

ScreenKind = Literal["best", "pair", "best_worst", "taps", "named"]
KINDS = frozenset(get_args(ScreenKind))
EXPECTED = 0.25  # of the scale of a tap, for what is only expected of an item
_VERDICTS: dict[Verdict, tuple[bool, bool]] = {  # above the line?, of an item that was seen?
    "liked": (True, True),
    "disliked": (False, True),
    "wanted": (True, False),
    "unwanted": (False, False),
}


@dataclass(frozen=True)
class Reply:
    """A screen and what was said to it, by item numbers.

    ``chosen`` are the tapped or named items of "taps", "pair" and "named" ("both" names two,
    "neither" none), the pick of "best" (none: nothing said, as after "haven't seen"), the best and
    the worst of "best_worst". ``unseen`` items are known to be unknown, which is all they say.
    Raises ValueError on items that were not shown, or a number of choices that does not fit.
    """

    kind: ScreenKind
    items: tuple[int, ...]
    chosen: tuple[int, ...] = ()
    unseen: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        most = {"best": 1, "best_worst": 2}.get(self.kind, len(self.items))
        shown = set(self.items)
        if self.kind not in KINDS or len(self.chosen) > most:
            raise ValueError(f"{len(self.chosen)} choices do not fit a screen {self.kind!r}")
        if len(shown) < len(self.items) or not shown.issuperset((*self.chosen, *self.unseen)):
            raise ValueError(f"choices among different items shown expected, got {self}")
        if set(self.chosen) & set(self.unseen):
            raise ValueError(f"a chosen item is not unseen: {self}")


def evidence(model: TasteModel, replies: Sequence[Reply]) -> Comparisons:
    """All rows of these answers, those about taste first; without replies none."""
    taste, _ = taste_evidence(model, replies)
    return joined(taste, known_evidence(model, seen_and_unseen(replies)))


def taste_evidence(model: TasteModel, replies: Sequence[Reply]) -> tuple[Comparisons, Integers]:
    """What the answers say about taste, and the number (n_rows,) of the reply of each row."""
    lines, choices = _Lines([], [], [], []), _Choices([], [], [], [])
    for number, reply in enumerate(replies):
        asked = [item for item in reply.items if item not in reply.unseen]
        match reply.kind:
            case "taps" | "named":
                lines.add(number, asked, reply.chosen, model.scales.taps)
            case "pair" if len(asked) > 1:
                lines.add(number, asked, reply.chosen, model.scales.pair)
            case "best" if reply.chosen:
                scale = model.scales.of("best", len(reply.items))
                choices.add(number, reply.chosen[0], asked, scale)
            case "best_worst" if reply.chosen:
                choices.add(number, reply.chosen[0], asked, model.scales.best)
                for worst in reply.chosen[1:]:
                    left = [item for item in asked if item != reply.chosen[0]]
                    choices.add(number, worst, left, -model.scales.best)
    parts = [own.rows(model) for own in (lines, choices) if own.of]
    numbers = np.array(lines.of + choices.of, dtype=np.int64)
    return joined(*parts) if parts else Comparisons.none(model.n_bases + 2), numbers


def known_evidence(model: TasteModel, known: Mapping[int, bool]) -> Comparisons:
    """What knowing items or not says, one row an item; nothing where exposure does not count."""
    if not known or not (model.scales.exposure or model.activity):
        return Comparisons.none(model.n_bases + 2)
    items = np.array(list(known), dtype=np.int64)
    directions = np.zeros((len(items), model.n_bases + 2))
    directions[:, :-2] = model.scales.exposure * model.exposure[items]
    directions[:, -1] = model.activity
    says = np.array(list(known.values()), dtype=bool)
    lapses = np.zeros(len(items))
    return _two_way(directions, model.known_logits[items], says, lapses, model.scales.lapse)


def verdict_evidence(model: TasteModel, verdicts: Mapping[int, Verdict]) -> Comparisons:
    """What marks say about taste: a verdict on an item seen as much as a tap, or none, of it.

    What somebody expects of an item that they have not seen counts with a quarter of that scale:
    interest is a weaker sign than having liked.
    """
    lines = _Lines([], [], [], [])
    for item, verdict in verdicts.items():
        above, seen = _VERDICTS[verdict]
        scale = model.scales.taps * (1.0 if seen else EXPECTED)
        lines.add(0, [item], (item,) if above else (), scale)
    return lines.rows(model) if verdicts else Comparisons.none(model.n_bases + 2)


def joined(*parts: Comparisons) -> Comparisons:
    """All rows of ``parts``, shorter ones padded; of different lapses the greatest holds for all.

    Rows with fewer coefficients say nothing about the last ones.
    """
    width = max(part.differences.shape[2] for part in parts)
    lapse = max(part.lapse for part in parts)
    parts = tuple(part for part in parts if len(part)) or parts[:1]
    n_alternatives = max(part.margins.shape[1] for part in parts)
    n_rows = sum(len(part) for part in parts)
    differences = np.zeros((n_rows, n_alternatives, width))
    margins = np.full((n_rows, n_alternatives), ABSENT)
    start = 0
    for part in parts:
        n, k, own = part.differences.shape
        differences[start : start + n, :k, :own] = part.differences
        margins[start : start + n, :k] = part.margins
        start += n
    lapses = np.concatenate([part.lapse_probabilities for part in parts])
    return Comparisons(differences, margins, lapses, lapse)


def seen_and_unseen(replies: Sequence[Reply]) -> dict[int, bool]:
    """Item -> whether it proved to be known; what was said last counts.

    Who chooses an item, or compares items, knows them. An item that was not tapped may be either.
    """
    known: dict[int, bool] = {}
    for reply in replies:
        compared = reply.items if reply.kind in ("best", "best_worst", "pair") else reply.chosen
        if reply.kind == "best" and not reply.chosen:
            compared = reply.items if reply.unseen else ()
        known |= {item: True for item in compared if item not in reply.unseen}
        known |= dict.fromkeys(reply.unseen, False)
    return known


class _Lines(NamedTuple):
    """Items that were tapped, or shown and not tapped; one entry each."""

    of: list[int]  # number of the reply
    items: list[int]
    above: list[bool]
    scales: list[float]

    def add(self, number: int, items: list[int], tapped: tuple[int, ...], scale: float) -> None:
        self.of.extend([number] * len(items))
        self.items.extend(items)
        self.above.extend(item in tapped for item in items)
        self.scales.extend([scale] * len(items))

    def rows(self, model: TasteModel) -> Comparisons:
        items, scales = np.array(self.items, dtype=np.int64), np.array(self.scales)
        directions = np.zeros((len(items), model.n_bases + 2))
        directions[:, :-2] = scales[:, None] * model.rewards[items]
        directions[:, -2] = -1.0
        logits = scales * (model.offsets[items] - model.line)
        lapses = np.full(len(items), 0.5)
        return _two_way(directions, logits, np.array(self.above), lapses, model.scales.lapse)


class _Choices(NamedTuple):
    """Choices of one among several items; one entry each."""

    of: list[int]  # number of the reply
    chosen: list[int]
    among: list[list[int]]
    scales: list[float]

    def add(self, number: int, chosen: int, among: list[int], scale: float) -> None:
        self.of.append(number)
        self.chosen.append(chosen)
        self.among.append(among)
        self.scales.append(scale)

    def rows(self, model: TasteModel) -> Comparisons:
        sizes = np.array([len(own) for own in self.among])
        shown = np.arange(sizes.max()) < sizes[:, None]
        items = np.repeat(np.array(self.chosen, dtype=np.int64)[:, None], sizes.max(), axis=1)
        gained = np.array(self.scales)[:, None]
        rewards, offsets = model.rewards[items[:, :1]], model.offsets[items[:, :1]]
        items[shown] = np.concatenate(self.among)
        differences = np.zeros((*items.shape, model.n_bases + 2))
        differences[..., :-2] = gained[..., None] * (rewards - model.rewards[items])
        margins = np.where(shown, gained * (offsets - model.offsets[items]), ABSENT)
        differences[~shown] = 0.0
        return Comparisons(differences, margins, 1.0 / sizes, model.scales.lapse)


def _two_way(
    directions: Floats,  # (n_rows, n_bases + 2) slope of the log-odds of "yes"
    logits: Floats,  # (n_rows,) at coefficients 0
    yes: NDArray[np.bool_],  # (n_rows,) which it was
    lapses: Floats,  # (n_rows,) probability of this answer in a lapse
    lapse: float,
) -> Comparisons:
    signs = np.where(yes, 1.0, -1.0)
    differences = np.zeros((len(yes), 2, directions.shape[1]))
    differences[:, 1] = signs[:, None] * directions
    margins = np.zeros((len(yes), 2))
    margins[:, 1] = signs * logits
    return Comparisons(differences, margins, lapses, lapse)
