"""A minimal page with the widgets of the question page and no computation: the app's baseline.

It starts in the app's folder with the app's configuration, and has as many widgets and as much text
as a question beside its list. NumPy is loaded as on any page that shows data. With `-- --frozen`
loaded objects are exempt from garbage collection, as in the app.
"""

import gc
import sys

import numpy  # noqa: F401 - the collector walks it
import streamlit as st

ROW = f"<li>{'word ' * 60}</li>"  # as long as a row of the live list
PICTURE = f"<div>{'drawing ' * 330}</div>"  # as long as a poster


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Once a process, so that later collections skip loaded modules."""
    gc.collect()
    gc.freeze()


def count() -> None:
    st.session_state["clicks"] += 1


if "--frozen" in sys.argv:
    freeze()
clicks = st.session_state.setdefault("clicks", 0)
page = st.navigation([st.Page(lambda: None, title=str(n), url_path=f"p{n}") for n in range(6)])
st.set_page_config(layout="wide")
st.html(f"<style>{'p { margin: 0; } ' * 1000}</style>")
page.run()
asking, listed = st.columns([8, 5], gap="large")
with asking:
    st.html(f"<p>Question {clicks + 1} of 10</p>")
    st.html("<h1>Which?</h1>")
    for column, side in zip(st.columns(2), ("left", "right"), strict=True):
        with column, st.container(key=f"card_{side}"):
            st.html(PICTURE)
            st.button(f"{side} {clicks}", key=side, on_click=count, width="stretch")
        column.button("unseen", key=f"unseen_{side}", on_click=count, width="stretch")
    for column, name in zip(st.columns(2), ("same", "unseen_all"), strict=True):
        column.button(name, key=name, on_click=count, width="stretch")
    with st.container(key="controls", horizontal=True):
        st.button("undo", key="undo", on_click=count)
        with st.popover("keys", key="help"):
            st.html("<table></table>")
        st.button("finish", key="finish", on_click=count)
listed.html(f"<section><p>{clicks}</p><ol>{ROW * 10}</ol></section>")
listed.link_button("all", "/")
st.segmented_control("Language", ["English", "Deutsch"], key="language")
