"""The blended list, each item with its reasons, and how far to trust the answers."""

import streamlit as st

from pages.components.app import assets, messages, shortcuts, state
from pages.components.app import i18n as strings
from pages.components.ask import item_dialog
from pages.components.items import listing
from pages.components.picks import ranking, sharing

artifact, visit = assets.artifact(), state.visit()
messages.problem()
if visit.session is None:
    messages.needs_session(visit.notice)
else:
    shortcuts.listen()
    item_dialog.show(artifact, visit.session)
    st.title(strings.PICKS)
    st.caption(strings.picks_intro(strings.words(artifact.words), len(artifact.catalogue)))
    st.fragment(ranking.ranked)(artifact, visit.session)
    if visit.session.marks:
        st.html(listing.saved_items(artifact.catalogue, visit.session))
    sharing.offer(artifact, visit.session)
