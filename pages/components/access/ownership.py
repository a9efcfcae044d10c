"""Who may answer: the browser in which a session began, and those it was moved to.

The address of a session tells which one it is, and no more. An owner is a link from the hash of a
browser's key to the session, so that whoever reads the database owns nothing. A browser that keeps
no cookies owns what it began for as long as its tab lives.
"""

import hashlib
import time

import streamlit as st

from elicitation.sessions.database import is_key
from pages.components.access.browser_cookie import key_of, new_key
from pages.components.app import assets

OWNER = "owner"  # kind of a link
_TAB_KEY, _OWNED = "tab_key", "owned_session"  # of this tab; no widget has these keys


def owns(session_id: str) -> bool:
    """Whether this browser may change the session. One that nobody owns becomes its own.

    Nobody owns a session that began before there were owners. Raises StoreUnavailable.
    """
    if st.session_state.get(_OWNED) == session_id:
        return True
    if not is_key(session_id):
        return False
    owners = assets.links().codes(session_id, OWNER)
    if owners and _code() not in owners:
        return False
    if not owners:
        claim(session_id)
    st.session_state[_OWNED] = session_id
    return True


def claim(session_id: str) -> None:
    """Make this browser an owner of the session. Raises StoreUnavailable."""
    assets.links().link(_code(), OWNER, session_id, time.time())
    st.session_state[_OWNED] = session_id


def latest() -> str | None:
    """The session that this browser began or was given last, if it still exists."""
    found = assets.links().linked(_code(), OWNER)
    return found[-1] if found else None


def _code() -> str:
    key = key_of(st.context.cookies) or st.session_state.setdefault(_TAB_KEY, new_key())
    return hashlib.sha256(str(key).encode()).hexdigest()
