"""A screen of posters to tap: all that one would take, or the best and the worst.

The posters are buttons that grid.js toggles without the server, which hears of them once the person
is done. What it then gets is checked like anything from outside before it means something.
"""

from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from elicitation.questions.next_question import Question
from elicitation.sessions.events import QuestionKind
from models.datasets.catalogue import Catalogue, Words
from pages.components.app import state, tab
from pages.components.app.i18n import _, number
from pages.components.ask import replies
from pages.components.items import listing, pictures, titles, vocabulary

KEY = "grid"
KINDS: tuple[QuestionKind, ...] = ("taps", "best_worst")
WIDE = 4  # items that stand in one row on a desk; more stand in rows of three

_listen = st.components.v2.component(
    "tenfold_grid", js=Path(__file__).with_suffix(".js").read_text()
)


def draw(catalogue: Catalogue, words: Words, asked: Question) -> bool:
    """The screen. Whether it was answered in this run without ``state.answer`` hearing of it."""
    keys = tuple(catalogue.keys[item] for item in asked.items)
    st.html(_html(catalogue, words, asked))
    sent = _listen(
        key=KEY,
        data={"step": asked.step, "size": len(keys)},
        on_said_change=partial(_said, asked.step, keys, asked.kind),
        height=0,
    )
    return sent.said is not None


def _said(step: int, keys: tuple[str, ...], kind: QuestionKind) -> None:
    sent = tab.sent(KEY, "said")
    tab.heard()
    choice = replies.choice_of(kind, keys, sent)
    if choice is not None and replies.step_of(sent) == step:
        state.answer(step, keys, choice, kind)


def _html(catalogue: Catalogue, words: Words, asked: Question) -> str:
    heading = vocabulary.asks(words, asked.kind, len(asked.items))
    unseen = vocabulary.unseen(words)
    which = _("{unknown}: tap which ones").format(unknown=unseen)
    cells = "".join(_cell(catalogue, place, item) for place, item in enumerate(asked.items))
    wide = "wide" if len(asked.items) <= WIDE else "many"
    said = {"unseen": unseen, "liked": "", "best": _("Best"), "worst": _("Least")}
    labels = "".join(f' data-{state}="{escape(told)}"' for state, told in said.items())
    return (
        f'<section class="screen {wide}" data-step="{asked.step}" data-kind="{asked.kind}"{labels}>'
        f'<h1 class="which" tabindex="-1">{escape(heading)}</h1>'
        f'<ol class="grid">{cells}</ol><div class="acts">{_done(asked.kind)}'
        f'<button class="plain" data-screen="unseen" aria-pressed="false">'
        f'<span class="off">{escape(unseen)} …</span>'
        f'<span class="on">{escape(which)}</span></button></div></section>'
    )


def _cell(catalogue: Catalogue, place: int, item: int) -> str:
    title, year = titles.short(catalogue, item), catalogue.years[item]
    name = f"{title}, {year}" if year else title
    seen = f'<span class="caption">{escape(title)}</span>' if pictures.of(catalogue, item) else ""
    return (
        f'<li><button class="tap" data-place="{place}" data-state="" aria-pressed="false" '
        f'title="{escape(name)}">{listing.poster_of(catalogue, item)}{seen}'
        f'<span class="sr">{escape(name)}</span><span class="state"></span>'
        f'<kbd aria-hidden="true">{number(place + 1)}</kbd></button></li>'
    )


def _done(kind: QuestionKind) -> str:
    """The button that answers: it says what was tapped, or that nothing was."""
    done = f'<span class="yes">{escape(_("Done"))}</span>'
    if kind == "best_worst":
        return f'<button class="main" data-screen="done" data-needs disabled>{done}</button>'
    none = f'<span class="no">{escape(_("None of these"))}</span>'
    return f'<button class="main" data-screen="done">{none}{done}</button>'
