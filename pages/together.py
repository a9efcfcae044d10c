"""Two people or more, one list: everybody answers on their own phone."""

import streamlit as st

from pages.components.app import assets, messages, shortcuts, state
from pages.components.app.i18n import _
from pages.components.picks import ticked
from pages.components.rooms import evening, groups, settle

artifact, visit = assets.artifact(), state.visit()
messages.problem()
if visit.others is not None:
    st.title(_("Together"))
    messages.needs_session(visit.notice)
elif visit.session is None:
    groups.come_in(visit.notice)
else:
    session = visit.session
    own, code = session.started.session_id, groups.code_of(session)
    st.title(_("Together"))
    if code is None:
        groups.begin_or_join(session)
    else:
        shortcuts.listen(session.step if settle.is_on() else None)
        evening.draw(artifact, code, own)
        settle.draw(artifact, evening.look(artifact, code, own), session)
        if not settle.is_on():
            evening.rest(artifact, code, own)
        ticked.show(artifact, session)
        groups.membership(session, code)
