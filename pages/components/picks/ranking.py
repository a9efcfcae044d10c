"""The list of the picks page with what changes it: trust in the answers, the prior, filters."""

from collections.abc import Mapping

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.recommenders.base import PriorMenu
from models.recommenders.table import served_priors
from pages.components.app import i18n as strings
from pages.components.app import messages, state
from pages.components.items import listing
from pages.components.picks import filters

LENGTH = 24


def ranked(artifact: Artifact, session: Session) -> None:
    """Trust, prior and filters above the list that they make."""
    menu = served_priors()
    trusting, ranking, showing = st.columns([3, 2, 1], gap="medium", vertical_alignment="bottom")
    with ranking:
        st.selectbox(
            strings.PRIOR,
            list(artifact.priors),
            index=list(artifact.priors).index(state.prior()),
            format_func=lambda name: _label(name, menu),
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


def _label(name: str, menu: Mapping[str, PriorMenu]) -> str:
    """A prior of an older artifact may have no entry in the table; then its name stands for it."""
    return strings.prior(name, menu[name].label) if name in menu else name
