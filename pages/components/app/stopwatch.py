"""Response times of participants, measured in the browser: the network is none of them.

What the browser sends is checked like anything from outside before it means something.
"""

from pathlib import Path

import streamlit as st

from elicitation.sessions.events import QuestionKind

KEY = "stopwatch"
LONGEST = 24 * 3600 * 1000  # milliseconds; whoever comes back after a day was not thinking
PRESSES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", *"123456"]
KEYS: dict[QuestionKind, list[str]] = {  # that answer
    "best": PRESSES,
    "pair": PRESSES,
    "taps": ["Enter", "0"],
    "best_worst": ["Enter"],
    "named": ["Enter"],
}
ANSWERS = ".st-key-asking .stButton button, .screen [data-screen=done], .naming [data-part=done]"

_watch = st.components.v2.component(
    "tenfold_stopwatch", js=(Path(__file__).parent / "stopwatch.js").read_text()
)


def run(step: int, kind: QuestionKind) -> None:
    """Measure from the moment that the question of ``step`` is on the screen."""
    data = {"step": step, "where": ANSWERS, "keys": KEYS[kind]}
    _watch(key=KEY, data=data, on_took_change=lambda: None, height=0)


def took(step: int) -> int | None:
    """Milliseconds from the question's appearance to the answer; None if nobody measured."""
    sent = st.session_state.get(KEY)
    found = sent.get("took") if sent else None
    if not isinstance(found, dict) or found.get("step") != step:
        return None
    ms = found.get("ms")
    if not isinstance(ms, int) or isinstance(ms, bool) or not 0 <= ms <= LONGEST:
        return None
    return ms
