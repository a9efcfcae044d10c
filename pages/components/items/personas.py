"""Several people in one: what somebody chose, shared out among the tastes that it speaks of."""

from functools import lru_cache
from html import escape

import streamlit as st

from elicitation.sessions.likes import liked_in
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.recommenders.amp_cf import load_personas
from models.recommenders.persona_summary import history_of, sketches
from models.recommenders.personas import Personas
from pages.components.app.i18n import _, number, percent
from pages.components.items import titles

N_SHOWN = 4  # items of a persona


def likes(artifact: Artifact, session: Session) -> list[int]:
    """Numbers of the items that the person chose, named or saved."""
    numbers = artifact.basis.numbers
    chosen = (item for answer in session.answers for item in liked_in(answer))
    return [numbers[key] for key in (*chosen, *session.marked("saved")) if key in numbers]


def section(artifact: Artifact, session: Session) -> None:
    """The person's personas, or what it would take to see them; nothing if none were fitted."""
    fitted = _fitted(artifact)
    if fitted is None:
        return
    st.header(_("Your different sides"))
    found = sketches(fitted, likes(artifact, session))
    if not found:
        st.caption(
            _(
                "So far your choices point to a single taste, or there are too few of them "
                "to tell several apart. Answer a few more questions, or save what you like "
                "among your picks."
            )
        )
        return
    st.caption(
        _(
            "Your choices point to more than one taste. Each group below is one of "
            "them, with its share of your choices; each pick is matched to the side it "
            "suits best."
        )
    )
    cards = "".join(
        f'<li style="--match:{sketch.share:.3f}"><b>{escape(_side(n, sketch.share))}</b>'
        f"<span>{escape(_titles(artifact, sketch.items[:N_SHOWN]))}</span></li>"
        for n, sketch in enumerate(found, start=1)
    )
    st.html(f'<ul class="personas">{cards}</ul>')


def behind(artifact: Artifact, session: Session, item: int) -> str:
    """The side that an item suits best, in words; empty where sides cannot be told apart."""
    liked, fitted = likes(artifact, session), _fitted(artifact)
    if fitted is None or not (found := sketches(fitted, liked)):
        return ""
    attends = fitted.explain(history_of(fitted, liked), item).persona
    for n, sketch in enumerate(found, start=1):
        if sketch.persona == attends:
            return _("For your taste {n}, which chose {titles}.").format(
                n=number(n), titles=_titles(artifact, sketch.items[:2])
            )
    return ""


@lru_cache(maxsize=2)  # the artifact before this one is still in use for a moment
def _fitted(artifact: Artifact) -> Personas | None:
    return artifact.read(load_personas)


def _side(n: int, share: float) -> str:
    return _("Taste {n} · {share} of you").format(n=number(n), share=percent(share))


def _titles(artifact: Artifact, items: tuple[int, ...]) -> str:
    title = titles.title_of(artifact.catalogue)
    return ", ".join(title(artifact.catalogue.keys[item]) for item in items)
