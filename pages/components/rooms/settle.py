"""One more question in a group: the pair whose answer makes clearer what all of them watch."""

from html import escape

import streamlit as st

from elicitation.questions.settling import settling_question
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import messages
from pages.components.app.i18n import _
from pages.components.ask import cards, screens
from pages.components.rooms.evening import Group

KEY = "settling"  # of the session state: whether this tab is being asked


def is_on() -> bool:
    return bool(st.session_state.get(KEY))


def draw(artifact: Artifact, group: Group, session: Session) -> None:
    """The question, or the button that asks for one; the person whose answer tells most is named.

    A participant of a study is asked by its plan alone.
    """
    if group.verdict is None or session.started.study or len(group.names) < 2:
        return
    asked = group.beliefs[group.verdict.asks].session
    if not is_on():
        name = group.names[group.verdict.asks]
        told = _("What {name} would like is known least.").format(name=name)
        if asked.started == session.started:
            told = _("What you would like is known least: a few answers of yours settle most.")
        with st.container(key="settle", horizontal=True, vertical_alignment="center"):
            st.html(f"<p>{escape(told)}</p>")
            st.button(_("Ask me one more"), key="settle_on", on_click=_turn, args=(True,))
        return
    mine = next(own for own in group.beliefs if own.session.started == session.started)
    items = [pick.item for pick in group.picks]
    question = settling_question(mine, items, group.verdict.chances)
    with st.container(key="settling"):
        if question is None:
            messages.paragraph(_("That’s every question we have."))
        else:
            screens.draw(artifact, question)
        with st.container(horizontal=True):
            st.button(_("That’s enough"), key="settle_off", on_click=_turn, args=(False,))
            cards.undo_button(session)


def _turn(on: bool) -> None:
    st.session_state[KEY] = on
