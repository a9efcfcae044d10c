"""What fits tonight, as a few chips above the list: short, recent, funny, for children, not that.

Which chips there are follows from the catalogue: one by which too few items fit is not offered.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import streamlit as st

from models.artifacts import Artifact
from models.datasets.catalogue import Catalogue
from pages.components.app.i18n import N_, _, listed
from pages.components.items import facts, vocabulary
from pages.components.picks.facets import Bools

WANTED, REFUSED = "tonight", "not_tonight"  # keys of the widgets
SHORT, LONG = 100, 140  # minutes
RECENT, CLASSIC = 10, 30  # years before the catalogue's last one
LEAST_ITEMS = 12
MOST_REFUSED = 8
# mood -> tags or genres of which an item needs one
MOODS = {
    "light": (N_("Light-hearted"), {"comedy", "musical", "feel-good", "funny", "humor", "humour"}),
    "tense": (N_("Gripping"), {"thriller", "mystery", "suspense", "suspenseful", "tense"}),
    "romantic": (N_("Romantic"), {"romance", "romantic", "love story"}),
    "dark": (N_("Dark"), {"horror", "film-noir", "dark", "disturbing", "dystopia"}),
    "thoughtful": (
        N_("To think about"),
        {"documentary", "history", "philosophical", "thought-provoking"},
    ),
}
FOR_CHILDREN = {"children", "family", "kids", "children's", "picture-books"}
NOT_FOR_CHILDREN = {"horror", "thriller", "crime", "war", "film-noir", "violence", "nudity"}


@dataclass(frozen=True, eq=False)
class Chip:
    """One wish: items that fit it, (n_items,). Chips of one ``group`` widen each other."""

    key: str
    group: str
    message: str  # for translators
    fits: Bools
    minutes: int = 0  # that go into the message as {length}

    @property
    def label(self) -> str:
        return _(self.message).format(length=facts.duration(self.minutes))


def chips(catalogue: Catalogue) -> tuple[Chip, ...]:
    """All that the catalogue can tell apart."""
    minutes, years = np.array(catalogue.durations), np.array(catalogue.years)
    last = int(years.max(initial=0))
    tags = [{tag.lower() for tag in own} for own in catalogue.genres]
    warned = np.array([bool(own) for own in catalogue.warnings])

    def having(wanted: set[str]) -> Bools:
        return np.array([bool(own & wanted) for own in tags])

    found = [
        Chip("short", "length", N_("up to {length}"), (minutes > 0) & (minutes <= SHORT), SHORT),
        Chip("long", "length", N_("over {length}"), minutes > LONG, LONG),
        Chip("recent", "time", N_("Recent"), (years > 0) & (years > last - RECENT)),
        Chip("classic", "time", N_("Older classics"), (years > 0) & (years <= last - CLASSIC)),
        *(Chip(key, "mood", message, having(tags)) for key, (message, tags) in MOODS.items()),
        Chip(
            "family",
            "family",
            N_("For children, too"),
            having(FOR_CHILDREN) & ~having(NOT_FOR_CHILDREN) & ~warned,
        ),
    ]
    return tuple(own for own in found if LEAST_ITEMS <= own.fits.sum() < len(catalogue))


def refusable(catalogue: Catalogue) -> tuple[str, ...]:
    """Genres that one may not want tonight, the most frequent ones."""
    counts = Counter(genre for own in catalogue.genres for genre in own)
    return tuple(genre for genre, n in counts.most_common(MOST_REFUSED) if n >= LEAST_ITEMS)


def fitting(catalogue: Catalogue, wanted: Sequence[Chip], refused: Sequence[str]) -> Bools | None:
    """Items that fit every group of ``wanted`` and have no genre of ``refused``; None = all."""
    if not wanted and not refused:
        return None
    fits = np.array([not set(refused) & set(own) for own in catalogue.genres])
    for group in dict.fromkeys(chip.group for chip in wanted):
        own = [chip.fits for chip in wanted if chip.group == group]
        fits &= np.logical_or.reduce(own)
    return fits


def chosen(artifact: Artifact) -> Bools | None:
    """Draw the chips, say what is on, with one press to clear; what fits, (n_items,)."""
    offered = {chip.key: chip for chip in _chips(artifact)}
    genres = refusable(artifact.catalogue)
    if not offered:
        return None
    with st.container(key="tonight_chips", horizontal=True, vertical_alignment="bottom"):
        wanted = st.pills(
            _("Tonight"),
            list(offered),
            selection_mode="multi",
            format_func=lambda key: offered[key].label,
            key=WANTED,
            persist_state="session",
        )
        with st.popover(_("Not tonight"), icon=":material/block:", key="not_tonight_menu"):
            refused = st.pills(
                _("Not tonight"),
                genres,
                selection_mode="multi",
                format_func=vocabulary.genre,
                key=REFUSED,
                label_visibility="collapsed",
                persist_state="session",
            )
        on = [*(offered[key].label for key in wanted)]
        on += [_("no {genre}").format(genre=vocabulary.genre(genre)) for genre in refused]
        if on:
            st.button(
                _("Only {wishes}: show all again").format(wishes=listed(on)),
                key="tonight_clear",
                on_click=_clear,
                icon=":material/close:",
                type="primary",
            )
    return fitting(artifact.catalogue, [offered[key] for key in wanted], refused)


def _clear() -> None:
    for key in (WANTED, REFUSED):
        st.session_state[key] = []


@lru_cache(maxsize=2)
def _chips(artifact: Artifact) -> tuple[Chip, ...]:
    return chips(artifact.catalogue)
