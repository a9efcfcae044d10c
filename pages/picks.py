"""The blended list, each item with its reasons, and how far to trust the answers."""

import streamlit as st

from elicitation.picks import picks
from elicitation.session import Session
from pages.components import assets, listing, messages, state, strings

LENGTH = 24

artifact, visit = assets.artifact(), state.visit()


@st.fragment
def blended(session: Session) -> None:
    st.slider(
        strings.TRUST,
        0.0,
        1.0,
        value=artifact.shared.trust,
        step=0.05,
        key="trust",
        help=strings.TRUST_HELP,
        persist_state="session",
    )
    best = picks(artifact.basis, artifact.shared, session, state.trust(), LENGTH)
    st.html(listing.full(artifact.catalogue, best))


if visit.session is None:
    messages.needs_session(visit.notice)
else:
    st.title(strings.PICKS)
    st.caption(strings.picks_intro(artifact.words, len(artifact.catalogue)))
    blended(visit.session)
