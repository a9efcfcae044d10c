"""Two people or more, one list: everybody answers on their own phone."""

import streamlit as st

from pages.components.app import assets, messages, state
from pages.components.app.i18n import _
from pages.components.rooms import groups

artifact, visit = assets.artifact(), state.visit()
messages.problem()
if visit.others is not None:
    messages.needs_session(visit.notice)
elif visit.session is None:
    groups.come_in(visit.notice)
else:
    own = visit.session.started.session_id
    code = groups.code_of(visit.session)
    st.title(_("Together"))
    st.caption(
        _(
            "One list for two people or more. Everybody answers on their own phone; "
            "the list below is for all of you, without anything that one of you has "
            "compared or already knows."
        )
    )
    if code is None:
        st.button(
            _("Invite somebody"),
            key="group_make",
            on_click=groups.make,
            args=(visit.session,),
            type="primary",
        )
        with st.form("join", border=False):
            st.text_input(_("Or enter a code that you were given"), key="group_code", max_chars=12)
            if st.form_submit_button(_("Join")):
                groups.join(own, st.session_state["group_code"])
                st.rerun()
    else:
        groups.invitation(code)
        groups.shared_list(artifact, code, own)
        st.button(
            _("Leave this group"),
            key="group_leave",
            on_click=groups.leave,
            args=(code, own),
            type="tertiary",
        )
