"""For presenters: a room that answers on its phones, or somebody who answers by themselves."""

from pathlib import Path

import streamlit as st

from pages.components.app import assets, messages, signin
from pages.components.app import i18n as strings
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
        st.title(strings.PRESENT)
        st.html(f"<p>{strings.PRESENT_INTRO}</p>")
        room, play = st.columns(2, gap="large")
        with room.container(key="room", border=True):
            st.header(strings.ROOM)
            st.write(strings.ROOM_TEXT)
            st.button(strings.OPEN_ROOM, key="open_room", on_click=rooms.open_room, type="primary")
            with st.form("reopen", border=False):
                st.text_input(strings.ROOM_CODE, key="room_code", max_chars=12)
                if st.form_submit_button(strings.REOPEN):
                    rooms.show(st.session_state["room_code"])
                    st.rerun()
        with play.container(key="alone", border=True):
            st.header(strings.AUTOPLAY)
            st.write(strings.AUTOPLAY_TEXT)
            st.button(strings.BEGIN, key="begin", on_click=autoplay.begin, type="primary")
