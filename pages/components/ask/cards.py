"""The question on the screen: cards that are buttons, and what else can be said.

Widget keys stay the same from question to question, so the keyboard's focus stays too; what
changes is the step that the callbacks carry.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from elicitation.questions.next_question import Question
from elicitation.recommendations.personal_list import Recommendation
from elicitation.sessions.session import SAME, Session, pick, unknown
from models.datasets.catalogue import Catalogue, Words
from pages.components.app import i18n as strings
from pages.components.app import state
from pages.components.items import listing

SIDES = ("left", "right")  # of a pair; items of larger questions have numbers


def question(catalogue: Catalogue, words: Words, asked: Question) -> None:
    keys = tuple(catalogue.keys[item] for item in asked.items)
    names = SIDES if len(keys) == 2 else [str(n) for n in range(1, len(keys) + 1)]
    pressed = False
    st.html(f'<h1 class="which">{escape(strings.which(words))}</h1>')
    for place, (name, item, key) in enumerate(zip(names, asked.items, keys, strict=True)):
        if place % 2 == 0:
            columns = st.columns(2, gap="small", wrap=False)
        column = columns[place % 2]
        with column, st.container(key=f"card_{name}", gap=None):
            st.html(listing.poster_of(catalogue, item))
            pressed |= st.button(
                strings.plain(strings.short_title(catalogue.titles[item])),
                key=name,
                on_click=state.answer,
                args=(asked.step, keys, pick(key)),
                shortcut=name.capitalize(),
                width="stretch",
            )
        pressed |= column.button(
            strings.plain(strings.unseen(words)),
            key=f"unseen_{name}",
            on_click=state.answer,
            args=(asked.step, keys, unknown(key)),
            width="stretch",
            type="tertiary",
        )
    same, neither = st.columns(2, gap="small", wrap=False)
    pressed |= same.button(
        strings.SAME,
        key="same",
        on_click=state.answer,
        args=(asked.step, keys, SAME),
        shortcut="Up",
        width="stretch",
    )
    pressed |= neither.button(
        strings.plain(strings.unseen(words, len(keys))),
        key="unseen_all",
        on_click=state.answer,
        args=(asked.step, keys, unknown(*keys)),
        shortcut="Down",
        width="stretch",
    )
    if pressed and not state.was_heard():
        st.toast(strings.AGAIN)


def progress(session: Session, pausing: bool) -> None:
    """Where we are, as words and as one segment a question."""
    done, planned = session.n_done, session.n_planned
    words = strings.answered(done) if pausing else strings.progress(done, planned)
    segments = "".join(f'<i class="{"done" if n < done else ""}"></i>' for n in range(planned))
    st.html(
        f'<div class="progress"><span>{words}</span><div role="progressbar" aria-valuemin="0" '
        f'aria-valuemax="{planned}" aria-valuenow="{min(done, planned)}" aria-label="{words}">'
        f"{segments}</div></div>"
    )


def controls(session: Session, pausing: bool) -> None:
    """Take an answer back; say that it is enough."""
    with st.container(key="controls", horizontal=True, horizontal_alignment="distribute"):
        st.button(
            strings.UNDO,
            key="undo",
            on_click=state.undo,
            args=(session.step,),
            disabled=not (session.answers or session.holdout_answers),
            shortcut="Backspace",
            type="tertiary",
            icon=":material/undo:",
        )
        with st.popover(strings.HELP, key="help", type="tertiary", icon=":material/keyboard:"):
            rows = "".join(
                f"<tr><th><kbd>{escape(key)}</kbd></th><td>{escape(what)}</td></tr>"
                for key, what in strings.KEYS
            )
            st.html(f'<table class="keys">{rows}</table>')
        if not pausing:
            st.button(
                strings.STOP,
                key="finish",
                on_click=state.finish,
                args=(session.step,),
                disabled=not session.n_done,
                type="tertiary",
            )


def finished(
    session: Session, catalogue: Catalogue, best: Sequence[Recommendation], certainty: float
) -> None:
    """Ten answers, or enough: how sure we are; on to the picks, or on with the questions."""
    podium = "".join(listing.poster_of(catalogue, pick.item) for pick in best[:3])
    st.html(
        f'<h1 class="which">{strings.READY}</h1><p>{strings.sure(certainty, len(best))}</p>'
        f'<div class="podium">{podium}</div>'
    )
    with st.container(key="ways_on", horizontal=True):
        if st.button(strings.SEE_PICKS, key="see_picks", type="primary"):
            st.switch_page("pages/picks.py")
        step = session.step, session.n_informative
        st.button(strings.GO_ON, key="go_on", on_click=state.go_on, args=step)
