"""What was just ticked off in the list, said where everybody sees it, with a way back."""

from html import escape

import streamlit as st

from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import state, tab
from pages.components.app.i18n import N_, _
from pages.components.items import titles
from pages.components.picks import ranking

_SAID = {
    "": N_("{title}: noted as known."),
    "liked": N_("{title}: you liked it. The list has learned from that."),
    "disliked": N_("{title}: not for you. The list has learned from that."),
}


def show(artifact: Artifact, session: Session) -> None:
    """A bar at the lower edge of the window until the page is left; nothing before a first tick."""
    key = tab.ticked_off()
    if key not in session.marked("seen"):
        return
    said = _(_SAID[dict(session.verdicts).get(key, "")])
    told = said.format(title=titles.title_of(artifact.catalogue)(key))
    with st.container(key="ticked", horizontal=True, vertical_alignment="center"):
        st.html(f'<p role="status">{escape(told)}</p>')
        st.button(_("Undo"), key="untick", on_click=_undo, args=(key,), icon=":material/undo:")


def _undo(key: str) -> None:
    state.mark(key, "")
    ranking.forget()
