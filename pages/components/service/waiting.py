"""What somebody sees who stands in line: their place, in a page that costs next to nothing."""

from html import escape

import streamlit as st

from pages.components.app.i18n import _, number
from pages.components.service import process
from pages.components.service.admission import Place


def draw(who: str, place: Place) -> None:
    """The place, looked at again until it is this tab's turn; then the page comes by itself."""
    st.title(_("Many people are here right now"))
    st.fragment(_look_again, run_every=place.seconds)(who, place)


def _look_again(who: str, place: Place) -> None:
    key = "in_line"  # of the session state: whether the place was shown once
    if st.session_state.get(key) == place:
        found = process.admission.is_near(who)
        if found is None:
            st.session_state.pop(key)
            st.rerun()
        shown = found
    else:
        st.session_state[key] = place
        shown = place
    told = _(
        "You are number {n} in line. This page opens by itself; what you answered is kept."
    ).format(n=number(shown.number))
    st.html(f'<p class="notice" role="status">{escape(told)}</p>')
