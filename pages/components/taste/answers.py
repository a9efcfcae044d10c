"""All answers in words, each of which can be said anew."""

from collections.abc import Mapping

import streamlit as st

from elicitation.sessions.events import MAX_NAMED, SAME, Answered, Choice, pick, unknown
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.datasets.catalogue import Words
from pages.components.app import state
from pages.components.app.i18n import _, listed
from pages.components.app.text import Title, plain, sentence
from pages.components.ask import naming
from pages.components.items import reasons, titles, vocabulary

KEY = "revising"  # of the session state: the step of the answer that is being said anew


def offer(artifact: Artifact, session: Session) -> None:
    """The list, folded away. What was answered in a study stays as it is."""
    if not session.answers or session.started.study:
        return
    title = titles.title_of(artifact.catalogue)
    with st.expander(_("Your answers"), icon=":material/history:"):
        st.caption(_("Changed your mind? Say any of them anew: everything follows from them."))
        if session.revisions and session.revisions[-1].step == session.step - 1:
            st.button(
                _("Undo the change"),
                key="revise_undo",
                on_click=state.undo,
                args=(session.step,),
                icon=":material/undo:",
            )
        for answer in session.answers:
            said, again = st.columns([4, 1], wrap=False, vertical_alignment="center")
            said.markdown(plain(sentence(reasons.said(answer, title))))
            again.button(
                _("Change"),
                key=f"revise_{answer.step}",
                on_click=_begin,
                args=(answer.step,),
                type="tertiary",
            )
    wanted = st.session_state.get(KEY)
    for answer in session.answers:
        if answer.step == wanted:
            st.dialog(_("Say it anew"), on_dismiss=_end)(_form)(artifact, answer)


def choices(answer: Answered, title: Title, words: Words) -> dict[str, Choice]:
    """All that can be said where one of few answers is given, by what it is called."""
    items, unseen = answer.items, vocabulary.unseen(words)
    found = {title(item): pick(item) for item in items}
    if answer.question == "pair":
        found |= {_("Both"): Choice("both"), _("Neither"): Choice("neither")}
    else:
        found[_("About the same")] = SAME
    found |= {f"{unseen}: {title(item)}": unknown(item) for item in items}
    return found | {vocabulary.unseen(words, len(items)): unknown(*items)}


def _begin(step: int) -> None:
    st.session_state[KEY] = step


def _end() -> None:
    st.session_state.pop(KEY, None)


def _form(artifact: Artifact, answer: Answered) -> None:
    title = titles.title_of(artifact.catalogue)
    st.caption(plain(listed([title(item) for item in answer.items])))
    with st.container(key="revise_form"):
        match answer.question:
            case "taps":
                choice = _taps(answer, title, artifact.words)
            case "best_worst":
                choice = _best_worst(answer, title)
            case "named":
                choice = _named(artifact, answer, title)
            case _:
                choice = _one_of(answer, choices(answer, title, artifact.words))
        if st.button(_("Keep this"), key="revise_keep", type="primary", disabled=choice is None):
            if choice is not None and choice != answer.choice:
                state.revise(answer.step, choice)
            _end()
            st.rerun()


def _one_of(answer: Answered, offered: Mapping[str, Choice]) -> Choice | None:
    names = list(offered)
    now = [n for n, choice in enumerate(offered.values()) if choice == answer.choice]
    said = st.radio(_("Your answer"), names, index=now[0] if now else None, key="revise_choice")
    return offered[said] if said else None


def _best_worst(answer: Answered, title: Title) -> Choice | None:
    was = answer.choice.items if answer.choice.kind != "unknown" else ()
    found: list[str | None] = []
    for n, label in enumerate((_("The best"), _("The one you like least"))):
        index = answer.items.index(was[n]) if n < len(was) else None
        found.append(
            st.selectbox(label, answer.items, index=index, format_func=title, key=f"revise_{label}")
        )
    best, worst = found
    if best is None or best == worst:
        return None
    return Choice("best_worst", (best, worst)) if worst else pick(best)


def _taps(answer: Answered, title: Title, words: Words) -> Choice | None:
    was = answer.choice
    tapped = st.pills(
        _("Tapped"),
        answer.items,
        selection_mode="multi",
        default=list(was.items) if was.kind == "taps" else [],
        format_func=lambda item: plain(title(item)),
        key="revise_taps",
    )
    unseen = st.pills(
        vocabulary.unseen(words),
        answer.items,
        selection_mode="multi",
        default=list(was.items if was.kind == "unknown" else was.unseen),
        format_func=lambda item: plain(title(item)),
        key="revise_unseen",
    )
    if set(tapped) & set(unseen):
        return None
    if len(unseen) == len(answer.items):
        return unknown(*answer.items)
    return Choice("taps", tuple(tapped), tuple(unseen))


def _named(artifact: Artifact, answer: Answered, title: Title) -> Choice | None:
    """Items are taken out, or found by their title and added."""
    text = st.text_input(_("Find a title"), key="revise_find", max_chars=80)
    hits = naming.searcher(artifact).find(text, naming.N_FOUND).items if text else ()
    found = [artifact.catalogue.keys[item] for item in hits]
    kept = st.session_state.get("revise_named", list(answer.items))
    named = st.multiselect(
        _("Named"),
        list(dict.fromkeys([*answer.items, *kept, *found])),
        default=list(answer.items),
        format_func=title,
        max_selections=MAX_NAMED,
        key="revise_named",
    )
    return Choice("named", tuple(named))
