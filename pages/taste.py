"""Where somebody stands on each axis of taste; they may say that it is wrong."""

import streamlit as st

from pages.components.app import assets, messages, state
from pages.components.app.i18n import _
from pages.components.items import personas, taste_profile
from pages.components.taste import answers, summary

artifact, visit = assets.artifact(), state.visit()
session = visit.session
messages.problem()
st.title(_("Your taste"))
if session is None:
    messages.needs_session(visit.notice)
else:
    st.caption(
        _(
            "Each line is one dimension of taste, learned from what many people liked. "
            "The hill shows everybody else, the dot is you, and the band is our margin "
            "of error. Something off? Move the slider; the middle resets it."
        )
    )
    summary.draw(artifact, assets.belief(artifact, session))
    taste_profile.draw(artifact, session)
    personas.section(artifact, session)
    answers.offer(artifact, session)
