"""The list of the picks page with the one control that changes it; the rest is for experts."""

import numpy as np
import streamlit as st

from elicitation.inference.belief import Belief
from elicitation.recommendations.new_to_you import DEFAULT_PLACE, PLACES
from elicitation.recommendations.personal_list import (
    classics,
    described,
    left_out,
    ranking,
    refilled,
)
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import assets, messages, tab
from pages.components.app.i18n import N_, _, number
from pages.components.items import listing, vocabulary
from pages.components.picks import figures, tonight, tuning
from pages.components.picks.facets import Bools

LENGTH, N_CLASSICS = 24, 6
KEPT = "kept_list"  # of the session state: what made the list, and its items in their places
_PLACES = {
    "new": N_("New to me"),
    "rather new": N_("Rather new"),
    "either": N_("Either"),
    "rather classics": N_("Rather classics"),
    "classics": N_("Classics"),
}


def ranked(artifact: Artifact, session: Session) -> None:
    """The control and the filters above the list that they make; below it what is well known."""
    aiming, narrowing = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    with aiming:
        st.select_slider(
            _("New to me ↔ classics"),
            list(PLACES),
            value=tab.remembered(tab.PLACE) or DEFAULT_PLACE,
            format_func=lambda place: _(_PLACES[place]),
            key=tab.PLACE,
            on_change=tab.choose,
            args=(session.started.session_id, tab.PLACE),
            help=_(
                "How much the list leaves out what you probably know already. At the right it "
                "holds what nearly everybody knows."
            ),
            persist_state="session",
        )
    with narrowing, st.container(key="narrowing", horizontal=True):
        tuned = tuning.tuned(artifact, session.started.session_id)
    wanted = _both(tuned, tonight.chosen(artifact))
    belief, ranker = assets.belief(artifact, session), tab.ranker(session)
    settings = (
        *(session.started.session_id, session.answers, session.corrections, session.history),
        *(artifact.basis.fingerprint, tab.prior(), ranker.trust, tab.place()),
        None if wanted is None else wanted.tobytes(),
    )
    best = ranking(belief, ranker, 2 * LENGTH, wanted)
    known, kept = st.session_state.get(KEPT, (None, ()))
    items = refilled(kept, best, left_out(belief, wanted)) if known == settings else best[:LENGTH]
    st.session_state[KEPT] = settings, items
    if not items:
        _nothing(artifact, session, wanted is not None)
        return
    found = described(belief, ranker, items)
    brought, words = session.history.says_taste, artifact.words
    st.html(listing.full_list(artifact.catalogue, found, brought=brought, words=words))
    _well_known(artifact, belief, ranker, items, brought, wanted)
    figures.show(artifact, belief, ranker, items)


def forget() -> None:
    """Let the list be sorted anew."""
    st.session_state.pop(KEPT, None)


def _both(first: Bools | None, second: Bools | None) -> Bools | None:
    """What fits both; None stands for everything."""
    if first is None or second is None:
        return second if first is None else first
    return np.asarray(first & second)


def _well_known(
    artifact: Artifact,
    belief: Belief,
    ranker: Ranker,
    items: tuple[int, ...],
    brought: bool,
    wanted: Bools | None,
) -> None:
    """What the list leaves out because everybody knows it, and would otherwise recommend.

    The filters narrow it, too.
    """
    also = classics(belief, ranker, N_CLASSICS, items, wanted)
    if also:
        st.header(_("Classics you probably know"))
        st.caption(_("One tap on what you have seen makes the list above better."))
        found = described(belief, ranker, also)
        st.html(listing.classics(artifact.catalogue, found, brought, artifact.words))


def _nothing(artifact: Artifact, session: Session, filtered: bool) -> None:
    """Why the list is empty."""
    if filtered:
        messages.paragraph(_("Nothing matches these filters. Try wider ones."))
        return
    messages.paragraph(
        _("You know all {n} {items} of this catalogue already: nothing is left to suggest.").format(
            n=number(len(artifact.catalogue)), items=vocabulary.words(artifact.words).items
        )
    )
