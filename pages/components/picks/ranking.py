"""The list of the picks page with what changes it: trust in the answers, the prior, filters."""

from collections.abc import Mapping

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.recommenders.base import PriorMenu
from models.recommenders.table import served_priors
from pages.components.app import assets, messages, state
from pages.components.app.i18n import N_, _, number
from pages.components.items import listing
from pages.components.picks import filters

_LABELS = (  # as the recommenders that come with Tenfold call themselves, for translators
    N_("shared taste (Mult-VAE)"),
    N_("item to item (EASE)"),
    N_("several sides of a person (AMP-CF)"),
    N_("shared taste, your answers only"),
    N_("popularity, your answers only"),
)
LENGTH = 24
_TRUSTS = tuple(step / 20 for step in range(21))


def _trusted(trust: float) -> str:
    """What a place of the slider is called: its ends have names."""
    ends = {0.0: _("Popular"), 1.0: _("Personal")}
    return ends.get(trust) or number(trust, 2)


def ranked(artifact: Artifact, session: Session) -> None:
    """Trust, prior and filters above the list that they make."""
    menu = served_priors()
    trusting, ranking, showing = st.columns([3, 2, 1], gap="medium", vertical_alignment="bottom")
    with ranking:
        st.selectbox(
            _("Model (advanced)"),
            list(artifact.priors),
            index=list(artifact.priors).index(state.prior()),
            format_func=lambda name: _label(name, menu),
            key="prior",
            help=_(
                "What is known before your first answer, and how each answer affects other "
                "titles. The page about models shows how well each of them ranks."
            ),
            persist_state="session",
        )
    prior = artifact.priors[state.prior()]
    with trusting:
        st.select_slider(
            _("Popular ↔ personal"),
            sorted({*_TRUSTS, prior.trust}),
            value=prior.trust,
            format_func=_trusted,
            key=state.trust_key(),
            help=_(
                "Left: what most people like. Right: only your answers. It starts where it "
                "worked best for people whose taste is known."
            ),
            persist_state="session",
        )
    with showing:
        wanted = filters.chosen(artifact.catalogue)
    belief = assets.belief(artifact, session)
    found = recommendations(belief, state.ranker(session), LENGTH, wanted)
    st.html(listing.full_list(artifact.catalogue, found, brought=bool(session.history.liked)))
    if not found:
        messages.paragraph(_("Nothing matches these filters. Try wider ones."))


def _label(name: str, menu: Mapping[str, PriorMenu]) -> str:
    """A prior of an older artifact may have no entry in the table; then its name stands for it."""
    return _(menu[name].label) if name in menu else name
