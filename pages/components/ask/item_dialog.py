"""One pick in a dialog: what to do with it, and what pulls it up and down."""

from collections.abc import Sequence
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
N_FIRST, N_TOLD = 3, 8  # of the answers and of the axes: at once, and at most
Pull = tuple[str, float]  # words, and log-odds against a typical favourite


def show(artifact: Artifact, session: Session) -> None:
    """The dialog, if somebody asked for it."""
    item = artifact.catalogue.numbers.get(tab.closer_look() or "")
    if item is not None:
        st.dialog(_("Why this one?"), width="medium")(_shown)(artifact, session, item)


def _shown(artifact: Artifact, session: Session, item: int) -> None:
    from pages.components.items import personas  # loads AMP-CF, which asking does without

    catalogue = artifact.catalogue
    behind = details(assets.belief(artifact, session), tab.ranker(session), item)
    st.html(
        f'<div class="closer"><div class="thumb">{listing.poster_of(catalogue, item, False)}</div>'
        f"{facts.facts(catalogue, item)}</div>"
    )
    key = catalogue.keys[item]
    with st.container(key="closer_actions", horizontal=True):
        for mark, icon in ACTIONS.items():
            is_set = key in session.marked(mark)
            label = _label(artifact, mark, is_set)
            args = (key, "" if is_set else mark)
            if st.button(label, key=f"mark_{mark}", icon=icon, on_click=state.mark, args=args):
                st.rerun()
    side = personas.behind(artifact, session, item)
    st.html(_pulls(artifact, behind, side, session.history.says_taste))


def _label(artifact: Artifact, mark: Mark, is_set: bool) -> str:
    """What the button does: set the mark, or take it back."""
    if mark == "seen":
        return vocabulary.seen(artifact.words, is_set)
    return _((_UNMARKS if is_set else _MARKS)[mark])


def _pulls(artifact: Artifact, behind: Details, persona: str, brought: bool) -> str:
    """Bars to the right lift, bars to the left lower; the same in words for ears.

    The strongest stand there at once, the others behind one press. ``brought``: the scores start
    from a history, not from what most people like. ``persona`` says which side of the person the
    item suits, if that is known.
    """
    title = titles.title_of(artifact.catalogue)
    answers = [(sentence(reasons.said(one.answer, title)), one.drop) for one in behind.answers]
    bases = [
        (sentence(axis_words.leaning(artifact, base, pull > 0.0)), pull)
        for base, pull in enumerate(behind.bases)
    ]
    most = max(1e-9, *(abs(pull) for _, pull in (*answers, *bases)))
    groups = [
        (heading, _strongest(pulls, N_TOLD))
        for heading, pulls in ((_("Your answers"), answers), (_("Your taste"), bases))
    ]
    first = "".join(_group(heading, pulls[:N_FIRST], most) for heading, pulls in groups)
    others = "".join(_group(heading, pulls[N_FIRST:], most) for heading, pulls in groups)
    before, start = _("Before your answers"), sentence(reasons.start(brought=brought))
    others += (
        f'<h3>{escape(before)}</h3><ul><li class="pull"><span>{escape(start)}</span>'
        f"<b>{number(behind.crowd, 2, signed=True)}</b></li></ul>"
    )
    sides, more = _("Your different sides"), _("More reasons")
    if persona:
        others += f"<h3>{escape(sides)}</h3><p>{escape(persona)}</p>"
    told = _("To the right: speaks for it. To the left: against it. Longer bar = bigger effect.")
    return (
        f'<div class="pulls">{first}<p class="fine">{escape(told)}</p>'
        f"<details><summary>{escape(more)}</summary>{others}</details></div>"
    )


def _strongest(pulls: Sequence[Pull], n: int) -> list[Pull]:
    return sorted(pulls, key=lambda pull: -abs(pull[1]))[:n]


def _group(heading: str, pulls: Sequence[Pull], most: float) -> str:
    """Bars under a heading, nothing if there are none; ``most`` is the longest bar's pull."""
    bars = "".join(_bar(words, pull, pull / most) for words, pull in pulls)
    return f"<h3>{escape(heading)}</h3><ul>{bars}</ul>" if bars else ""


def _bar(words: str, pull: float, share: float) -> str:
    kind = "up" if pull > 0.0 else "down"
    told = _("raises it by {n}") if pull > 0.0 else _("lowers it by {n}")
    effect = told.format(n=number(abs(pull), 2))
    return (
        f'<li class="pull {kind}" style="--share:{abs(share):.3f}"><span>{escape(words)}</span>'
        f'<b aria-label="{escape(effect)}">{number(pull, 2, signed=True)}</b></li>'
    )
