"""One pick in a dialog: why it is there, what pulls it up and down, and what to do with it."""

from html import escape

import streamlit as st

from elicitation.recommendations.personal_list import Details, details
from elicitation.sessions.events import Mark
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import assets, state, tab
from pages.components.app.i18n import N_, _, number
from pages.components.app.text import sentence
from pages.components.items import axis_words, facts, listing, reasons, titles, vocabulary

ACTIONS: dict[Mark, str] = {
    "saved": ":material/bookmark:",
    "seen": ":material/visibility:",
    "hidden": ":material/block:",
}
_MARKS: dict[Mark, str] = {"saved": N_("Save"), "hidden": N_("Not for me")}
_UNMARKS: dict[Mark, str] = {"saved": N_("Saved"), "hidden": N_("Show it again")}
N_ANSWERS = 3  # on either side: more than that nobody reads


def show(artifact: Artifact, session: Session) -> None:
    """The dialog, if somebody asked for it."""
    item = artifact.catalogue.numbers.get(tab.closer_look() or "")
    if item is not None:
        st.dialog(_("Why this one?"), width="medium")(_shown)(artifact, session, item)


def _shown(artifact: Artifact, session: Session, item: int) -> None:
    from pages.components.items import personas  # loads AMP-CF, which asking does without

    catalogue = artifact.catalogue
    behind = details(assets.belief(artifact, session), tab.ranker(session), item)
    poster, words = st.columns([1, 2], gap="medium")
    poster.html(f'<div class="closer">{listing.poster_of(catalogue, item, described=False)}</div>')
    words.html(
        facts.facts(catalogue, item)
        + _pulls(
            artifact,
            behind,
            personas.behind(artifact, session, item),
            session.history.says_taste,
        )
    )
    key = catalogue.keys[item]
    with st.container(key="closer_actions", horizontal=True):
        for mark, icon in ACTIONS.items():
            is_set = key in session.marked(mark)
            label = _label(artifact, mark, is_set)
            args = (key, "" if is_set else mark)
            if st.button(label, key=f"mark_{mark}", icon=icon, on_click=state.mark, args=args):
                st.rerun()


def _label(artifact: Artifact, mark: Mark, is_set: bool) -> str:
    """What the button does: set the mark, or take it back."""
    if mark == "seen":
        return vocabulary.seen(artifact.words, is_set)
    return _((_UNMARKS if is_set else _MARKS)[mark])


def _pulls(artifact: Artifact, behind: Details, persona: str, brought: bool) -> str:
    """Bars to the right lift, bars to the left lower; the same in words for ears.

    ``brought``: the scores start from a history, not from what most people like.
    ``persona`` says which side of the person the item suits, if that is known.
    """
    title = titles.title_of(artifact.catalogue)
    answers = [
        (sentence(reasons.said(reason.answer, title)), reason.drop)
        for reason in (*behind.answers[:N_ANSWERS], *behind.answers[N_ANSWERS:][-N_ANSWERS:])
    ]
    strongest = sorted(enumerate(behind.bases), key=lambda own: -abs(own[1]))[: 2 * N_ANSWERS]
    bases = [(axis_words.leaning(artifact, base, pull > 0.0), pull) for base, pull in strongest]
    everybody = _("Your ratings") if brought else _("Everybody")
    crowd = [(sentence(reasons.start(brought=brought)), behind.crowd)]
    most = max(1e-9, *(abs(pull) for _, pull in (*answers, *bases, *crowd)))
    groups = (
        (_("Your answers"), answers),
        (_("Your taste"), bases),
        (everybody, crowd),
    )
    sides, legend = _("Your different sides"), _("Longer bar = bigger effect.")
    return (
        '<div class="pulls">'
        + "".join(
            f"<h3>{escape(heading)}</h3><ul>"
            + "".join(_bar(words, pull, pull / most) for words, pull in pulls)
            + "</ul>"
            for heading, pulls in groups
            if pulls
        )
        + (f"<h3>{escape(sides)}</h3><p>{escape(persona)}</p>" if persona else "")
        + f'<p class="fine">{escape(legend)}</p></div>'
    )


def _bar(words: str, pull: float, share: float) -> str:
    kind = "up" if pull > 0.0 else "down"
    told = _("raises it by {n}") if pull > 0.0 else _("lowers it by {n}")
    effect = told.format(n=number(abs(pull), 2))
    return (
        f'<li class="pull {kind}" style="--share:{abs(share):.3f}"><span>{escape(words)}</span>'
        f'<b aria-label="{escape(effect)}">{number(pull, 2, signed=True)}</b></li>'
    )
