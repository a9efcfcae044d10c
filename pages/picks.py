"""The blended list, each item with its reasons, and how far to trust the answers."""

import streamlit as st

from elicitation.picks import picks
from elicitation.session import Session
from pages.components import assets, listing, messages, state, strings

LENGTH = 24

artifact, visit = assets.artifact(), state.visit()


@st.fragment
def blended(session: Session) -> None:
    trusting, ranking = st.columns([3, 2], gap="medium", vertical_alignment="bottom")
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
    st.html(
        listing.full(
            artifact.catalogue, picks(artifact.basis, prior, session, state.trust(), LENGTH)
        )
    )


if visit.session is None:
    messages.needs_session(visit.notice)
else:
    st.title(strings.PICKS)
    st.caption(strings.picks_intro(artifact.words, len(artifact.catalogue)))
    blended(visit.session)
