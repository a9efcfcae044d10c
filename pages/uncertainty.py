"""For the curious and for researchers: how the belief shrank, question by question."""

import streamlit as st

from elicitation.lessons import lessons
from pages.components import assets, belief_panels, charts, messages, panels, state, strings

artifact, visit = assets.artifact(), state.visit()
session = belief_panels.chosen(visit.session)
if session is not None:
    taught = lessons(artifact.basis, session)
    st.title(strings.UNCERTAINTY)
    belief_panels.draw(artifact, session, taught)
    panels.chart(strings.INFORMATION_TITLE, strings.INFORMATION, charts.information(taught))
    panels.chart(strings.ENTROPY_TITLE, strings.ENTROPY, charts.entropy(taught))
    panels.intervals(taught, artifact.basis.names)
elif not st.session_state.get("other_session"):
    messages.needs_session(visit.notice)
