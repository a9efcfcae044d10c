"""For the curious and for researchers: how the belief shrank, question by question."""

import streamlit as st

from pages.components import assets, belief_panels, messages, state, strings

artifact, visit = assets.artifact(), state.visit()
session = belief_panels.chosen(visit.session)
if session is not None:
    st.title(strings.UNCERTAINTY)
    belief_panels.draw(artifact, session)
elif not st.session_state.get("other_session"):
    messages.needs_session(visit.notice)
