"""Keys, and buttons inside lists that are drawn as HTML.

A button of a list carries ``data-act`` and ``data-item``; what the browser sends back is checked
like anything from outside before it means something.
"""

from pathlib import Path

import streamlit as st

from elicitation.sessions.events import Mark, Verdict
from pages.components.app import assets, state, tab

KEY = "gestures"
KEYS = {"s": "same", "h": "unseen_all", "u": "undo", "?": "help"}
ACTS: dict[str, tuple[Mark, Verdict | None]] = {  # the mark, and what it says about taste
    "save": ("saved", None),
    "liked": ("seen", "liked"),
    "disliked": ("seen", "disliked"),
    "seen": ("seen", ""),
    "hide": ("hidden", None),
    "clear": ("", None),
}
MORE = "more"
ANSWERS = ", ".join(  # buttons that answer a question
    f"[class*=st-key-{key}] button"
    for key in ("card_", "left", "right", "same", "both", "neither", "unseen_")
)

_listen = st.components.v2.component(
    "tenfold_gestures", js=(Path(__file__).parent / "shortcuts.js").read_text()
)


def listen(step: int | None = None) -> None:
    """Once a page that has keys or lists; ``step`` is that of the question it asks, if it does."""
    data = {"keys": KEYS, "step": step, "answers": ANSWERS}
    _listen(key=KEY, data=data, on_act_change=_acted, height=0)


def _acted() -> None:
    sent = tab.sent(KEY, "act")
    if not isinstance(sent, dict):
        return
    act, item = sent.get("act"), sent.get("item")
    if not isinstance(item, str) or item not in assets.artifact().catalogue.numbers:
        return
    if act == MORE:
        tab.look_closer(item)
    elif isinstance(act, str) and act in ACTS:
        state.mark(item, *ACTS[act])
        tab.tick_off(item)
