"""The start page: what this is, a wall of posters, and the button that begins."""

import html

import streamlit as st

from elicitation.recommendations.personal_list import favourites
from pages.components.app import assets, codes, messages, state
from pages.components.app import i18n as strings
from pages.components.items import listing
from pages.components.rooms import groups, rooms

N_POSTERS = 9  # on the wall


def draw(notice: str) -> None:
    """The start page; ``notice`` says why one is back here."""
    artifact = assets.artifact()
    words = strings.words(artifact.words)
    if notice:
        messages.paragraph(notice)
    with st.container(key="start"):
        with st.container(key="invitation"):
            st.html(
                f'<h1 class="hero">{html.escape(strings.start_title(words))}</h1>'
                f"<p>{html.escape(strings.start_text(words))}</p>"
            )
            invited = groups.invited()
            if invited:
                told = strings.to_room if rooms.rounds(invited) else strings.invited
                st.html(f'<p class="fine">{html.escape(told(invited))}</p>')
            st.button(
                strings.START, key="start_button", on_click=_start, args=(invited,), type="primary"
            )
        shown = favourites(artifact.shared, N_POSTERS)
        wall = "".join(listing.poster_of(artifact.catalogue, item) for item in shown)
        st.html(f'<div class="wall">{wall}</div>')
    if artifact.notice:
        st.html(f'<p class="fine">{html.escape(artifact.notice)}</p>')


def _start(invited: str) -> None:
    session_id = state.start()
    if session_id and invited:
        groups.join(session_id, invited)
        st.query_params.pop(codes.QUERY, None)
