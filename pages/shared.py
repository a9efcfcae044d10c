"""Somebody's picks, for whoever has the link: to look at, not to answer."""

import streamlit as st

from elicitation.sessions.session import replay
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.picks import sharing

artifact = assets.artifact()
found = assets.links().linked(st.query_params.get("p", ""), sharing.SHARE)
events = assets.events().read(found[0]) if found else ()
st.title(_("Picks shared with you"))
if events:
    sharing.look(artifact, replay(events))
else:
    messages.paragraph(
        _(
            "This link shows nothing: it may have been cut off when it was copied, or "
            "its owner deleted the list."
        )
    )
st.page_link("pages/ask.py", label=_("Get your own list"), icon=":material/arrow_forward:")
