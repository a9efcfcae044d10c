"""What people see when something is missing: one paragraph and a way on."""

import html

import streamlit as st

from elicitation.recommendations.picks import favourites
from pages.components.app import assets, codes, state
from pages.components.app import i18n as strings
from pages.components.items import listing
from pages.components.rooms import groups, rooms

N_POSTERS = 9  # on the wall of the start page


def paragraph(text: str) -> None:
    st.html(f'<p class="notice" role="alert">{html.escape(text)}</p>')


def offline() -> None:
    """Shown by the style sheet while the browser has lost the server, which then cannot."""
    st.html(f'<p class="offline" role="alert">{html.escape(strings.OFFLINE)}</p>')


def start(notice: str) -> None:
    """The start page; ``notice`` says why one is back here."""
    artifact = assets.artifact()
    words = strings.words(artifact.words)
    if notice:
        paragraph(notice)
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


def needs_session(notice: str) -> None:
    """For the other pages, when nothing has been answered yet."""
    paragraph(notice or strings.NEEDS_SESSION)
    if st.button(strings.TO_QUESTIONS, key="to_questions", type="primary"):
        st.switch_page("pages/ask.py")


def problem() -> None:
    """Why the last click was not kept, if it was not."""
    text = state.problem()
    if text:
        paragraph(text)
