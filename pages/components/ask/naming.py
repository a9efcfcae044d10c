"""A screen without items: the person names some that they love, by searching as they type."""

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from elicitation.questions.next_question import NAMES_TELL, Question
from elicitation.sessions.events import MAX_NAMED
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import state, tab
from pages.components.app.i18n import _
from pages.components.ask import replies
from pages.components.items import titles, vocabulary

if TYPE_CHECKING:
    from models.histories.title_search import TitleSearch

KEY = "naming"
N_FOUND = 6  # titles to choose from: more do not fit above a phone's keyboard
_TYPED, _WISHED = "naming_typed", "naming_wished"  # of the session state
_HERE = Path(__file__)

_combobox = st.components.v2.component(
    "tenfold_naming",
    html=_HERE.with_suffix(".html").read_text(),
    js=_HERE.with_suffix(".js").read_text(),
    isolate_styles=False,  # the page's look, and its keys know a field that somebody types in
)


def wish(step: int) -> None:
    """Ask for names in the next run, instead of the question of this step."""
    st.session_state[_WISHED] = step


def give_up() -> None:
    """Back to the question."""
    st.session_state.pop(_WISHED, None)


def wished(session: Session) -> Question | None:
    """The screen of names, where the person wants to name some now."""
    if st.session_state.get(_WISHED) != session.step:
        return None
    return Question(session.step, (), NAMES_TELL, 1.0, "named")


def draw(artifact: Artifact, asked: Question) -> None:
    """The screen; typing runs this part of the page alone."""
    st.fragment(_draw)(artifact, asked)


def _draw(artifact: Artifact, asked: Question) -> None:
    typed = str(st.session_state.get(_TYPED, "")).strip()
    found, note, is_exact = _found(artifact, typed)
    sent = _combobox(
        key=KEY,
        data={
            "step": asked.step,
            "query": typed,
            "found": found,
            "note": note,
            "isExact": is_exact,
            "most": MAX_NAMED,
            "texts": _texts(artifact),
        },
        on_query_change=_search,
        on_said_change=partial(_said, asked.step, artifact.catalogue.numbers),
    )
    if sent.said is not None:
        st.rerun()


def _texts(artifact: Artifact) -> dict[str, str]:
    words = vocabulary.words(artifact.words)
    return {
        "label": vocabulary.asks(artifact.words, "named", MAX_NAMED),
        "placeholder": _("Type a title"),
        "named": _("Named"),
        "found": _("Titles found"),
        "remove": _("{title}: remove"),
        "done": _("Done"),
        "skip": _("Skip"),
        "items": words.items,
    }


def _found(artifact: Artifact, typed: str) -> tuple[list[dict[str, object]], str, bool]:
    """Titles to choose from, what to say about them, and whether they fit what was typed."""
    if not typed:
        return [], "", True
    catalogue = artifact.catalogue
    hits = searcher(artifact).find(typed, N_FOUND)
    found: list[dict[str, object]] = [
        {
            "key": catalogue.keys[item],
            "title": titles.short(catalogue, item),
            "year": catalogue.years[item] or "",
        }
        for item in hits.items
    ]
    if hits.is_exact:
        return found, "", True
    missing, nearest = _("Not in this catalogue."), _("The nearest titles:")
    return found, f"{missing} {nearest}" if found else missing, False


def _search() -> None:
    sent = tab.sent(KEY, "query")
    if isinstance(sent, str):
        st.session_state[_TYPED] = sent[:100]


def _said(step: int, numbers: dict[str, int]) -> None:
    sent = tab.sent(KEY, "said")
    choice = replies.named(sent, numbers)
    st.session_state.pop(_TYPED, None)
    if choice is None or replies.step_of(sent) != step:
        return
    if st.session_state.pop(_WISHED, None) is None or choice.items:
        state.answer(step, choice.items, choice, "named")


@lru_cache(maxsize=2)  # the artifact before this one is still in use for a moment
def searcher(artifact: Artifact) -> "TitleSearch":
    """What finds the titles of the catalogue."""
    from models.histories.title_search import TitleSearch  # of those who name something

    return TitleSearch(artifact.catalogue, artifact.known.tolist())
