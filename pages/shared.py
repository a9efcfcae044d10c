"""Somebody's picks, for whoever has the link: to look at, not to answer."""

import streamlit as st

from elicitation.sessions.session import replay
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.picks import compare, sharing

artifact, code = assets.artifact(), str(st.query_params.get(compare.QUERY, ""))
found = assets.links().linked(code, sharing.SHARE)
events = assets.events().read(found[0]) if found else ()
st.title(_("Picks shared with you"))
if events:
    theirs, mine = replay(events), compare.own()
    if mine is None or not mine.n_informative:
        compare.invite(artifact, code)
    elif mine.started.session_id == theirs.started.session_id:
        messages.fine(_("This is your own list, as others see it."))
    else:
        compare.draw(artifact, mine, theirs)
        st.header(_("Their list, with reasons"))
    sharing.look(artifact, theirs)
else:
    messages.paragraph(
        _(
            "This link shows nothing: it may have been cut off when it was copied, or "
            "its owner deleted the list."
        )
    )
    st.page_link("pages/ask.py", label=_("Get your own list"), icon=":material/arrow_forward:")
