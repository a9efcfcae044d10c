"""The question on the screen, whatever its kind, and naming what one loves beside it."""

from functools import partial

import streamlit as st

from elicitation.questions.next_question import Question
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import tab
from pages.components.app.i18n import _
from pages.components.ask import cards, grid, naming


def draw(artifact: Artifact, asked: Question) -> None:
    """The screen, and what to do about a press that got lost."""
    catalogue, words = artifact.catalogue, artifact.words
    pressed = False
    if asked.kind == "named":
        naming.draw(artifact, asked)
    elif asked.kind in grid.KINDS:
        pressed = grid.draw(catalogue, words, asked)
    else:
        pressed = cards.question(catalogue, words, asked)
    heard = tab.was_heard()
    if pressed and not heard:
        st.toast(_("The connection was lost for a moment. Please choose again."))


def controls(artifact: Artifact, session: Session, asked: Question | None, pausing: bool) -> None:
    """What stands below a screen; who is asked by a plan can name what they love at any time."""
    kind = None if pausing else asked.kind if asked else "best"
    wished = naming.wished(session) is not None
    more = []
    if session.started.plan and (wished or kind != "named"):
        more.append(partial(_naming, session.step, wished))
    cards.controls(session, artifact.words, kind, *more)


def _naming(step: int, wished: bool) -> None:
    st.button(
        _("Back to the question") if wished else _("Name a favourite"),
        key="name",
        on_click=naming.give_up if wished else naming.wish,
        args=() if wished else (step,),
        type="tertiary",
    )
