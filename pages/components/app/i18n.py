"""All words on the screen, in the language of whoever looks: `strings.UNDO`, `strings.sure(...)`.

One module a language, all with the same names (checked by a test). The language is what the person
chose, else what the address says (``?lang=de``), else what their browser asks for, else English.
"""

from collections.abc import Callable
from contextvars import ContextVar
from types import ModuleType
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.components.languages import english, german
from pages.components.languages.text import Title, plain, sentence, short_title

if TYPE_CHECKING:
    from pages.components.languages.english import *  # noqa: F403

__all__ = ["LANGUAGES", "QUERY", "Title", "language", "plain", "sentence", "short_title"]

LANGUAGES: dict[str, tuple[str, ModuleType]] = {
    "en": ("English", english),
    "de": ("Deutsch", german),
}
QUERY = "lang"
_settled: ContextVar[str] = ContextVar("language")  # of the thread that draws a page


def settle_language() -> None:
    """Find out once a page: its words are some fifty, and each would look again."""
    _settled.set(_wished())


def language() -> str:
    """The key of the language in use."""
    return _settled.get(None) or _wished()


def _wished() -> str:
    if get_script_run_ctx(suppress_warning=True) is None:
        return "en"  # nobody looks
    for wish in _WISHES:
        if (name := wish()) in LANGUAGES:
            return str(name)
    return "en"


_WISHES: tuple[Callable[[], str | None], ...] = (
    lambda: st.session_state.get("language"),
    lambda: st.query_params.get(QUERY),
    lambda: (st.context.locale or "")[:2].lower(),
)


def choose_language() -> None:
    """A quiet menu at the foot of every page."""
    with st.container(key="languages", horizontal=True, horizontal_alignment="center"):
        st.segmented_control(
            "Language · Sprache",
            list(LANGUAGES),
            default=language(),
            format_func=lambda key: LANGUAGES[key][0],
            key="language",
            label_visibility="collapsed",
            persist_state="session",
        )


def __getattr__(name: str) -> Any:
    return getattr(LANGUAGES[language()][1], name)
