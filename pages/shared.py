"""Somebody's picks, for whoever has the link: to look at, not to answer."""

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.session import replay
from pages.components.app import assets, messages
from pages.components.app import i18n as strings
from pages.components.items import listing
from pages.components.picks import sharing

LENGTH = 12

artifact = assets.artifact()
found = assets.links().linked(st.query_params.get("p", ""), sharing.SHARE)
events = assets.events().read(found[0]) if found else ()
st.title(strings.SHARED)
if events:
    session = replay(events)
    shared = artifact.shared
    best = recommendations(artifact.basis, shared, session, shared.trust, LENGTH)
    st.caption(strings.shared_intro(session.n_informative))
    st.html(listing.full_list(artifact.catalogue, best, closer=False))
else:
    messages.paragraph(strings.NOT_SHARED)
st.page_link("pages/ask.py", label=strings.OWN_LIST, icon=":material/arrow_forward:")
