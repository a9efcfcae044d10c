"""Several people in one: what somebody chose, shared out among the tastes that it speaks of."""

from html import escape

import streamlit as st

from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.recommenders.persona_summary import history_of, sketches
from pages.components.app import i18n as strings
from pages.components.items import listing

N_SHOWN = 4  # items of a persona


def likes(artifact: Artifact, session: Session) -> list[int]:
    """Numbers of the items that the person chose or saved."""
    numbers = artifact.basis.numbers
    chosen = [a.choice.items[0] for a in session.answers if a.choice.kind == "pick"]
    return [numbers[key] for key in (*chosen, *session.marked("saved")) if key in numbers]


def section(artifact: Artifact, session: Session) -> None:
    """The person's personas, or what it would take to see them; nothing if none were fitted."""
    if artifact.personas is None:
        return
    st.header(strings.PERSONAS)
    found = sketches(artifact.personas, likes(artifact, session))
    if not found:
        st.caption(strings.TOO_FEW_PERSONAS)
        return
    st.caption(strings.PERSONAS_INTRO)
    cards = "".join(
        f'<li style="--match:{sketch.share:.3f}"><b>{escape(strings.persona(n, sketch.share))}</b>'
        f"<span>{escape(_titles(artifact, sketch.items[:N_SHOWN]))}</span></li>"
        for n, sketch in enumerate(found, start=1)
    )
    st.html(f'<ul class="personas">{cards}</ul>')


def behind(artifact: Artifact, session: Session, item: int) -> str:
    """Whose business an item is, in words; empty where personas cannot be told apart."""
    liked = likes(artifact, session)
    if artifact.personas is None or not (found := sketches(artifact.personas, liked)):
        return ""
    attends = artifact.personas.explain(history_of(artifact.personas, liked), item).persona
    for n, sketch in enumerate(found, start=1):
        if sketch.persona == attends:
            return strings.for_persona(n, _titles(artifact, sketch.items[:2]))
    return ""


def _titles(artifact: Artifact, items: tuple[int, ...]) -> str:
    title = listing.title_of(artifact.catalogue)
    return ", ".join(title(artifact.catalogue.keys[item]) for item in items)
