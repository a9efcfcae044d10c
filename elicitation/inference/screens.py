"""What an answer to a screen of any kind says: rows of one likelihood over (z, t, a).

Everything becomes ``Comparisons``: choices are multinomial logits, taps and knowing an item are
choices between two alternatives, of which the second is the line or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.choice_model import ABSENT, Comparisons
from elicitation.inference.taste_model import TasteModel
from elicitation.sessions.events import Verdict

ScreenKind = Literal["best", "pair", "best_worst", "taps", "named"]
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
        if self.kind not in get_args(ScreenKind) or len(self.chosen) > most:
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
    rows = [_taste_rows(model, reply) for reply in replies]
    numbers = np.repeat(np.arange(len(replies)), [len(own) for own in rows])
    return _comparisons(model, [row for own in rows for row in own]), numbers


def known_evidence(model: TasteModel, known: Mapping[int, bool]) -> Comparisons:
    """What knowing items or not says, one row an item; nothing where exposure does not count."""
    if not (model.scales.exposure or model.activity):
        return Comparisons.none(model.n_bases + 2)
    return _comparisons(model, [_known_row(model, item, own) for item, own in known.items()])


def verdict_evidence(model: TasteModel, verdicts: Mapping[int, Verdict]) -> Comparisons:
    """What marks say about taste: a verdict on an item seen as much as a tap, or none, of it.

    What somebody expects of an item that they have not seen counts with a quarter of that scale:
    interest is a weaker sign than having liked.
    """
    rows = [
        _line_row(model, item, above, model.scales.taps * (1.0 if seen else EXPECTED))
        for item, verdict in verdicts.items()
        for above, seen in [_VERDICTS[verdict]]
    ]
    return _comparisons(model, rows)


def joined(*parts: Comparisons) -> Comparisons:
    """All rows of ``parts``, shorter ones padded; of different lapses the greatest holds for all.

    Rows with fewer coefficients say nothing about the last ones.
    """
    n_alternatives = max(part.margins.shape[1] for part in parts)
    width = max(part.differences.shape[2] for part in parts)
    differences, margins = [], []
    for part in parts:
        n_rows, k, own = part.differences.shape
        padded = np.zeros((n_rows, n_alternatives, width))
        padded[:, :k, :own] = part.differences
        differences.append(padded)
        missing = np.full((n_rows, n_alternatives - k), ABSENT)
        margins.append(np.hstack([part.margins, missing]))
    lapses = np.concatenate([part.lapse_probabilities for part in parts])
    lapse = max(part.lapse for part in parts)
    return Comparisons(np.concatenate(differences), np.concatenate(margins), lapses, lapse)


def _comparisons(model: TasteModel, rows: "list[_Row]") -> Comparisons:
    width = model.n_bases + 2
    if not rows:
        return Comparisons.none(width)
    n_alternatives = max(len(row.margins) for row in rows)
    differences = np.zeros((len(rows), n_alternatives, width))
    margins = np.full((len(rows), n_alternatives), ABSENT)
    for number, row in enumerate(rows):
        differences[number, : len(row.margins)] = row.differences
        margins[number, : len(row.margins)] = row.margins
    lapses = np.array([row.lapse for row in rows])
    return Comparisons(differences, margins, lapses, model.scales.lapse)


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


@dataclass(frozen=True, eq=False)
class _Row:
    differences: Floats  # (n_alternatives, n_bases + 2)
    margins: Floats  # (n_alternatives,)
    lapse: float  # probability of this answer in a lapse


def _taste_rows(model: TasteModel, reply: Reply) -> list[_Row]:
    asked = [item for item in reply.items if item not in reply.unseen]
    match reply.kind:
        case "taps" | "named":
            scale = model.scales.taps
            return [_line_row(model, item, item in reply.chosen, scale) for item in asked]
        case "pair":
            scale = model.scales.pair
            if len(asked) < 2:
                return []
            return [_line_row(model, item, item in reply.chosen, scale) for item in asked]
        case "best":
            scale = model.scales.of("best", len(reply.items))
            return [_choice_row(model, reply.chosen[0], asked, scale)] if reply.chosen else []
        case "best_worst":
            if not reply.chosen:
                return []
            best = _choice_row(model, reply.chosen[0], asked, model.scales.best)
            if len(reply.chosen) < 2:
                return [best]
            left = [item for item in asked if item != reply.chosen[0]]
            return [best, _choice_row(model, reply.chosen[1], left, -model.scales.best)]


def _choice_row(model: TasteModel, chosen: int, among: list[int], scale: float) -> _Row:
    gaps = np.zeros((len(among), model.n_bases + 2))
    gaps[:, :-2] = scale * (model.rewards[chosen] - model.rewards[among])
    margins = scale * (model.offsets[chosen] - model.offsets[among])
    return _Row(gaps, margins, 1.0 / len(among))


def _line_row(model: TasteModel, item: int, above: bool, scale: float) -> _Row:
    direction = np.concatenate([scale * model.rewards[item], [-1.0, 0.0]])
    return _two_way(direction, scale * (model.offsets[item] - model.line), above, 0.5)


def _known_row(model: TasteModel, item: int, known: bool) -> _Row:
    direction = np.concatenate(
        [model.scales.exposure * model.exposure[item], [0.0, model.activity]]
    )
    return _two_way(direction, model.known_logits[item], known, 0.0)


def _two_way(direction: Floats, logit: float, yes: bool, lapse: float) -> _Row:
    sign = 1.0 if yes else -1.0
    return _Row(
        np.stack([np.zeros_like(direction), sign * direction]), np.array([0.0, sign * logit]), lapse
    )
