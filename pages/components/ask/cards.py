"""The question on the screen: cards that are buttons, and what else can be said.

Widget keys stay the same from question to question, so the keyboard's focus stays too; what
changes is the step that the callbacks carry.
"""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from elicitation.questions.next_question import Question
from elicitation.recommendations.personal_list import Recommendation
from elicitation.sessions.events import SAME, Choice, QuestionKind, pick, unknown
from elicitation.sessions.session import Session
from models.datasets.catalogue import Catalogue, Words
from pages.components.app import state, tab
from pages.components.app.i18n import _, number
from pages.components.app.text import plain
from pages.components.items import listing, titles, vocabulary

SIDES = ("left", "right")  # of a pair; items of larger questions have numbers


def question(catalogue: Catalogue, words: Words, asked: Question) -> bool:
    """Cards to choose one of, for questions "best" and "pair". Whether one was pressed."""
    keys = tuple(catalogue.keys[item] for item in asked.items)
    names = SIDES if len(keys) == 2 else [str(n) for n in range(1, len(keys) + 1)]
    answers = partial(_button, asked, keys)
    pressed = False
    st.html(f'<h1 class="which">{escape(vocabulary.asks(words, asked.kind, len(keys)))}</h1>')
    for place, (name, item, key) in enumerate(zip(names, asked.items, keys, strict=True)):
        if place % 2 == 0:
            columns = st.columns(2, gap="small", wrap=False)
        column = columns[place % 2]
        with column, st.container(key=f"card_{name}", gap=None):
            st.html(listing.poster_of(catalogue, item))
            label = titles.short(catalogue, item)
            pressed |= answers(st, label, name, pick(key), shortcut=name.capitalize())
        unseen = vocabulary.unseen(words)
        pressed |= answers(column, unseen, f"unseen_{name}", unknown(key), type="tertiary")
    unseen = vocabulary.unseen(words, len(keys))
    left, right = st.columns(2, gap="small", wrap=False)
    if asked.kind == "pair":
        pressed |= answers(left, _("Both"), "both", Choice("both"), shortcut="Up")
        pressed |= answers(right, _("Neither"), "neither", Choice("neither"), shortcut="Down")
        pressed |= answers(st, unseen, "unseen_all", unknown(*keys), type="tertiary")
    else:
        pressed |= answers(left, _("About the same"), "same", SAME, shortcut="Up")
        pressed |= answers(right, unseen, "unseen_all", unknown(*keys), shortcut="Down")
    return pressed


def _button(
    asked: Question,
    keys: tuple[str, ...],
    place: Any,  # what it stands in, with Streamlit's ``button``
    label: str,
    name: str,
    choice: Choice,
    **looks: Any,
) -> bool:
    """A button that answers; whether it was pressed."""
    args = asked.step, keys, choice, asked.kind
    label = plain(label)
    pressed = place.button(
        label, key=name, on_click=state.answer, args=args, width="stretch", **looks
    )
    return bool(pressed)


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


def _keys(words: Words, kind: QuestionKind) -> tuple[tuple[str, str], ...]:
    unseen = vocabulary.unseen(words, 2)
    either = _("{key} or {other}")
    own: dict[QuestionKind, tuple[tuple[str, str], ...]] = {
        "best": (
            ("← →", _("choose the left or the right one")),
            ("1 … 4", _("choose, where there are more than two")),
            (either.format(key="↑", other="S"), _("About the same")),
            (either.format(key="↓", other="H"), unseen),
        ),
        "pair": (
            ("← →", _("choose the left or the right one")),
            ("↑", _("Both")),
            ("↓", _("Neither")),
            ("H", unseen),
        ),
        "taps": (
            ("1 … 9", _("tap it, or take that back")),
            ("Enter", _("Done")),
            ("0", _("None of these")),
            ("H", _("mark those you don’t know, or stop that")),
        ),
        "best_worst": (
            ("1 … 9", _("the best, then the one you like least")),
            ("Enter", _("Done")),
            ("0", _("start over")),
            ("H", _("mark those you don’t know, or stop that")),
        ),
        "named": (
            ("↑ ↓", _("go through the titles found")),
            ("Enter", _("take the title; in an empty field: done")),
        ),
    }
    return (*own[kind], ("U", _("Undo")), ("?", _("this help")))


def undo_button(session: Session, shortcut: str | None = None) -> None:
    """Takes the latest answer back."""
    st.button(
        _("Undo"),
        key="undo",
        on_click=state.undo,
        args=(session.step,),
        disabled=not session.can_undo,
        shortcut=shortcut,
        type="tertiary",
        icon=":material/undo:",
    )


def controls(
    session: Session, words: Words, kind: QuestionKind | None, *more: Callable[[], None]
) -> None:
    """Take an answer back; say that it is enough; ``more`` draws what else there is.

    ``words`` as the catalogue has them, ``kind`` of the question; None if none is asked.
    """
    with st.container(key="controls", horizontal=True, horizontal_alignment="distribute"):
        undo_button(session, shortcut="Backspace")
        with st.popover(_("Keys"), key="help", type="tertiary", icon=":material/keyboard:"):
            rows = "".join(
                f"<tr><th><kbd>{escape(key)}</kbd></th><td>{escape(what)}</td></tr>"
                for key, what in _keys(words, kind or "best")
            )
            st.html(f'<table class="keys">{rows}</table>')
        for draw in more:
            draw()
        if kind is not None:
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
    settled = round(certainty * len(best))
    told = (
        _("About {n} of your top {total} are settled. A few more answers will sharpen the rest.")
        if settled
        else _("Your top {total} can still change. A few more answers will sharpen it.")
    ).format(n=number(settled), total=number(len(best)))
    podium = "".join(listing.poster_of(catalogue, pick.item) for pick in best[:3])
    st.html(
        f'<h1 class="which">{escape(title)}</h1><p>{escape(told)}</p>'
        f'<div class="podium">{podium}</div>'
    )
    with st.container(key="ways_on", horizontal=True):
        if st.button(_("See your picks"), key="see_picks", type="primary"):
            st.switch_page("pages/picks.py")
        step = session.step, session.n_counted
        st.button(_("Keep going"), key="go_on", on_click=tab.go_on, args=step)
