"""The blended list, each item with its reasons, and how far to trust the answers."""

import streamlit as st

from pages.components.app import assets, messages, shortcuts, state
from pages.components.app.i18n import _, number
from pages.components.app.text import plain
from pages.components.ask import item_dialog
from pages.components.histories import offer
from pages.components.items import listing, vocabulary
from pages.components.picks import ranking, sharing, ticked

artifact, visit = assets.artifact(), state.visit()
messages.problem()
others = visit.others is not None and not visit.others.started.study
st.title(_("Picks shared with you") if others else _("Your picks"))
if visit.others is not None and others:
    messages.paragraph(visit.notice)
    sharing.look(artifact, visit.others)
elif visit.session is None:
    messages.needs_session(visit.notice)
else:
    shortcuts.listen()
    item_dialog.show(artifact, visit.session)
    st.caption(
        _("Picked from {n} {items}. Those you have compared or already know are left out.").format(
            n=number(len(artifact.catalogue)), items=plain(vocabulary.words(artifact.words).items)
        )
    )
    messages.answers_tell(artifact)
    offer.known(artifact, visit.session)
    st.fragment(ranking.ranked)(artifact, visit.session)
    ticked.show(artifact, visit.session)
    if visit.session.marks:
        st.html(listing.saved_items(artifact.catalogue, visit.session))
    sharing.offer(artifact, visit.session)
