"""The dimensions of somebody's taste: first those on which they differ, the others on demand."""

from dataclasses import replace

import streamlit as st

from elicitation.explanations.taste_axes import axes, telling_first
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import assets, messages
from pages.components.app.i18n import _, ngettext, number
from pages.components.items import taste_axis

MOST_SHOWN = 6


def draw(artifact: Artifact, session: Session) -> None:
    """All axes with a slider each; nobody reads forty, so of many most wait behind a switch.

    Corrections do not change which axes come first: a slider stays where it is while it is moved.
    """
    found = axes(assets.belief(artifact, session), artifact.known)
    answered = replace(session, corrections=()) if session.corrections else session
    telling, _others = telling_first(
        axes(assets.belief(artifact, answered), artifact.known), MOST_SHOWN
    )
    places = [axis.base for axis in telling]
    first = [found[base] for base in places]
    others = [axis for axis in found if axis.base not in places]
    if len(found) <= MOST_SHOWN:
        first, others = first + others, []
    if not telling:
        messages.text(
            _(
                "We do not know yet where your taste differs from the average. Answer a few more "
                "questions, or say it yourself below."
            )
        )
    for axis in first:
        taste_axis.card(artifact, axis, session.started.session_id)
    if not others:
        return
    more = ngettext("Show {n} more dimension", "Show {n} more dimensions", len(others))
    label = more if first else _("Show all {n} dimensions")
    if st.toggle(label.format(n=number(len(others))), key="more_axes", persist_state="session"):
        for axis in others:
            taste_axis.card(artifact, axis, session.started.session_id)
