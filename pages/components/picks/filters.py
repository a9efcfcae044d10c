"""Which picks to show: filters choose what is seen, not what is believed."""

from functools import lru_cache

import numpy as np
import streamlit as st

from models.artifacts import Artifact
from pages.components.app.i18n import _
from pages.components.app.text import plain
from pages.components.picks.facets import Bools, Facet, facets


def n_on(artifact: Artifact) -> int:
    """How many ways to filter are in use."""
    return sum(bool(st.session_state.get(facet.key)) for facet in _facets(artifact))


def chosen(artifact: Artifact) -> Bools | None:
    """Draws the filters; what the person wants to see, (n_items,), None = everything."""
    offered = _facets(artifact)
    if not offered:
        return None
    wanted = {facet: _options(facet) for facet in offered}
    st.button(
        _("Clear filters"),
        key="filters_clear",
        on_click=_clear,
        args=(offered,),
        disabled=not n_on(artifact),
        icon=":material/close:",
    )
    masks = [facet.fits(options) for facet, options in wanted.items() if options]
    return np.logical_and.reduce(masks) if masks else None


def _options(facet: Facet) -> list[object]:
    return st.pills(
        _(facet.heading),
        facet.options,
        selection_mode="multi",
        format_func=lambda option: plain(facet.label(option)),
        key=facet.key,
        persist_state="session",
    )


def _clear(offered: tuple[Facet, ...]) -> None:
    for facet in offered:
        st.session_state[facet.key] = []


@lru_cache(maxsize=2)
def _facets(artifact: Artifact) -> tuple[Facet, ...]:
    return facets(artifact.catalogue)
