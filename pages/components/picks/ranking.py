"""The list of the picks page with what changes it: trust in the answers, the prior, filters."""

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import i18n as strings
from pages.components.app import messages, state
from pages.components.items import listing
from pages.components.picks import filters

LENGTH = 24


def ranked(artifact: Artifact, session: Session) -> None:
    """Trust, prior and filters above the list that they make."""
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
    found = recommendations(artifact.basis, prior, session, state.trust(), LENGTH, wanted)
    st.html(listing.full_list(artifact.catalogue, found))
    if not found:
        messages.paragraph(strings.NOTHING_FOUND)
