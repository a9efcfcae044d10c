"""Tenfold: `streamlit run app.py`.

The file is read twice. The server imports it once and finds `app`: what to load before the first
visit, and how to hand out fonts. Every visit then runs it as a script: the pages.
"""

from contextlib import nullcontext
from pathlib import Path

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from models.artifacts import ArtifactError
from pages.components.app import i18n as strings
from pages.components.app import messages, serving

COMPONENTS = Path(__file__).parent / "pages" / "components" / "app"

if __name__ == "__main__":
    strings.settle_language()  # before the first word, which is in the menu

# By the server too: before this call Streamlit takes the folder pages/ for a menu of its own, and
# the first visitor with a link to another page than the first would get that page bare.
everybody = [  # quick to draw, and looked at by a whole room at once: these take turns
    st.Page("pages/ask.py", title=strings.ASK, default=True),
    st.Page("pages/picks.py", title=strings.PICKS),
    st.Page("pages/taste.py", title=strings.TASTE),
    st.Page("pages/together.py", title=strings.TOGETHER),
]
page = st.navigation(
    [
        *everybody,
        st.Page("pages/uncertainty.py", title=strings.UNCERTAINTY),
        st.Page("pages/models.py", title=strings.MODELS),
        st.Page("pages/studies.py", title=strings.STUDIES),
        st.Page("pages/lab.py", title=strings.LAB),
        st.Page("pages/sparsity.py", title=strings.SPARSITY),
        st.Page("pages/present.py", title=strings.PRESENT),
        st.Page("pages/shared.py", title=strings.SHARED, visibility="hidden"),
    ],
    position="top",
)

if __name__ == "__main__":
    st.set_page_config(page_title=strings.APP, page_icon="🎞️", layout="wide")
    st.logo(COMPONENTS / "logo.svg", size="large")
    st.html(COMPONENTS / "theme.css")
    messages.offline()
    try:
        with serving.page_slot() if page in everybody else nullcontext():
            page.run()
    except (ArtifactError, StoreUnavailable) as error:
        messages.paragraph(str(error))
    strings.choose_language()
    serving.freeze_garbage()
else:
    app = st.App(
        __file__,
        lifespan=serving.preload,
        routes=serving.routes(),
        middleware=serving.middleware(),
        on_script_error=serving.show_error,
    )
