"""Rooms: a code that stays on the wall, rounds one after the other, and who answers in each.

A room's code leads to its rounds, a round to the sessions in it. What follows from a session is
worked out once for each of its answers, and shared by everybody who looks at the wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from threading import Lock

import streamlit as st

from elicitation.recommendations.group_session import (
    Participant,
    RoomSnapshot,
    map_axes,
    snapshot,
)
from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.events import Event
from elicitation.sessions.session import Session, replay
from elicitation.sessions.session_cache import SessionCache
from models.artifacts import Artifact
from pages.components.app import assets, codes, state, tab
from pages.components.app.i18n import _, number
from pages.components.rooms.entrance import ROOM

ROUND = "round"  # kind of a code
QUERY = "room"  # the URL's name for the presenter's room
MOST_PEOPLE = 500
N_TOP = 5


def rounds(code: str) -> tuple[str, ...]:
    """The room's rounds, the one going on last; none if there is no such room."""
    return assets.links().linked(code, ROOM)


def open_room() -> None:
    """A new room in its first round, on this tab's wall."""
    code = codes.new()
    next_round(code, 0)
    show(code)


def next_round(code: str, n: int) -> None:
    """End round ``n`` and begin the next; a doubled click begins one."""
    state.link(code, ROOM, f"{code}-{n + 1}")


def undo_round(code: str, n: int) -> None:
    """Go back from round ``n`` to the one before; who has come since then comes along.

    Nothing happens if round ``n`` is not the one going on, or the first.
    """
    known = rounds(code)
    if len(known) != n or n < 2:
        return
    before, current = known[-2:]
    for session_id in assets.links().lengths(current, ROUND):
        state.link(before, ROUND, session_id)
    try:
        assets.links().unlink(code, ROOM, current)
    except StoreUnavailable as error:
        tab.say(str(error))


def show(text: str) -> None:
    """Put the room of this code on the wall, or say that there is none."""
    code = codes.clean(text)
    if code and rounds(code):
        st.query_params[QUERY] = st.session_state[QUERY] = code
    else:
        tab.say(_("No room has this code. A code has five letters and digits: please check it."))


def leave() -> None:
    st.query_params.pop(QUERY, None)
    st.session_state.pop(QUERY, None)


def shown() -> str:
    """The code of the room on this tab's wall, "" if there is none."""
    text = st.query_params.get(QUERY) or st.session_state.get(QUERY, "")
    code = codes.clean(str(text))
    if not code or not rounds(code):
        return ""
    st.query_params[QUERY] = st.session_state[QUERY] = code
    return code


def enter(session_id: str, code: str) -> None:
    """Take part in the round that is going on."""
    current = rounds(code)[-1]
    if len(assets.links().lengths(current, ROUND)) >= MOST_PEOPLE:
        tab.say(_("This room is full. You can still answer; the wall will not show it."))
    else:
        state.link(current, ROUND, session_id)


def call(session: Session) -> None:
    """Tell somebody whose round is over that the next one has begun, with a way in."""
    own = entered(session)
    if not own:
        return
    code = own.partition("-")[0]
    current = rounds(code)
    if own in current[:-1]:  # not after a round that was taken back
        with st.container(key="call", horizontal=True, vertical_alignment="center"):
            told = _("Round {n} has begun.").format(n=number(len(current)))
            st.html(f'<p role="status">{escape(told)}</p>')
            st.button(_("Join"), key="call_in", on_click=_again, args=(code,))


def entered(session: Session) -> str:
    """The round of a session, "" if it is in none; looked up once a tab."""
    name = session.started.session_id
    key = f"round-{name}"  # a session stays in its round
    if key not in st.session_state:
        found = assets.links().codes(name, ROUND)
        st.session_state[key] = found[-1] if found else ""
    return str(st.session_state[key])


def _again(code: str) -> None:
    session_id = state.start()
    if session_id:
        enter(session_id, code)


def look(artifact: Artifact, round_id: str, rule: str) -> RoomSnapshot:
    """The room as it is now. Raises StoreUnavailable."""
    memory = _memory(round_id, artifact.basis.fingerprint)
    with memory.lock:
        lengths = assets.links().lengths(round_id, ROUND)
        guests = memory.guests.look(
            lengths,
            assets.events().read,
            partial(_participant, artifact),
        )
        if memory.views.get(rule, (None, None))[0] != guests:  # guests are compared by identity
            prior = artifact.basis.prior
            view = snapshot(guests, prior, map_axes(prior), N_TOP, rule)
            memory.views[rule] = (guests, view)
        return memory.views[rule][1]


def _participant(artifact: Artifact, events: Sequence[Event]) -> Participant:
    session = replay(events)
    return Participant(assets.belief(artifact, session), assets.ranker(artifact, session))


@dataclass
class _Memory:
    lock: Lock = field(default_factory=Lock)
    guests: SessionCache[Participant] = field(default_factory=SessionCache)
    views: dict[str, tuple[dict[str, Participant], RoomSnapshot]] = field(default_factory=dict)


@st.cache_resource(show_spinner=False, max_entries=20)
def _memory(round_id: str, fingerprint: str) -> _Memory:
    return _Memory()
