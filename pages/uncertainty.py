"""For the curious and for researchers: how the belief shrank, question by question."""

import streamlit as st

from pages.components.app import assets, messages, state
from pages.components.app.i18n import _
from pages.components.belief import panels as belief_panels

artifact, visit = assets.artifact(), state.visit()
session = belief_panels.chosen(visit.session)
if session is not None:
    st.title(_("Behind the scenes"))
    belief_panels.draw(artifact, session)
elif not st.session_state.get("other_session"):
    messages.needs_session(visit.notice)
