"""Tenfold: `streamlit run app.py`.

The file is read twice. The server imports it once and finds `app`: what to load before the first
visit, and how to hand out fonts. Every visit then runs it as a script: the pages.
"""

from pathlib import Path

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from models.artifacts import ArtifactError
from pages.components.app import i18n, layers, menu, messages, serving
from pages.components.app.i18n import _
from pages.components.foot import theme

COMPONENTS = Path(__file__).parent / "pages" / "components" / "app"

if __name__ == "__main__":
    i18n.settle_language()  # before the first word, which is in the menu

# By the server too: before this call Streamlit takes the folder pages/ for a menu of its own, and
# the first visitor with a link to another page than the first would get that page bare.
everybody = [  # quick to draw, and looked at by a whole room at once: these take turns
    st.Page("pages/ask.py", title=_("Questions"), default=True),
    st.Page("pages/picks.py", title=_("Your picks")),
    st.Page("pages/taste.py", title=_("Your taste")),
    st.Page("pages/together.py", title=_("Together")),
]
offered = [*everybody, st.Page("pages/research.py", title=_("Research"))]
all_pages = [
    *offered,
    *(
        st.Page(f"pages/{file}.py", title=_(title), visibility="hidden")
        for file, title, _purpose in menu.RESEARCH
    ),
    st.Page("pages/shared.py", title=_("Picks shared with you"), visibility="hidden"),
]
page = st.navigation(all_pages, position="top")

if __name__ == "__main__":
    st.set_page_config(page_title="Tenfold", page_icon="🎞️", layout="wide")
    st.logo(COMPONENTS / "logo.svg", size="large")
    menu.on_phones(offered)
    try:
        with serving.page_slot(page.url_path, takes_turns=page in everybody):
            page.run()
    except (ArtifactError, StoreUnavailable) as error:
        messages.paragraph(str(error))
    messages.offline()
    i18n.choose_language()
    theme.choose([each.url_path for each in all_pages])
    serving.freeze_garbage()
else:
    app = st.App(
        __file__,
        lifespan=serving.preload,
        routes=serving.routes(),
        middleware=layers.middleware(),
        on_script_error=serving.show_error,
    )
