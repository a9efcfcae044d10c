"""Light, dark, or as the browser has it: a switch at the foot of every page.

The platform keeps the choice in the browser, for each path of its own; the switch sets it for all
pages and loads the page anew, as the platform reads it once. The server does not learn of it.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.components.app.i18n import _

_HERE = Path(__file__)

_switch = st.components.v2.component(
    "tenfold_theme",
    css=_HERE.with_suffix(".css").read_text(),
    js=_HERE.with_suffix(".js").read_text(),
    isolate_styles=False,
)


def choose(pages: Sequence[str]) -> None:
    """The switch; ``pages`` are the paths of all pages, without slashes."""
    labels = {"System": _("Auto"), "Light": _("Light"), "Dark": _("Dark")}
    with st.container(key="theme_foot"):
        _switch(key="theme", data={"pages": ["", *pages], "labels": labels, "title": _("Colours")})
