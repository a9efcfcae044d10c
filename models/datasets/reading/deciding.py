"""Which scale a table's values are on: what is told counts, then the export's, then a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.datasets.catalogue import ENOUGH_LIKES, ENOUGH_PEOPLE
from models.datasets.meaning import scales
from models.datasets.meaning.scales import Values
from models.datasets.meaning.told import Told
from models.datasets.meaning.understood import Table
from models.datasets.reading.interactions import Rows
from models.datasets.reading.matrix import distinct
from models.datasets.scale import COUNTS, EVENTS, LIKES, RATINGS, Scale

NO_VALUES = Values(np.zeros(0), np.zeros(0, np.int64))
OFTEN = 0.4  # share of likes below which too little is learned of what people took up
VALUES = ("rating", "event", "amount")  # meanings that hold the value of a row


@dataclass(frozen=True)
class Decided:
    """The scale, the values it was found in, and what is in doubt."""

    scale: Scale
    found: Values
    troubles: tuple[str, ...] = ()


def decide(table: Table, rows: Rows, told: Told, weights: Mapping[str, float]) -> Decided:
    """The scale of the values of ``rows``."""
    columns = table.meanings("interactions").columns
    value = next((meaning for meaning in VALUES if meaning in columns), None)
    taken_up = Scale(LIKES, 0.0, 1.0, 1.0)
    if rows.values is None or value is None or told.kind == LIKES:
        return Decided(taken_up, NO_VALUES)
    found = distinct(rows.values)
    if value == "event":
        return Decided(_events(rows, found, told), found, _unweighted(table, rows, weights))
    if not found.n:
        return Decided(taken_up, found)
    export = table.export
    kind = told.kind or (export.kind if export else "")
    kind = kind or (COUNTS if value == "amount" else RATINGS)
    missing = told.missing
    if missing is None and export is not None and export.missing:
        missing = export.missing
    told_scale = told.scale or (export.scale if export else None)
    if kind == RATINGS and told_scale:
        decided = _on_scale(table, found, told_scale, missing, told.scale is not None)
    else:
        decided = _guessed(table, found, columns[value], kind, missing, told)
    return replace(decided, scale=_overridden(decided.scale, told))


def _overridden(scale: Scale, told: Told) -> Scale:
    if told.like is not None:
        scale = replace(scale, like=told.like, own=False, told=True)
    if told.own is not None:
        scale = replace(scale, own=told.own, told=True)
    return scale


def _on_scale(
    table: Table,
    found: Values,
    worst_best: tuple[float, float],
    missing: tuple[float, ...] | None,
    told: bool,
) -> Decided:
    """Values on a scale that is known, [worst, best]."""
    low, high = sorted(worst_best)
    if missing is None:
        missing = tuple(v for v in scales.find_missing(found) if not low <= v <= high)
    rated = found.without(missing)
    scale = Scale(RATINGS, *worst_best, high, missing, told=told)
    if not rated.n:
        return Decided(scale, found)
    if not low <= rated.values[0] <= rated.values[-1] <= high:
        trouble = (
            f"{table.name}: expected ratings from {low:g} to {high:g}, got {rated.values[0]:g} to "
            f'{rated.values[-1]:g}; say the scale in data.json, such as {{"scale": [1, 10]}}, or '
            'what stands for "not rated", such as {"missing": [0]}'
        )
        return Decided(scales.with_like(scale, rated), found, (trouble,))
    return Decided(scales.with_like(scale, rated), found)


def _guessed(
    table: Table,
    found: Values,
    column: str,
    kind: str,
    missing: tuple[float, ...] | None,
    told: Told,
) -> Decided:
    chosen = found if missing is None else found.without(missing)
    if not chosen.n or (missing is None and not found.without(scales.find_missing(found)).n):
        return Decided(Scale(LIKES, 0.0, 1.0, 1.0, missing or ()), found)
    scale = scales.find_scale(chosen, column, kind, guess_missing=missing is None)
    if missing is not None:
        scale = replace(scale, missing=missing)
    if not scale.doubt or told.kind or told.scale:
        return Decided(scale, found)
    doubt = (
        f"{table.name}: {scale.doubt}. Say which in data.json: "
        f'{{"kind": "ratings", "scale": [{scale.worst:g}, {scale.best:g}]}}, the worst rating '
        'first, or {"kind": "counts"}'
    )
    return Decided(scale, found, (doubt,))


def _unweighted(table: Table, rows: Rows, weights: Mapping[str, float]) -> tuple[str, ...]:
    names = [name for name in rows.events if name and name.casefold() not in weights]
    names = [name for name in names if name not in weights]
    if not names:
        return ()
    trouble = (
        f"{table.name}: the events {', '.join(map(repr, names[:5]))} have no weight; say in "
        'data.json what they are worth, such as {"weights": {"view": 1, "buy": 5}}'
    )
    return (trouble,)


def _events(rows: Rows, found: Values, told: Told) -> Scale:
    """Events by weight. A like is the strongest event of which, with those above it, there are
    enough: ``OFTEN`` of all rows, and enough people with enough of them. Else it is any event.
    """
    if not len(found.values):
        return Scale(EVENTS, 0.0, 1.0, 1.0)
    worst, best = float(found.values[0]), float(found.values[-1])
    if told.like is not None:
        worst, best = min(worst, told.like - 1.0), max(best, told.like)
        if told.scale is not None:
            worst, best = min(worst, *told.scale), max(best, *told.scale)
        return Scale(EVENTS, worst, best, told.like)
    values = rows.values
    assert values is not None
    positive = [float(value) for value in found.values if value > 0.0] or [best]

    def suffices(value: float) -> bool:
        own = np.bincount(rows.users[values >= value], minlength=1)
        people = int((own >= ENOUGH_LIKES).sum())
        return found.share_from(value) >= OFTEN and people >= ENOUGH_PEOPLE

    like = next((value for value in reversed(positive) if suffices(value)), positive[0])
    return Scale(EVENTS, min(worst, positive[0] - 1.0), best, like)
