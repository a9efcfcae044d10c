"""What people see when something is missing: one paragraph and a way on."""

import html

import streamlit as st

from models.artifacts import Artifact
from pages.components.app import tab
from pages.components.app.i18n import _


def paragraph(text: str) -> None:
    st.html(f'<p class="notice" role="alert">{html.escape(text)}</p>')


def text(words: str) -> None:
    """A paragraph of the page, shown as it is: no Markdown, no HTML."""
    st.html(f"<p>{html.escape(words)}</p>")


def fine(words: str) -> None:
    """A paragraph in small print."""
    st.html(f'<p class="fine">{html.escape(words)}</p>')


def offline() -> None:
    """Shown by the style sheet while the browser has lost the server, which then cannot.

    Hidden without the style sheet, which arrives later than the first words of a page.
    """
    told = _(
        "No connection right now. Your answers are kept, and this page continues by itself as soon "
        "as the connection is back."
    )
    st.html(f'<p class="offline" role="alert" style="display:none">{html.escape(told)}</p>')


def needs_session(notice: str) -> None:
    """For the other pages, when nothing has been answered yet."""
    paragraph(
        notice or _("Please answer a few questions first: this page is based on your answers.")
    )
    if st.button(_("To the questions"), key="to_questions", type="primary"):
        st.switch_page("pages/ask.py")


def answers_tell(artifact: Artifact) -> None:
    """Says so where answers do not change lists, because they were not seen to help."""
    if not artifact.answers_tell:
        paragraph(
            _(
                "In this data, answers did not make the lists of test persons better. So everybody "
                "gets the list that most people like, whatever they answer."
            )
        )


def problem() -> None:
    """Why the last click was not kept, if it was not."""
    told = tab.problem()
    if told:
        paragraph(told)
