"""How a study goes: who came, and whether predictions were right."""

from dataclasses import replace
from functools import partial
from html import escape
from time import time

import streamlit as st

from elicitation.sessions.database import PositionTaken, StoreUnavailable
from elicitation.sessions.session_cache import SessionCache
from elicitation.studies.report import Outcome, outcome, report
from elicitation.studies.study import Study
from models.artifacts import Artifact
from pages.components.app import assets, codes, messages, tab
from pages.components.app.i18n import N_, _
from pages.components.app.policy_names import policy
from pages.components.app.text import plain
from pages.components.charts import base as charts
from pages.components.charts import panels
from pages.components.studies import invitations, journeys, texts
from pages.components.studies.participants import CAME, PARTICIPANT, STUDY, TOOK_PART

STUDY_COUNTS = (
    N_("opened"),
    N_("consented"),
    N_("completed"),
)

RENEWED_S = 4.0


@st.cache_resource(show_spinner=False, max_entries=32)
def _outcomes(code: str, fingerprint: str) -> SessionCache[Outcome]:
    """One for each study and artifact."""
    return SessionCache()


def look(artifact: Artifact, study: Study) -> dict[str, Outcome]:
    """Session -> outcome of everybody who has begun, in the order they came.

    A session is read again when it has grown, and judged when it has ended.
    """
    lengths = assets.links().lengths(study.code, TOOK_PART)
    derive = partial(outcome, artifact.basis)
    cache = _outcomes(study.code, artifact.basis.fingerprint)
    return cache.look(lengths, assets.events().read, derive)


def head(study: Study, version: int) -> None:
    """What was planned, the link, and the switch that closes it; ``version`` is the study's."""
    st.title(plain(study.name))
    messages.text(texts.summary(study))
    st.caption(_("The link for participants; whoever recruits them fills in YOUR-ID:"))
    if study.invited_only:
        invitations.offer(study)
    else:
        st.code(link(study), language=None)
    if study.closed:
        st.info(_("This study is closed: nobody new can begin. Those who have begun can finish."))
    label = _("Reopen the study") if study.closed else _("Close the study")
    st.button(label, key="close_study", on_click=_turn, args=(study, version))


def link(study: Study) -> str:
    """Where participants come in."""
    query = f"{STUDY}={study.code}&{study.parameter or PARTICIPANT}=" + _("YOUR-ID")
    return f"{codes.home('studies')}/?{query}"


@st.fragment(run_every=RENEWED_S)
def board(artifact: Artifact, study: Study) -> None:
    """Arrivals, completion, calibration, repeats, times; renews itself."""
    found = look(artifact, study)
    outcomes = list(found.values())
    n_came = len(assets.links().linked(study.code, CAME))
    whole = report(outcomes)
    numbers = (max(n_came, whole.n_begun), whole.n_begun, whole.n_complete)
    counts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{n}</dd></div>"
        for name, n in zip(map(_, STUDY_COUNTS), numbers, strict=True)
    )
    st.html(f'<dl class="counts">{counts}</dl>')
    if not outcomes:
        st.caption(_("Nobody has begun yet. This page updates itself."))
        return
    n_stopped = sum(own.has_ended and not own.is_complete for own in outcomes)
    if n_stopped:
        st.caption(texts.stopped_early(n_stopped))
    journeys.draw(study, list(found))
    st.header(_("By policy"))
    st.html(_figures(study, outcomes))
    both = (
        (_("Hold-out questions"), whole.held_out),
        (_("All questions, before each answer"), whole.all_picks),
    )
    shown = [
        (texts.calibrated(title, found), charts.reliability(found))
        for title, found in both
        if found
    ]
    panels.titled(
        _("Were the predictions right?"),
        _(
            "Of all completed or stopped sessions. On the dotted line, events happen "
            "as often as predicted. The error is the mean distance from it; with few "
            "predictions there is some error even if all of them are right, so compare "
            "it with the error expected by chance."
        ),
        shown,
    )
    if any(ms == ms for ms in whole.median_by_place):  # nan is not itself
        panels.chart(
            _("Response times"),
            _(
                "Median time from seeing a question to answering it, measured in the "
                "participants’ browsers."
            ),
            charts.response_times(whole.median_by_place),
        )


def _figures(study: Study, outcomes: list[Outcome]) -> str:
    """A row for each policy, and one for all."""
    groups = [(policy(p), [o for o in outcomes if o.policy == p]) for p in study.policies]
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in texts.row(report(own)))
        + "</tr>"
        for name, own in (*groups, (_("all"), outcomes))
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in map(_, texts.COLUMNS))
    return f'<table class="figures"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>'


def _turn(study: Study, version: int) -> None:
    """Close it, or open it again: the version after the one that was on the page."""
    try:
        assets.studies().put(replace(study, closed=not study.closed), version + 1, time())
    except PositionTaken:
        tab.say(_("Somebody else changed this study just now, so your click changed nothing."))
    except StoreUnavailable as error:
        tab.say(str(error))
