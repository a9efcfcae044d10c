"""By what the items of a catalogue can be filtered: kind, decade, length, language. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.datasets.catalogue import Catalogue
from pages.components.app.i18n import N_, _, language_code, language_name
from pages.components.items import facts, vocabulary

Bools = NDArray[np.bool_]
MOST_GENRES, MOST_LANGUAGES = 24, 12  # in the menu, the most frequent ones
MOST_DECADES = 9  # the earliest are one choice
STEP = 5  # minutes, between lengths
Option = Hashable


@dataclass(frozen=True, eq=False)
class Facet:
    """One way to filter. ``of_item`` has the options that each item has, none if unknown."""

    key: str
    heading: str  # for translators
    options: tuple[Option, ...]
    of_item: tuple[frozenset[Option], ...]
    label: Callable[[Any], str]  # of an option, in the language of whoever looks

    def fits(self, wanted: Sequence[Option]) -> Bools:
        """Items with one of the options ``wanted``, (n_items,)."""
        chosen = frozenset(wanted)
        return np.array([bool(chosen & own) for own in self.of_item])


def facets(catalogue: Catalogue) -> tuple[Facet, ...]:
    """Those by which the items of the catalogue differ."""
    found = (_genres(catalogue), _decades(catalogue), _lengths(catalogue), _languages(catalogue))
    return tuple(facet for facet in found if len(facet.options) > 1)


def _genres(catalogue: Catalogue) -> Facet:
    counts = Counter(genre for own in catalogue.genres for genre in own)
    names = tuple(sorted(genre for genre, _n in counts.most_common(MOST_GENRES)))
    return Facet(
        "genres", N_("Genres"), names, tuple(map(frozenset, catalogue.genres)), vocabulary.genre
    )


def _decades(catalogue: Catalogue) -> Facet:
    """Options are (first year, last year)."""
    starts = sorted({year // 10 * 10 for year in catalogue.years if year})
    spans = [(float(start), start + 9.0) for start in starts]
    if len(spans) > MOST_DECADES:
        spans[: 1 - MOST_DECADES] = [(-inf, spans[1 - MOST_DECADES][0] - 1.0)]
    return _spans("decades", N_("Years"), spans, catalogue.years, _decade)


def _lengths(catalogue: Catalogue) -> Facet:
    """Options are (more than, up to) so many minutes: about a third of the items each."""
    known = [minutes for minutes in catalogue.durations if minutes]
    thirds = np.quantile(known, (1 / 3, 2 / 3)) if known else np.zeros(0)
    ends = sorted({float(round(end / STEP) * STEP) for end in thirds})
    edges = [0.0, *ends, inf]
    spans = [
        (low, high)
        for low, high in zip(edges, edges[1:], strict=False)
        if any(low < minutes <= high for minutes in known)
    ]
    above = [(low + 0.5, high) for low, high in spans]  # minutes are whole
    return _spans("lengths", N_("Length"), above, catalogue.durations, _length)


def _languages(catalogue: Catalogue) -> Facet:
    codes = [language_code(name) for name in catalogue.languages]
    counts = Counter(code for code in codes if code)
    names = tuple(code for code, _n in counts.most_common(MOST_LANGUAGES))
    own = tuple(frozenset([code]) for code in codes)
    return Facet("languages_spoken", N_("Language"), names, own, language_name)


def _spans(
    key: str,
    heading: str,
    spans: Sequence[tuple[float, float]],
    values: Sequence[int],
    label: Callable[[tuple[float, float]], str],
) -> Facet:
    """A facet whose options are spans of a number, 0 = unknown."""
    of_value = {
        value: frozenset(span for span in spans if value and span[0] <= value <= span[1])
        for value in set(values)
    }
    return Facet(key, heading, tuple(spans), tuple(of_value[value] for value in values), label)


def _decade(span: tuple[float, float]) -> str:
    if span[0] == -inf:
        return _("before {year}").format(year=int(span[1]) + 1)
    return _("{decade}s").format(decade=int(span[0]))


def _length(span: tuple[float, float]) -> str:
    low, high = int(span[0]), span[1]
    if high == inf:
        return _("over {length}").format(length=facts.duration(low))
    if not low:
        return _("up to {length}").format(length=facts.duration(int(high)))
    return _("{shorter} to {longer}").format(
        shorter=facts.duration(low), longer=facts.duration(int(high))
    )
