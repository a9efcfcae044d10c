"""Pages of researchers and presenters: `if signin.allowed(): ...`

Where the secrets have a section [auth], Streamlit's OIDC login decides; else the passphrase in
TENFOLD_PASSPHRASE; with neither, the link that the server prints at its start lets one browser in.
"""

import math
import secrets
import time
from functools import lru_cache
from html import escape

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from models.settings import read_settings
from pages.components.access import desk, grants
from pages.components.access.limits import Limit
from pages.components.access.passphrase import Door
from pages.components.app import assets, messages, tab
from pages.components.app.i18n import N_, _, ngettext, number
from pages.components.guard.addresses import client_of

SIGN_IN_TEXT = N_(
    "This page is for people who run a study or a room. People who answer need no sign-in."
)
GRANTED = "signed_in"  # of this tab; no widget has this key, so no visitor can set it


def require_sign_in() -> bool:
    """True if this visitor may see the page; else what to do about it is drawn instead."""
    if "is_logged_in" in st.user:
        return _logged_in()
    passphrase = read_settings().passphrase
    if passphrase:
        return _knows(_door(passphrase))
    return _at_desk()


def may_enter(email: str, verified: bool, listed: str) -> bool:
    """Whether somebody whom the provider knows is meant.

    ``listed``: addresses, and domains like ``@example.org``, with commas between; ``*`` = all whom
    the provider knows, empty = nobody. Only addresses that the provider has verified count.
    """
    wanted = {entry.strip().lower() for entry in listed.split(",") if entry.strip()}
    name, at, domain = email.lower().rpartition("@")
    known = name and (email.lower() in wanted or at + domain in wanted)
    return verified and ("*" in wanted or bool(known))


def _at_desk() -> bool:
    if desk.is_at_desk(st.context.cookies, time.time()):
        with st.container(key="foot"):
            st.button(_("Sign out"), key="logout", type="tertiary", on_click=_leave_desk)
        return True
    st.title(_("For researchers and presenters"))
    messages.text(_(SIGN_IN_TEXT))
    messages.paragraph(
        _(
            "Open the link that the server printed where it was started, in the terminal or its "
            "log. Each link lets one browser in, once; then the next is printed. To open this page "
            "elsewhere, start the server with a passphrase in TENFOLD_PASSPHRASE, or set up a "
            "login in the section [auth] of .streamlit/secrets.toml."
        )
    )
    return False


def _leave_desk() -> None:
    try:
        desk.leave(st.context.cookies)
    except StoreUnavailable as error:
        tab.say(str(error))


def _logged_in() -> bool:
    if not st.user.is_logged_in:
        st.title(_("For researchers and presenters"))
        messages.text(_(SIGN_IN_TEXT))
        st.button(_("Sign in"), key="login", type="primary", on_click=st.login)
        return False
    email, verified = str(st.user.get("email") or ""), st.user.get("email_verified") is True
    mine = may_enter(email, verified, read_settings().staff)
    if not mine:
        st.title(_("For researchers and presenters"))
        messages.paragraph(_not_listed(email))
    with st.container(key="foot"):
        st.button(_("Sign out"), key="logout", type="tertiary", on_click=st.logout)
    return mine


def _not_listed(email: str) -> str:
    return _(
        "You are signed in as {email}, who is not on this server’s list (or the provider has not "
        "verified the address). Ask the people who run it to add you to TENFOLD_STAFF, or sign out "
        "and use another account."
    ).format(email=email or _("somebody without an address"))


def _knows(door: Door) -> bool:
    if st.session_state.get(GRANTED) or grants.is_granted(time.time()):
        with st.container(key="foot"):
            st.button(_("Sign out"), key="logout", type="tertiary", on_click=_forget)
        return True
    st.title(_("For researchers and presenters"))
    messages.text(_(SIGN_IN_TEXT))
    if _wait(door) > 0.0:
        _countdown(door)
        return False
    with st.form("sign_in", clear_on_submit=True, width=420):
        st.text_input(_("Passphrase"), type="password", key="passphrase", max_chars=256)
        st.form_submit_button(_("Enter"), type="primary", on_click=_try, args=(door,))
    if st.session_state.pop("refused", False):
        messages.paragraph(_("That is not the passphrase. Please check it and try again."))
    return False


def _try(door: Door) -> None:
    opens = door.opens(str(st.session_state.get("passphrase", "")), _client(), time.time())
    st.session_state[GRANTED] = opens
    if opens:
        grants.grant(time.time())
    st.session_state["refused"] = not opens


def _forget() -> None:
    st.session_state[GRANTED] = False
    grants.withdraw()


@st.fragment(run_every=1.0)
def _countdown(door: Door) -> None:
    left = math.ceil(_wait(door))
    if left <= 0:
        st.session_state.pop("refused", None)
        st.rerun()
    told = ngettext(
        "Too many wrong passphrases. Try again in {n} second.",
        "Too many wrong passphrases. Try again in {n} seconds.",
        left,
    ).format(n=number(left))
    st.html(f'<p class="notice" role="timer">{escape(told)}</p>')


def _wait(door: Door) -> float:
    return door.wait(_client(), time.time())


def _client() -> str:
    return client_of(st.context.ip_address)


@lru_cache(maxsize=1)
def _door(passphrase: str) -> Door:
    return Door(passphrase, secrets.token_bytes(16), Limit(assets.tries("passphrase")))
