"""Two menus: the four pages of whoever wants something to watch, and one door to all the others.

On a desk the platform draws the menu; on a phone it would hide it in a drawer, so ours stands at
the foot of the screen instead. The style sheet shows one of the two.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.app import state
from pages.components.app.i18n import N_

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

# file in pages/, title, what it is for
RESEARCH = (
    (
        "uncertainty",
        N_("Behind the scenes"),
        N_("What your own answers taught: how sure the app is, question by question."),
    ),
    (
        "models",
        N_("Models"),
        N_("All recommenders side by side: how good they are, and what they cost."),
    ),
    (
        "studies",
        N_("Studies"),
        N_("Invite participants, compare ways of asking, export the data."),
    ),
    (
        "lab",
        N_("Lab"),
        N_("Simulate thousands of people before you ask real ones."),
    ),
    (
        "sparsity",
        N_("Sparsity"),
        N_("Why so few answers can be enough, and what sparse activations tell."),
    ),
    (
        "present",
        N_("Present"),
        N_("A wall for a room: everybody answers on their phone, the map fills up."),
    ),
)
ICONS = ("quiz", "movie", "psychology", "group", "science")


def on_phones(pages: Sequence["StreamlitPage"]) -> None:
    """The menu at the foot of a phone's screen."""
    with st.container(key="menu", horizontal=True):
        for page, icon in zip(pages, ICONS, strict=True):
            st.page_link(page, icon=f":material/{icon}:", query_params=carried())


def carried() -> dict[str, str] | None:
    """What a link to a page says of the session at once: to add it there would be a second step
    in the browser's history, and one press of "back" would not leave the page."""
    session_id = st.query_params.get(state.QUERY) or st.session_state.get(state.QUERY)
    return {state.QUERY: str(session_id)} if session_id else None


def hide() -> None:
    """No menu: whoever takes part in a study has one thing to do."""
    st.html("<style>.st-key-menu, .stAppHeader a { display: none !important; }</style>")
