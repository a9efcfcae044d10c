"""A page with the widgets of the question page and nothing behind them: the app's peer."""

import streamlit as st

TEXT = "<section>" + "".join(f"<p>{'word ' * 30}{n}</p>" for n in range(24)) + "</section>"

st.set_page_config(layout="wide")
st.html(f"<style>{'p { margin: 0; } ' * 500}</style>")
clicks = st.session_state.setdefault("clicks", 0)


def count() -> None:
    st.session_state["clicks"] += 1


asking, listed = st.columns([8, 5], gap="large")
with asking:
    st.html(f"<p>Question {clicks + 1} of 10</p>")
    st.html("<h1>Which?</h1>")
    for column, side in zip(st.columns(2), ("left", "right"), strict=True):
        with column, st.container(key=f"card_{side}"):
            st.html(f"<div>{'drawing ' * 150}</div>")
            st.button(f"{side} {clicks}", key=side, on_click=count, width="stretch")
        column.button("unseen", key=f"unseen_{side}", on_click=count, width="stretch")
    for column, name in zip(st.columns(2), ("same", "unseen_all"), strict=True):
        column.button(name, key=name, on_click=count, width="stretch")
    with st.container(key="controls", horizontal=True):
        st.button("undo", key="undo", on_click=count)
        with st.popover("keys", key="help"):
            st.html("<table></table>")
        st.button("finish", key="finish", on_click=count)
listed.html(TEXT)
