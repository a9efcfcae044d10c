"""For the curious and for researchers: how the belief shrank, question by question."""

import streamlit as st

from elicitation.lessons import lessons
from pages.components import assets, charts, messages, panels, state, strings

artifact, visit = assets.artifact(), state.visit()
if visit.session is None:
    messages.needs_session(visit.notice)
else:
    taught = lessons(artifact.basis, visit.session)
    st.title(strings.UNCERTAINTY)
    panels.chart(strings.INFORMATION_TITLE, strings.INFORMATION, charts.information(taught))
    panels.chart(strings.ENTROPY_TITLE, strings.ENTROPY, charts.entropy(taught))
    panels.intervals(taught, artifact.basis.names)
