"""A participant's way through a study: a link, consent, questions without a list, and thanks.

The same link leads to the same session, whatever was closed or reloaded meanwhile.
"""

from dataclasses import dataclass
from hashlib import blake2b
from html import escape

import streamlit as st

from elicitation.sessions.session import Session, Started
from elicitation.studies.study import Study, enrol, is_participant
from models.artifacts import Artifact
from pages.components.app import assets, messages, state, stopwatch
from pages.components.app import i18n as strings
from pages.components.ask import cards

STUDY, PARTICIPANT = "study", "participant"  # the URL's names
CAME, TOOK_PART = "came", "took part"  # kinds of links from a study to its people


@dataclass(frozen=True)
class Arrival:
    """Somebody who came by a study's link and has not begun; ``problem`` says why not, if so."""

    study: Study | None = None
    started: Started | None = None
    problem: str = ""


def arrival() -> Arrival | None:
    """None unless a study's link led here; whoever has begun goes to their session at once."""
    code = str(st.query_params.get(STUDY, ""))
    if not code:
        return None
    versions = assets.studies().versions(code)
    participant = str(st.query_params.get(PARTICIPANT, ""))
    if not versions:
        return Arrival(problem=strings.NO_SUCH_STUDY)
    if not is_participant(participant):
        return Arrival(problem=strings.NO_PARTICIPANT)
    study = versions[-1]
    started = enrol(study, participant)
    if assets.events().read(started.session_id):
        state.go_to(started.session_id)
        st.query_params.pop(STUDY, None)
        st.query_params.pop(PARTICIPANT, None)
        return None
    if study.dataset != assets.artifact().manifest["content"]["dataset"]:
        return Arrival(problem=strings.STUDY_ELSEWHERE)
    if study.closed:
        return Arrival(problem=strings.STUDY_CLOSED)
    return Arrival(study, started)


def welcome(found: Arrival) -> None:
    """What they agree to, or why they cannot take part."""
    if found.study is None or found.started is None:
        messages.paragraph(found.problem)
        return
    _came(found.study, found.started)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in found.study.consent.split("\n\n"))
    with st.container(key="consent"):
        st.title(strings.CONSENT_TITLE)
        st.html(f'<div class="consent">{paragraphs}</div>')
        agreed = found.study, found.started
        st.button(strings.AGREE, key="agree", on_click=_agree, args=agreed, type="primary")
        st.html(f'<p class="fine">{escape(strings.consent_note(found.study))}</p>')


def draw(artifact: Artifact, session: Session) -> None:
    """Nothing but the questions: a list that forms could sway what is answered."""
    question = assets.questions(artifact).question(session)
    done = session.is_complete or question is None
    stopped = not done and state.is_pausing(session, lambda: False)
    with st.container(key="asking"):
        cards.progress(session, done)
        if done or question is None:
            _completed(session)
        elif stopped:
            st.title(strings.STOPPED)
            st.html(f"<p>{escape(strings.STOPPED_TEXT)}</p>")
            step = session.step, session.n_informative
            st.button(strings.GO_ON, key="go_on", on_click=state.go_on, args=step, type="primary")
        else:
            stopwatch.run(session.step)
            cards.question(artifact.catalogue, strings.words(artifact.words), question)
        cards.controls(session, done or stopped)


def _completed(session: Session) -> None:
    st.title(strings.THANKS)
    st.html(f"<p>{escape(strings.COMPLETED)}</p>")
    versions = assets.studies().versions(session.started.study)
    if not versions:
        return
    study = versions[-1]
    if study.completion_code:
        st.html(f"<p>{escape(strings.COMPLETION_CODE)}</p>")
        st.code(study.completion_code, language=None)
    address = study.completion_address(session.started.participant)
    if address:
        st.link_button(strings.COMPLETION_LINK, address, type="primary")


def _agree(study: Study, started: Started) -> None:
    """A second tab that agrees, too, comes to the same session: there is one place to begin."""
    if state.link(study.code, TOOK_PART, started.session_id):
        state.begin(started)


def _came(study: Study, started: Started) -> None:
    """Who came, once each: under a hash, which says nothing about who that was."""
    digest = blake2b(started.session_id.encode(), digest_size=16).hexdigest()
    if digest not in st.session_state:
        st.session_state[digest] = state.link(study.code, CAME, digest)
