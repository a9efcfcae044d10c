"""To another device: a code that works once, for ten minutes; its browser becomes an owner too."""

import re
import secrets
import time

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.session import Session
from pages.components.access import ownership
from pages.components.access.limits import Limit
from pages.components.app import assets, codes, state, tab
from pages.components.app.i18n import _
from pages.components.guard.addresses import client_of

MOVE = "move"  # kind of a link
LASTS_S = 600.0
LENGTH = 8  # of 31 signs each


def offer(session: Session) -> None:
    """Make a code for this session."""
    with st.popover(_("Other device"), icon=":material/devices:", key="move"):
        st.caption(
            _(
                "Only this browser can change your answers. To go on with another one, enter a "
                "code there, on the start page. It works once, within ten minutes."
            )
        )
        made = st.session_state.get("move_code")
        if made:
            st.code(f"{made[:4]}-{made[4:]}", language=None)
        st.button(_("Make a code"), key="move_make", on_click=_make, args=(session,))


def enter() -> None:
    """On the start page: go on with a session that began elsewhere."""
    with st.popover(_("I have a code"), key="moved", type="tertiary", width="content"):
        st.caption(_("Go on with answers that you gave on another device."))
        st.text_input(_("Code"), key="moved_code", max_chars=16)
        st.button(_("Go on"), key="moved_go", on_click=_take, type="primary")


def _make(session: Session) -> None:
    code = "".join(secrets.choice(codes.ALPHABET) for _ in range(LENGTH))
    if state.link(code, MOVE, session.started.session_id):
        st.session_state["move_code"] = code


def _take() -> None:
    typed = re.sub(r"[\s-]", "", str(st.session_state.get("moved_code", ""))).upper()
    now = time.time()
    try:
        limit = Limit(assets.tries(MOVE))
        own = limit.enter(client_of(st.context.ip_address), now)
        if not own:
            tab.say(_("Too many wrong codes. Please wait a minute and try again."))
            return
        links = assets.links()
        found = links.fresh(typed, MOVE, now - LASTS_S)
        if not found or not links.unlink(typed, MOVE):
            tab.say(
                _(
                    "This code leads nowhere: it may be mistyped, older than ten minutes, or used. "
                    "Make a new one on the other device, under “Your picks”."
                )
            )
            return
        limit.forgive(own)
        ownership.claim(found[0])
    except StoreUnavailable as error:
        tab.say(str(error))
        return
    state.go_to(found[0])
