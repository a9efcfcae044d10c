"""Somebody's picks, for whoever has the link: to look at, not to answer."""

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.session import replay
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.items import listing, vocabulary
from pages.components.picks import sharing

LENGTH = 12

artifact = assets.artifact()
found = assets.links().linked(st.query_params.get("p", ""), sharing.SHARE)
events = assets.events().read(found[0]) if found else ()
st.title(_("Picks shared with you"))
if events:
    session = replay(events)
    ranker = assets.ranker(artifact, session)
    best = recommendations(assets.belief(artifact, session), ranker, LENGTH)
    st.caption(
        _("Found from {answers}.").format(answers=vocabulary.answered(session.n_informative))
    )
    st.html(listing.full_list(artifact.catalogue, best, False, session.history.says_taste))
else:
    messages.paragraph(
        _(
            "This link shows nothing: it may have been cut off when it was copied, or "
            "its owner deleted the list."
        )
    )
st.page_link("pages/ask.py", label=_("Get your own list"), icon=":material/arrow_forward:")
