"""What changes the list beside the answers, in one place: filters, trust and the model."""

from collections.abc import Mapping

import streamlit as st

from models.artifacts import DEFAULT_PRIOR, Artifact
from models.recommenders.base import PriorMenu
from models.recommenders.table import served_priors
from pages.components.app import tab
from pages.components.app.i18n import N_, _, ngettext, number
from pages.components.picks import filters
from pages.components.picks.facets import Bools

_LABELS = (  # as the recommenders that come with Tenfold call themselves, for translators
    N_("shared taste (Mult-VAE)"),
    N_("item to item (EASE)"),
    N_("several sides of a person (AMP-CF)"),
    N_("shared taste, your answers only"),
    N_("popularity, your answers only"),
)
_TRUSTS = tuple(step / 20 for step in range(21))


def tuned(artifact: Artifact, session_id: str) -> Bools | None:
    """Draws the menu, whose label says how much in it is set; what the filters let through,
    (n_items,), None = everything."""
    n_set = filters.n_on(artifact) + _n_moved(artifact)
    label = ngettext("Tune ({n} set)", "Tune ({n} set)", n_set).format(n=number(n_set))
    with st.popover(label if n_set else _("Tune"), icon=":material/tune:", key="tune"):
        wanted = filters.chosen(artifact)
        _models(artifact, session_id)
    return wanted


def _n_moved(artifact: Artifact) -> int:
    """How many of model and trust stand elsewhere than at first."""
    prior = tab.prior()
    return (prior != DEFAULT_PRIOR) + (tab.trust() != artifact.priors[prior].trust)


def _models(artifact: Artifact, session_id: str) -> None:
    """How much the answers count against the crowd, and which model ranks."""
    menu = served_priors()
    fitted = artifact.priors[tab.prior()].trust
    trust = float(tab.remembered(tab.trust_key()) or fitted)
    steps = sorted({*_TRUSTS, fitted})
    st.select_slider(
        _("Popular ↔ personal"),
        steps,
        value=min(steps, key=lambda step: abs(step - trust)),
        format_func=_trusted,
        key=tab.trust_key(),
        on_change=tab.choose,
        args=(session_id, tab.trust_key()),
        help=_(
            "Left: what most people like. Right: only your answers. It starts where it "
            "worked best for people whose taste is known."
        ),
        persist_state="session",
    )
    st.selectbox(
        _("Model (advanced)"),
        list(artifact.priors),
        index=list(artifact.priors).index(tab.prior()),
        format_func=lambda name: _label(name, menu),
        key=tab.PRIOR,
        on_change=tab.choose,
        args=(session_id, tab.PRIOR),
        help=_(
            "What is known before your first answer, and how each answer affects other "
            "titles. The page about models shows how well each of them ranks."
        ),
        persist_state="session",
    )


def _trusted(trust: float) -> str:
    """What a place of the slider is called: its ends have names."""
    ends = {0.0: _("Popular"), 1.0: _("Personal")}
    return ends.get(trust) or number(trust, 2)


def _label(name: str, menu: Mapping[str, PriorMenu]) -> str:
    """A prior of an older artifact may have no entry in the table; then its name stands for it."""
    return _(menu[name].label) if name in menu else name
