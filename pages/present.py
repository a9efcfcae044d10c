"""For presenters: a room that answers on its phones, or somebody who answers by themselves."""

from pathlib import Path

import streamlit as st

from pages.components.access import signin
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.rooms import autoplay, rooms, wall

if signin.require_sign_in():
    artifact, code = assets.artifact(), rooms.shown()
    st.html(Path(wall.__file__).with_name("present.css"))
    messages.problem()
    if code:
        wall.draw(artifact, code)
    elif autoplay.is_on():
        autoplay.draw(artifact)
    else:
        st.title(_("Present"))
        messages.text(_("For a screen that everybody can see. It shows nobody's name or session."))
        room, play = st.columns(2, gap="large")
        with room.container(key="room", border=True):
            st.header(_("A room"))
            st.write(
                _(
                    "The audience scans a code and answers on their phones. The wall shows "
                    "where everybody stands, what divides the room and what suits everybody, "
                    "and updates itself."
                )
            )
            st.button(_("Open a room"), key="open_room", on_click=rooms.open_room, type="primary")
            with st.form("reopen", border=False):
                st.text_input(_("Reopen a room: enter its code"), key="room_code", max_chars=12)
                if st.form_submit_button(_("Reopen")):
                    rooms.show(str(st.session_state.get("room_code", "")))
                    st.rerun()
        with play.container(key="alone", border=True):
            st.header(_("Without an audience"))
            st.write(
                _(
                    "A fictional viewer answers on their own: watch questions, answers, list "
                    "and taste profile develop. Nothing is stored."
                )
            )
            st.button(_("Begin"), key="begin", on_click=autoplay.begin, type="primary")
