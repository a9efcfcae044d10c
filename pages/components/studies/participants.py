"""A participant's way through a study: a link, consent, questions without a list, and thanks.

The same link leads to the same session, whatever was closed or reloaded meanwhile.
"""

import secrets
from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st

from elicitation.questions.next_question import held_out
from elicitation.questions.stopping import is_pausing, should_stop
from elicitation.recommendations.stability import certainty, stayed
from elicitation.sessions.events import Started
from elicitation.sessions.session import Session
from elicitation.studies.study import Study, enrol, is_participant
from models.artifacts import Artifact
from pages.components.app import assets, menu, messages, state, stopwatch, tab
from pages.components.app.i18n import _
from pages.components.ask import cards, screens
from pages.components.studies import afterwards, texts

STUDY, PARTICIPANT, INVITATION = "study", "participant", "key"  # the URL's names
LENGTH = 10  # of the list whose stability a stopping rule may ask for
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
    named = versions[-1].parameter if versions else ""
    participant = str(st.query_params.get(PARTICIPANT) or st.query_params.get(named, ""))
    if not versions:
        return Arrival(
            problem=_(
                "This link does not lead to a study here. It may have been cut off when it "
                "was copied: please open it again from where you found it."
            )
        )
    if not is_participant(participant):
        return Arrival(
            problem=_(
                "This link does not say who you are: it should end in “participant=” and "
                "your number. Please open it again from where you found it."
            )
        )
    study = versions[-1]
    if not study.admits(participant, str(st.query_params.get(INVITATION, ""))):
        return Arrival(
            problem=_(
                "This study is for invited people, each with a link of their own, and this link is "
                "not one of them. Please open the link that was sent to you, as a whole."
            )
        )
    started = enrol(study, participant)
    if assets.events().read(started.session_id):
        state.go_to(started.session_id)
        st.query_params.pop(STUDY, None)
        st.query_params.pop(PARTICIPANT, None)
        st.query_params.pop(study.parameter, None)
        st.query_params.pop(INVITATION, None)
        return None
    if study.dataset != assets.artifact().manifest["content"]["dataset"]:
        return Arrival(
            problem=_(
                "This study is about another catalogue than the one shown now. Please tell "
                "the person who sent you the link."
            )
        )
    if study.closed:
        return Arrival(
            problem=_(
                "This study is over and accepts no more participants. Thank you for your interest."
            )
        )
    if study.most_participants and len(_begun(study)) >= study.most_participants:
        return Arrival(
            problem=_("This study has all the participants it needs. Thank you for your interest.")
        )
    return Arrival(study, started)


def welcome(found: Arrival) -> None:
    """What they agree to, or why they cannot take part."""
    menu.hide()
    if found.study is None or found.started is None:
        st.title(_("Taking part"))
        messages.paragraph(found.problem)
        return
    _came(found.study)
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in found.study.consent.split("\n\n"))
    with st.container(key="consent"):
        st.title(_("Before we begin"))
        st.html(f'<div class="consent">{paragraphs}</div>')
        agreed = found.study, found.started
        st.button(_("I agree, begin"), key="agree", on_click=_agree, args=agreed, type="primary")
        messages.fine(texts.consent_note(found.study))


def draw(artifact: Artifact, session: Session) -> None:
    """Nothing but the questions: a list that forms could sway what is answered."""
    belief = assets.belief(artifact, session)
    question = assets.questions(artifact).question(belief)
    ranker = assets.ranker(artifact, session)
    sure, same = (partial(figure, belief, ranker, LENGTH) for figure in (certainty, stayed))
    ending = question is None or should_stop(session, question, sure, same)
    left = held_out(belief, ending=True) if ending else None  # also where a rule stops early
    question, done = left or question, ending and left is None
    stopped = not done and (session.finished or not ending)
    stopped = stopped and is_pausing(session, question, sure, tab.continued(), same)
    with st.container(key="asking"):
        cards.progress(session, done)
        if done or question is None:
            _after(artifact, session)
        elif stopped:
            st.title(_("You have stopped early"))
            messages.text(
                _(
                    "Your answers so far are kept. You can still continue to the end, close this "
                    "page, or have everything deleted under “Your picks”, “Your data”."
                )
            )
            step = session.step, session.n_counted
            st.button(_("Keep going"), key="go_on", on_click=tab.go_on, args=step, type="primary")
        else:
            menu.hide()
            stopwatch.run(session.step, question.kind)
            screens.draw(artifact, question)
        kind = None if done or stopped or question is None else question.kind
        if not (session.statements or session.comparison):  # whose lists stand on the answers
            cards.controls(session, artifact.words, kind)


def _after(artifact: Artifact, session: Session) -> None:
    """What the study asks beside questions; then the end."""
    versions = assets.studies().versions(session.started.study)
    study = versions[-1] if versions else None
    if study is None or not afterwards.missing(artifact, study, session):
        _completed(study, session)


def _completed(study: Study | None, session: Session) -> None:
    st.title(_("Thank you"))
    messages.text(_("That was the last question. Your answers are kept."))
    if study is None:
        return
    if study.completion_code:
        messages.text(_("Your code, as proof that you took part:"))
        st.code(study.completion_code, language=None)
    address = study.completion_address(session.started.participant)
    if address:
        st.link_button(_("Finish and go back"), address, type="primary")


def _agree(study: Study, started: Started) -> None:
    """A second tab that agrees, too, comes to the same session: there is one place to begin."""
    begun = _begun(study)
    is_full = study.most_participants and len(begun) >= study.most_participants
    if is_full and started.session_id not in begun:
        return  # the page says so
    if state.link(study.code, TOOK_PART, started.session_id):
        state.begin(started)


def _came(study: Study) -> None:
    """That somebody came, once a tab: a number that says nothing about who that was."""
    key = f"came_{study.code}"
    if key not in st.session_state:
        st.session_state[key] = state.link(study.code, CAME, secrets.token_hex(16))


def _begun(study: Study) -> tuple[str, ...]:
    return assets.links().linked(study.code, TOOK_PART)
