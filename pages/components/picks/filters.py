"""Which picks to show: filters by kind and year. They choose what is seen, not what is believed."""

from collections import Counter

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from models.datasets.catalogue import Catalogue
from pages.components.app.i18n import _
from pages.components.items import vocabulary

Bools = NDArray[np.bool_]
MOST_GENRES = 24  # in the menu, the most frequent ones


def chosen(catalogue: Catalogue) -> Bools | None:
    """What the person wants to see, (n_items,); None = everything."""
    with st.popover(_("Filter"), icon=":material/tune:", key="filter"):
        found = genres(catalogue)
        wanted = st.pills(
            _("Genres"),
            found,
            selection_mode="multi",
            format_func=vocabulary.genre,
            key="genres",
            persist_state="session",
        )
        span = years(catalogue)
        between = span
        if span[0] < span[1]:
            between = st.slider(_("Years"), *span, value=span, key="years", persist_state="session")
    if not wanted and between == span:
        return None
    return allowed(catalogue, wanted, between)


def genres(catalogue: Catalogue) -> list[str]:
    """The most frequent kinds, in alphabetical order."""
    counts = Counter(genre for own in catalogue.genres for genre in own)
    return sorted(genre for genre, _ in counts.most_common(MOST_GENRES))


def years(catalogue: Catalogue) -> tuple[int, int]:
    """The first and the last year of the catalogue; the same twice if none is known."""
    known = [year for year in catalogue.years if year]
    return (min(known), max(known)) if known else (0, 0)


def allowed(catalogue: Catalogue, wanted: list[str], between: tuple[int, int]) -> Bools:
    """Items of any of the kinds, all if none is named; an unknown year fits only the whole span."""
    kinds = set(wanted)
    of_kind = np.array([not kinds or bool(kinds & set(own)) for own in catalogue.genres])
    when = np.array(catalogue.years)
    inside = (when >= between[0]) & (when <= between[1])
    unknown = (when == 0) & (between == years(catalogue))
    return np.asarray(of_kind & (inside | unknown))
