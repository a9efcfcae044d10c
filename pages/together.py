"""Two people or more, one list: everybody answers on their own phone."""

import streamlit as st

from pages.components.app import assets, messages, state
from pages.components.app import i18n as strings
from pages.components.rooms import groups

artifact, visit = assets.artifact(), state.visit()
messages.problem()
if visit.session is None:
    messages.needs_session(visit.notice)
else:
    own = visit.session.started.session_id
    code = groups.code_of(visit.session)
    st.title(strings.TOGETHER)
    st.caption(strings.TOGETHER_INTRO)
    if code is None:
        st.button(
            strings.GROUP_MAKE,
            key="group_make",
            on_click=groups.make,
            args=(visit.session,),
            type="primary",
        )
        with st.form("join", border=False):
            st.text_input(strings.GROUP_CODE, key="group_code", max_chars=12)
            if st.form_submit_button(strings.GROUP_JOIN):
                groups.join(own, st.session_state["group_code"])
                st.rerun()
    else:
        groups.invitation(code)
        groups.shared_list(artifact, code, own)
