"""The language of whoever looks: words by `_` and `ngettext`, numbers by `number` and `percent`.

Messages are English where they are said; ``locale/<language>/LC_MESSAGES/tenfold.po`` has the
translations (docs/translating.md). The language is what the person chose, else what the address
says (``?lang=de``), else what their browser asks for, else English.

Values go in by ``.format``: ``_("{n} of {total}").format(...)``. Babel finds no message inside an
f-string on Python 3.11, so none may stand there. A module's constants are marked with ``N_`` and
translated where they are used, because the language differs from visitor to visitor.
"""

import gettext
import io
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Literal

import streamlit as st
from babel import Locale
from babel.core import get_global
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, parse_pattern
from streamlit.runtime.scriptrunner import get_script_run_ctx

from models.settings import ROOT

LOCALE = ROOT / "locale"
DOMAIN = "tenfold"
SOURCE = "en"  # the language of the messages in the code
QUERY = "lang"
_settled: ContextVar[str] = ContextVar("language")  # of the thread that draws a page

# Dialogs stand beside the app's own element, which alone knows the theme: the root follows it.
_declare = st.components.v2.component(
    "tenfold_language",
    js="""export default ({ data }) => {
  const root = document.documentElement, app = document.querySelector('.stApp');
  root.lang = data.language;
  const scheme = app && getComputedStyle(app).colorScheme;
  if (/^(light|dark)$/.test(scheme)) root.style.colorScheme = scheme;
}""",
)


def _(message: str) -> str:
    """The message in the language of whoever looks; English where it is not translated."""
    return str(_translations(language()).gettext(message)) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """As ``_``, in the form for ``n`` things; languages have one to six forms."""
    return str(_translations(language()).ngettext(one, many, n))


def N_(message: str) -> str:
    """Marks a constant for translators; ``_`` translates it where it is used."""
    return message


def number(value: float, digits: int = 0, signed: bool = False) -> str:
    """``9,061`` or ``+0.43``, in the language's form; ``signed`` writes a plus sign, too."""
    code = language()
    return str(_decimal(code, digits, signed).apply(value, _locale(code)))


def percent(share: float, digits: int = 0) -> str:
    """A share, 0 to 1, as ``43%``, in the language's form."""
    code = language()
    return str(_percentage(code, digits).apply(share, _locale(code)))


def listed(items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """``A, B and C``, or with "or"."""
    return format_list(items, style, _locale(language()))


def language_name(code: str) -> str:
    """What the language of the key ``code`` is called; other names stay as they are.

    >>> language_name("fr"), language_name("eng"), language_name("Old Norse")
    ('French', 'English', 'Old Norse')
    """
    return str(_locale(language()).languages.get(language_code(code), code))


@lru_cache(maxsize=256)
def language_code(name: str) -> str:
    """The shortest code of a language's key: "ger" and "de-AT" are "de"."""
    first = name.replace("_", "-").partition("-")[0].lower()
    return str(get_global("language_aliases").get(first, first))


def separators() -> str:
    """The decimal and the thousands separator, as plotly takes them."""
    symbols = _locale(language()).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"


@lru_cache(maxsize=1)
def languages() -> dict[str, str]:
    """Code -> the language's own name: English, and a language for each catalogue in locale/."""
    found = sorted(path.parts[-3] for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {code: str(_locale(code).get_display_name()).capitalize() for code in [SOURCE, *found]}


def settle_language() -> None:
    """Find out once a page: its words are some fifty, and each would look again."""
    use_language(_wished())


def use_language(code: str) -> None:
    """Speak it from here on, in this thread."""
    _settled.set(code)


def language() -> str:
    """The key of the language in use."""
    return _settled.get(None) or _wished()


def _wished() -> str:
    if get_script_run_ctx(suppress_warning=True) is None:
        return SOURCE  # nobody looks
    for wish in _WISHES:
        if (name := wish()) in languages():
            return str(name)
    return SOURCE


_WISHES: tuple[Callable[[], str | None], ...] = (
    lambda: st.session_state.get("language"),
    lambda: st.query_params.get(QUERY),
    lambda: (st.context.locale or "").replace("-", "_"),
    lambda: (st.context.locale or "")[:2].lower(),
)


def choose_language() -> None:
    """A quiet menu at the foot of every page; tells the browser what language the page is in."""
    page = {"language": language().replace("_", "-"), "theme": st.context.theme.type}
    _declare(key="html_language", data=page, height=0)
    with st.container(key="languages", horizontal=True, horizontal_alignment="center"):
        st.segmented_control(
            "Language · Sprache",
            list(languages()),
            default=language(),
            format_func=languages().__getitem__,
            key="language",
            label_visibility="collapsed",
            persist_state="session",
        )


@lru_cache(maxsize=32)
def _translations(code: str) -> gettext.NullTranslations:
    """The catalogue, compiled in memory. Entries marked fuzzy stay English."""
    path = LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if code == SOURCE or not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(maxsize=32)
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@lru_cache(maxsize=128)
def _decimal(code: str, digits: int, signed: bool) -> NumberPattern:
    whole = _locale(code).decimal_formats[None].pattern.partition(".")[0]
    form = f"{whole}.{'0' * digits}" if digits else whole
    return parse_pattern(f"+{form};-{form}" if signed else form)


@lru_cache(maxsize=128)
def _percentage(code: str, digits: int) -> NumberPattern:
    form = _locale(code).percent_formats[None].pattern
    return parse_pattern(form.replace("0", f"0.{'0' * digits}") if digits else form)
