"""The way to all pages that are for researchers and presenters: what each is for."""

import streamlit as st

from pages.components.app import menu
from pages.components.app.i18n import _

st.title(_("Research"))
st.caption(_("What is behind the questions, for whoever wants to know, study or present it."))
with st.container(key="research"):
    for file, title, purpose in menu.RESEARCH:
        with st.container(key=f"research_{file}", border=True):
            st.page_link(f"pages/{file}.py", label=_(title), query_params=menu.carried())
            st.caption(_(purpose))
