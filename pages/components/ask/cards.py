"""The question on the screen: cards that are buttons, and what else can be said.

Widget keys stay the same from question to question, so the keyboard's focus stays too; what
changes is the step that the callbacks carry.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from elicitation.questions.next_question import Question
from elicitation.recommendations.personal_list import Recommendation
from elicitation.sessions.events import SAME, pick, unknown
from elicitation.sessions.session import Session
from models.datasets.catalogue import Catalogue, Words
from pages.components.app import state
from pages.components.app.i18n import _, number
from pages.components.app.text import plain
from pages.components.items import listing, titles, vocabulary

SIDES = ("left", "right")  # of a pair; items of larger questions have numbers


def question(catalogue: Catalogue, words: Words, asked: Question) -> None:
    keys = tuple(catalogue.keys[item] for item in asked.items)
    names = SIDES if len(keys) == 2 else [str(n) for n in range(1, len(keys) + 1)]
    pressed = False
    heading = _("Which do you like better?")
    st.html(f'<h1 class="which">{escape(heading)}</h1>')
    for place, (name, item, key) in enumerate(zip(names, asked.items, keys, strict=True)):
        if place % 2 == 0:
            columns = st.columns(2, gap="small", wrap=False)
        column = columns[place % 2]
        with column, st.container(key=f"card_{name}", gap=None):
            st.html(listing.poster_of(catalogue, item))
            pressed |= st.button(
                plain(titles.short(catalogue, item)),
                key=name,
                on_click=state.answer,
                args=(asked.step, keys, pick(key)),
                shortcut=name.capitalize(),
                width="stretch",
            )
        pressed |= column.button(
            plain(vocabulary.unseen(words)),
            key=f"unseen_{name}",
            on_click=state.answer,
            args=(asked.step, keys, unknown(key)),
            width="stretch",
            type="tertiary",
        )
    same, neither = st.columns(2, gap="small", wrap=False)
    pressed |= same.button(
        _("About the same"),
        key="same",
        on_click=state.answer,
        args=(asked.step, keys, SAME),
        shortcut="Up",
        width="stretch",
    )
    pressed |= neither.button(
        plain(vocabulary.unseen(words, len(keys))),
        key="unseen_all",
        on_click=state.answer,
        args=(asked.step, keys, unknown(*keys)),
        shortcut="Down",
        width="stretch",
    )
    if pressed and not state.was_heard():
        st.toast(_("The connection was lost for a moment. Please choose again."))


def progress(session: Session, pausing: bool) -> None:
    """Where we are, as words and as one segment a question."""
    done, planned = session.n_done, session.n_planned
    words = vocabulary.answered(done) if pausing else _number(done + 1, planned)
    segments = "".join(f'<i class="{"done" if n < done else ""}"></i>' for n in range(planned))
    st.html(
        f'<div class="progress"><span>{words}</span><div role="progressbar" aria-valuemin="0" '
        f'aria-valuemax="{planned}" aria-valuenow="{min(done, planned)}" aria-label="{words}">'
        f"{segments}</div></div>"
    )


def _number(n: int, planned: int) -> str:
    """ "Question 4 of 10"; past the plan the number alone."""
    if n > planned:
        return _("Question {n}").format(n=number(n))
    return _("Question {n} of {total}").format(n=number(n), total=number(planned))


def _keys(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("← →", _("choose the left or the right one")),
        ("1 … 4", _("choose, where there are more than two")),
        (_("{key} or {other}").format(key="↑", other="S"), _("About the same")),
        (_("{key} or {other}").format(key="↓", other="H"), vocabulary.unseen(words, 2)),
        ("U", _("Undo")),
        ("?", _("this help")),
    )


def controls(session: Session, words: Words, pausing: bool) -> None:
    """Take an answer back; say that it is enough. ``words`` as the catalogue has them."""
    with st.container(key="controls", horizontal=True, horizontal_alignment="distribute"):
        st.button(
            _("Undo"),
            key="undo",
            on_click=state.undo,
            args=(session.step,),
            disabled=not session.can_undo,
            shortcut="Backspace",
            type="tertiary",
            icon=":material/undo:",
        )
        with st.popover(_("Keys"), key="help", type="tertiary", icon=":material/keyboard:"):
            rows = "".join(
                f"<tr><th><kbd>{escape(key)}</kbd></th><td>{escape(what)}</td></tr>"
                for key, what in _keys(words)
            )
            st.html(f'<table class="keys">{rows}</table>')
        if not pausing:
            st.button(
                _("That’s enough"),
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
    title = _("Your list is ready")
    told = _(
        "About {n} of your top {total} are settled. A few more answers will sharpen the rest."
    ).format(n=number(round(certainty * len(best))), total=number(len(best)))
    podium = "".join(listing.poster_of(catalogue, pick.item) for pick in best[:3])
    st.html(
        f'<h1 class="which">{escape(title)}</h1><p>{escape(told)}</p>'
        f'<div class="podium">{podium}</div>'
    )
    with st.container(key="ways_on", horizontal=True):
        if st.button(_("See your picks"), key="see_picks", type="primary"):
            st.switch_page("pages/picks.py")
        step = session.step, session.n_informative
        st.button(_("Keep going"), key="go_on", on_click=state.go_on, args=step)
