"""What a participant does after the questions: compare lists, then agree with statements or not."""

from html import escape
from pathlib import Path

import streamlit as st

from elicitation.recommendations.personal_list import ranking
from elicitation.sessions.session import Session
from elicitation.studies.arms import LENGTH, order_of
from elicitation.studies.questionnaires import POINTS, Statement
from elicitation.studies.study import Study
from models.artifacts import Artifact
from pages.components.app import assets, menu, messages, state
from pages.components.app.i18n import _
from pages.components.app.text import plain
from pages.components.items import listing, titles, vocabulary

LETTERS = "ABC"


def missing(artifact: Artifact, study: Study, session: Session) -> bool:
    """Whether something is left to do; it is then drawn. Lists come before statements."""
    if session.comparison is None and len(_arms(artifact, study)) > 1:
        menu.hide()
        _compare(artifact, study, session)
        return True
    said = dict(session.statements)
    left = [own for own in study.statements if own.key not in said]
    if left:
        menu.hide()
        _ask(study, left)
    return bool(left)


def _arms(artifact: Artifact, study: Study) -> list[str]:
    """The arms that this artifact has lists of."""
    return [name for name in study.lists if name in artifact.priors]


def _compare(artifact: Artifact, study: Study, session: Session) -> None:
    """Lists without the names of their models, in this person's own order."""
    st.html(Path(__file__).with_suffix(".css"))
    arms = order_of(session, _arms(artifact, study))
    belief = assets.belief(artifact, session)
    lists = tuple(
        ranking(belief, assets.ranker(artifact, session, prior=arm), LENGTH) for arm in arms
    )
    keys = tuple(tuple(artifact.catalogue.keys[item] for item in own) for own in lists)
    names = [_("List {letter}").format(letter=LETTERS[n]) for n in range(len(arms))]
    st.title(_("Which list is better for you?"))
    columns = "".join(
        f"<section><h2>{escape(name)}</h2><ol>{_rows(artifact, own)}</ol></section>"
        for name, own in zip(names, lists, strict=True)
    )
    st.html(f'<div class="arms">{columns}</div>')
    title = titles.title_of(artifact.catalogue)
    items = list(dict.fromkeys(key for own in keys for key in own))
    with st.form("compare_lists", border=False):
        told = _("Which of these {items} would you {use}?")
        words = vocabulary.words(artifact.words)
        liked = st.pills(
            told.format(items=words.items, use=words.use),
            items,
            selection_mode="multi",
            format_func=lambda key: plain(title(key)),
            key="compare_liked",
        )
        none = _("None of them")
        best = st.radio(_("The better list"), [*names, none], index=None, key="compare_best")
        if st.form_submit_button(_("Go on"), type="primary"):
            if best is None:
                messages.paragraph(_("Please choose a list, or none of them."))
                return
            preferred = "" if best == none else arms[names.index(best)]
            state.compare(arms, keys, preferred, tuple(liked))
            st.rerun()


def _rows(artifact: Artifact, items: tuple[int, ...]) -> str:
    return "".join(
        f'<li><div class="thumb">{listing.poster_of(artifact.catalogue, item)}</div>'
        f"<span>{escape(titles.short(artifact.catalogue, item))}</span></li>"
        for item in items
    )


def _ask(study: Study, left: list[Statement]) -> None:
    """All statements on one page; each answer is kept, and what is left is asked again."""
    st.title(_("How much do you agree?"))
    messages.text(_("1 = strongly disagree, {most} = strongly agree.").format(most=POINTS))
    with st.form("statements", border=False):
        for own in left:
            st.segmented_control(
                plain(own.text), list(range(1, POINTS + 1)), key=f"statement_{own.key}"
            )
        sent = st.form_submit_button(_("Go on"), type="primary")
    if not sent:
        return
    for own in left:
        value = st.session_state.get(f"statement_{own.key}")
        if isinstance(value, int) and 1 <= value <= POINTS:
            state.say_of(own.key, value)
    st.rerun()
