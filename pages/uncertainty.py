"""For the curious and for researchers: how the belief shrank, question by question."""

import streamlit as st

from pages.components.app import assets, messages, state
from pages.components.app.i18n import _
from pages.components.belief import panels as belief_panels

artifact, visit = assets.artifact(), state.visit()
told = st.container()
session = belief_panels.chosen(visit.session)  # its choice stands below what it chooses
with told:
    st.title(_("Behind the scenes"))
    if session is not None:
        belief_panels.draw(artifact, session, own=session is visit.session)
    elif not st.session_state.get("other_session"):
        messages.needs_session(visit.notice)
