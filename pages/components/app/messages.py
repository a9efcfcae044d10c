"""What people see when something is missing: one paragraph and a way on."""

import html

import streamlit as st

from pages.components.app import i18n as strings
from pages.components.app import state


def paragraph(text: str) -> None:
    st.html(f'<p class="notice" role="alert">{html.escape(text)}</p>')


def offline() -> None:
    """Shown by the style sheet while the browser has lost the server, which then cannot."""
    st.html(f'<p class="offline" role="alert">{html.escape(strings.OFFLINE)}</p>')


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
