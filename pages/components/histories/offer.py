"""The button that opens the dialog, and the sentence about what was brought."""

from html import escape

import streamlit as st

from elicitation.sessions.events import Imported
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import state
from pages.components.app.i18n import _
from pages.components.histories import texts


def button(artifact: Artifact, session: Session | None) -> None:
    """Bring your ratings. What reads files is loaded when somebody has one."""
    if st.button(_("Bring your ratings"), key="bring", icon=":material/upload:", type="tertiary"):
        from pages.components.histories import bring

        bring.dialog(artifact, session)


def known(artifact: Artifact, session: Session) -> None:
    """On the picks page: what was brought, how to take it back, how to bring more."""
    if session.started.study:
        return
    with st.container(key="brought", horizontal=True, vertical_alignment="center"):
        if session.history.items:
            told = texts.brought(session.history)
            st.html(f"<p>{escape(told)}</p>")
            st.button(
                _("Take it back"),
                key="bring_back",
                icon=":material/undo:",
                type="tertiary",
                on_click=state.bring,
                args=(Imported(0),),
            )
        button(artifact, session)
