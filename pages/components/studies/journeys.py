"""The table of participants: how far each came, and whether they paid attention; and the arms."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from elicitation.sessions.events import Event
from elicitation.sessions.session import Session, replay
from elicitation.studies.arms import preferences
from elicitation.studies.questionnaires import checks_passed
from elicitation.studies.study import Study
from pages.components.app import assets
from pages.components.app.i18n import N_, _, number
from pages.components.app.policy_names import policy

COLUMNS = (
    N_("participant"),
    N_("policy"),
    N_("questions"),
    N_("lists"),
    N_("statements"),
    N_("attention checks"),
    N_("minutes"),
    N_("state"),
)
MOST_SHOWN = 500


def draw(study: Study, names: Sequence[str]) -> None:
    """A row for each session of ``names``, the latest first; participants have pseudonyms."""
    st.header(_("Participants"))
    logs = [log for name in names[-MOST_SHOWN:][::-1] if (log := assets.events().log(name))]
    sessions = [replay(event for _at, event in log) for log in logs]
    head = "".join(f'<th scope="col">{escape(_(name))}</th>' for name in COLUMNS)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells(study, session, log))
        + "</tr>"
        for session, log in zip(sessions, logs, strict=True)
    )
    with st.container(key="participants"):
        st.html(
            f'<table class="figures"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
    if study.lists:
        told = preferences(sessions)
        st.caption(_("Preferred list: {counts}.").format(counts=_counts(study, told)))


def cells(study: Study, session: Session, log: Sequence[tuple[float, Event]]) -> tuple[str, ...]:
    """The cells of COLUMNS of one participant."""
    said = dict(session.statements)
    right, asked = checks_passed(study.statements, said)
    some_of = _("{n} of {total}")
    done = sum(own.key in said for own in study.statements)
    return (
        study.pseudonym(session.started.participant),
        policy(session.started.policy),
        some_of.format(n=number(session.n_done), total=number(session.n_planned)),
        _("compared") if session.comparison else "–",
        some_of.format(n=number(done), total=number(len(study.statements)))
        if study.statements
        else "–",
        some_of.format(n=number(right), total=number(asked)) if asked else "–",
        number((log[-1][0] - log[0][0]) / 60.0, 1),
        _state(study, session, done),
    )


def _state(study: Study, session: Session, done: int) -> str:
    if not session.is_complete:
        return _("stopped early") if session.finished else _("at the questions")
    if study.lists and session.comparison is None:
        return _("at the lists")
    return _("at the statements") if done < len(study.statements) else _("completed")


def _counts(study: Study, told: Mapping[str, int]) -> str:
    parts = [f"{arm} {number(told.get(arm, 0))}" for arm in study.lists]
    return ", ".join([*parts, _("none of them {n}").format(n=number(told.get("", 0)))])
