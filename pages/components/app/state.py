"""The session of this tab: an id in the URL, events in the store, and nothing else.

Callbacks record one event each. An event carries the step it reacts to, so a doubled or late
click, here or in another tab, is recognised and changes nothing.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from elicitation.questions.plans import PLANS
from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from elicitation.sessions.database import PositionTaken, StoreUnavailable
from elicitation.sessions.events import (
    Answered,
    AxisCorrected,
    Choice,
    Compared,
    Event,
    Finished,
    Imported,
    Introduced,
    Mark,
    Marked,
    QuestionKind,
    Revised,
    Started,
    Stated,
    Undone,
    Verdict,
)
from elicitation.sessions.session import Session, apply, replay
from models.artifacts import Artifact
from pages.components.access import ownership
from pages.components.app import assets, stopwatch, tab
from pages.components.app.i18n import _
from pages.components.service import process

POLICY = "a_optimal"  # asks the questions; fixed before benchmarks.elicitation was run
N_QUESTIONS = 10
QUERY = "s"  # the URL's name for the session id
MOST_TRIES = 20  # to write an event while others write, too
MOST_ANSWERS, MOST_EVENTS = 200, 1000  # of one session
_EXPECTED: dict[Mark, Verdict] = {"saved": "wanted", "hidden": "unwanted"}


@dataclass(frozen=True)
class Visit:
    """What a page needs to know of this tab; ``notice`` says why there is no session, if so.

    ``others`` is the session that the address names if another browser owns it: to be looked at.
    """

    session: Session | None
    notice: str = ""
    others: Session | None = None


def visit(found_again: bool = True) -> Visit:
    """The session that the URL names, or the one of this tab, or this browser's latest.

    The last is not taken where one may begin anew: not ``found_again``. Raises StoreUnavailable.
    """
    session_id = _session_id() or (previous() if found_again else None)
    if not session_id:
        return Visit(None)
    try:
        events = assets.events().read(session_id)
        session = replay(events) if events else None
        if session is not None and session.started.stopping not in STOPPING:
            raise ValueError(f"no stopping rule {session.started.stopping!r}")
    except ValueError:
        return Visit(
            None,
            _(
                "The answers behind this link cannot be read by this version of the "
                "program. They are kept as they are; start a new session below."
            ),
        )
    if session is None:
        return Visit(
            None,
            _(
                "This link does not lead to a session here. It may have been cut off when "
                "it was copied, or it belongs to another server. You can start a new "
                "session below; it takes ten answers."
            ),
        )
    if session.started.dataset != assets.artifact().manifest["content"]["dataset"]:
        return Visit(
            None,
            _(
                "This session was about another catalogue than the one shown now. Its "
                "answers are kept; start a new session below for this catalogue."
            ),
        )
    if session.started.policy not in POLICIES:
        return Visit(None, _unknown_policy(session.started.policy))
    if not ownership.owns(session_id):
        return Visit(None, _owned_elsewhere(session), session)
    st.session_state[QUERY] = session_id
    tab.remember(session_id)
    if st.query_params.get(QUERY) != session_id:
        st.query_params[QUERY] = session_id
    return Visit(session)


def _owned_elsewhere(session: Session) -> str:
    if session.started.study:
        return _(
            "This place in the study belongs to another browser. Please continue in the browser "
            "in which you agreed to take part, or ask the people who invited you."
        )
    return _(
        "These answers were given in another browser, and only there can they be changed. You can "
        "look at the picks, or start a session of your own below."
    )


def _unknown_policy(name: str) -> str:
    return _(
        "This session chooses its questions by the policy “{name}”, which this version does not "
        "have (it has {known}). Its answers are kept; start a new session below."
    ).format(name=name, known=", ".join(POLICIES))


def plan(fitted: Artifact, pairs: bool = False) -> tuple[str, ...]:
    """The screens of a new session, as validation people chose them; of pairs by a policy ().

    ``pairs``: the person would rather compare two at a time.
    """
    if fitted.basis.exposure is None:
        return PLANS["classic"]
    return PLANS["pairs"] if pairs else fitted.plan or PLANS["default"]


def start(pairs: bool = False) -> str | None:
    """A new session, whatever the URL says; its id, None if it cannot be kept."""
    artifact = assets.artifact()
    session_id = secrets.token_urlsafe(16)
    started = Started(
        session_id=session_id,
        seed=secrets.randbelow(2**31),
        policy=POLICY,
        n_questions=N_QUESTIONS,
        dataset=artifact.manifest["content"]["dataset"],
        fingerprint=artifact.basis.fingerprint,
        plan=plan(artifact, pairs),
    )
    return session_id if begin(started) else None


def previous() -> str | None:
    """The session with which this browser can go on, None if there is none for this catalogue."""
    session_id = ownership.latest()
    if session_id is None:
        return None
    try:
        session = replay(assets.events().read(session_id))
    except ValueError:
        return None
    dataset = assets.artifact().manifest["content"]["dataset"]
    fits = session.started.dataset == dataset and not session.started.study
    return session_id if fits else None


def begin(started: Started) -> bool:
    """Write down that a session begins, and go there; False if it cannot be kept."""
    if not _append(started.session_id, 0, started):
        return False
    try:
        ownership.claim(started.session_id)
    except StoreUnavailable as error:
        tab.say(str(error))
        return False
    go_to(started.session_id)
    return True


def go_to(session_id: str) -> None:
    """Let this tab be about that session."""
    st.session_state[QUERY] = session_id
    st.query_params[QUERY] = session_id


def leave() -> None:
    """Let this tab be about no session; what it answered stays."""
    st.session_state.pop(QUERY, None)
    st.query_params.pop(QUERY, None)


def answer(
    step: int, items: tuple[str, ...], choice: Choice, question: QuestionKind = "best"
) -> None:
    tab.heard()
    ms = stopwatch.took(step)
    _record(lambda _session: Answered(step, items, choice, ms, question))


def undo(step: int) -> None:
    _record(lambda _session: Undone(step))


def revise(answer: int, choice: Choice) -> None:
    """Say anew what was answered at step ``answer``, whatever else happens meanwhile."""
    _record(lambda session: Revised(session.step, answer, choice))


def finish(step: int) -> None:
    _record(lambda _session: Finished(step))


def mark(item: str, mark: Mark, verdict: Verdict | None = None) -> None:
    """Put a pick aside, or take that back with ""; whatever else happens meanwhile.

    ``verdict``: what is said about taste; by default what putting it aside lets one expect.
    """
    expected = _EXPECTED.get(mark, "") if verdict is None else verdict

    def event_at(session: Session) -> Marked | None:
        stands = dict(session.marks).get(item, "") == mark
        if stands and dict(session.verdicts).get(item, "") == expected:
            return None  # a press that came twice
        return Marked(session.step, item, mark, expected)

    _record(event_at)


def bring(history: Imported) -> None:
    """Add a history, whatever else happens meanwhile; one without items takes all back."""
    _record(lambda session: replace(history, step=session.step))


def correction(toward: tuple[str, ...], away: tuple[str, ...], strength: int) -> None:
    """Correct an axis of taste; 0 takes a correction back."""
    _record(lambda session: AxisCorrected(session.step, toward, away, strength))


def say_of(statement: str, value: int) -> None:
    """How much a participant agrees with a statement; the same again is not kept."""

    def event_at(session: Session) -> Stated | None:
        said = dict(session.statements).get(statement) == value
        return None if said else Stated(session.step, statement, value)

    _record(event_at)


def compare(
    arms: tuple[str, ...],
    lists: tuple[tuple[str, ...], ...],
    preferred: str,
    liked: tuple[str, ...],
) -> None:
    """Which of several lists a participant prefers; said once."""

    def event_at(session: Session) -> Compared | None:
        done = session.comparison is not None
        return None if done else Compared(session.step, arms, lists, preferred, liked)

    _record(event_at)


def introduce(name: str) -> None:
    """What the others of a group call this person, "" for nothing."""
    _record(lambda session: Introduced(session.step, name))


def delete() -> None:
    """Forget the session, here and on disk."""
    session_id = _session_id()
    try:
        if not ownership.owns(session_id):
            return
        assets.events().delete(session_id)
    except StoreUnavailable as error:
        tab.say(str(error))
        return
    leave()
    tab.say(_("Everything about you has been deleted."))


def link(code: str, kind: str, session_id: str) -> bool:
    """Let a code lead to a session; False, and the next run says why, if it cannot be kept."""
    try:
        assets.links().link(code, kind, session_id, time.time())
    except StoreUnavailable as error:
        tab.say(str(error))
        return False
    return True


def unlink(code: str, kind: str, session_id: str) -> None:
    """Let a code no more lead to a session of this browser."""
    try:
        if ownership.owns(session_id):
            assets.links().unlink(code, kind, session_id)
    except StoreUnavailable as error:
        tab.say(str(error))


def _session_id() -> str:
    """The URL's, else the tab's: after a lost connection only the URL remembers."""
    return str(st.query_params.get(QUERY) or st.session_state.get(QUERY, ""))


def _record(event_at: Callable[[Session], Event | None]) -> None:
    """Add what ``event_at`` makes of the session, if it has any effect.

    Another run of this tab, or another tab, may write between our reading and writing: then we look
    again, and what was meant for an earlier step has no effect, while the rest is not lost.
    """
    session_id = _session_id()
    for _attempt in range(MOST_TRIES):
        try:
            if not ownership.owns(session_id):
                return
            events = assets.events().read(session_id)
            session = replay(events)
            event = event_at(session)
            if event is None:
                return
            if _is_full(session, len(events), event):
                told = _(
                    "This session is full: no more answers can be kept. You can start another."
                )
                tab.say(told)
                return
            if apply(session, event) is not session:
                assets.events().append(session_id, len(events), event, time.time())
                if isinstance(event, Answered):
                    process.metrics.count("tenfold_answers_total")
            return
        except PositionTaken:
            process.metrics.count("tenfold_writes_repeated_total")
            continue
        except StoreUnavailable as error:
            process.metrics.count("tenfold_writes_refused_total")
            tab.say(str(error))
            return


def _is_full(session: Session, n_events: int, event: Event) -> bool:
    """Whether a page of the session would cost everybody else time if it grew further."""
    n_answers = len(session.answers) if isinstance(event, Answered) else 0
    return n_events >= MOST_EVENTS or n_answers >= MOST_ANSWERS


def _append(session_id: str, position: int, event: Event) -> bool:
    """True if the event is on disk; False if another tab was faster or the disk refused."""
    try:
        assets.events().append(session_id, position, event, time.time())
    except PositionTaken:
        return False
    except StoreUnavailable as error:
        tab.say(str(error))
        return False
    return True
