"""The blended list, each item with its reasons, and how far to trust the answers."""

import streamlit as st

from elicitation.picks import picks
from elicitation.session import Session
from pages.components import (
    assets,
    closer,
    filters,
    gestures,
    listing,
    messages,
    sharing,
    state,
    strings,
)

LENGTH = 24

artifact, visit = assets.artifact(), state.visit()


def blended(session: Session) -> None:
    trusting, ranking, showing = st.columns([3, 2, 1], gap="medium", vertical_alignment="bottom")
    with ranking:
        st.selectbox(
            strings.PRIOR,
            list(artifact.priors),
            index=list(artifact.priors).index(state.prior()),
            format_func=lambda name: strings.PRIORS.get(name, name),
            key="prior",
            help=strings.PRIOR_HELP,
            persist_state="session",
        )
    prior = artifact.priors[state.prior()]
    with trusting:
        st.slider(
            strings.TRUST,
            0.0,
            1.0,
            value=prior.trust,
            step=0.05,
            key=state.trust_key(),
            help=strings.TRUST_HELP,
            persist_state="session",
        )
    with showing:
        wanted = filters.chosen(artifact.catalogue)
    found = picks(artifact.basis, prior, session, state.trust(), LENGTH, wanted)
    st.html(listing.full(artifact.catalogue, found))
    if not found:
        messages.paragraph(strings.NOTHING_FOUND)


messages.problem()
if visit.session is None:
    messages.needs_session(visit.notice)
else:
    gestures.listen()
    closer.look(artifact, visit.session)
    st.title(strings.PICKS)
    st.caption(strings.picks_intro(strings.words(artifact.words), len(artifact.catalogue)))
    st.fragment(blended)(visit.session)
    if visit.session.marks:
        st.html(listing.aside(artifact.catalogue, visit.session))
    sharing.offer(artifact, visit.session)
