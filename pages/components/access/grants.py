"""Which browsers have said the passphrase: known to all processes, for half a day.

The database holds a hash of the browser's key and the passphrase: it lets nobody in, and with
another passphrase nobody is let in any more. A browser that keeps no cookies is let in by its tab.
"""

import hashlib
import hmac

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from models.settings import read_settings
from pages.components.access.browser_cookie import key_of
from pages.components.app import assets

KIND = "signed in"  # of a link
LASTS_S = 12 * 3600


def is_granted(now: float) -> bool:
    """Whether this browser said the passphrase in the last half day, seconds since 1970."""
    code = _code()
    try:
        return bool(code) and bool(assets.links().fresh(code, KIND, now - LASTS_S))
    except StoreUnavailable:
        return False


def grant(now: float) -> None:
    """This browser has said it now."""
    code = _code()
    try:
        if code:
            assets.links().unlink(code, KIND)
            assets.links().link(code, KIND, "browser", now)
    except StoreUnavailable:  # it holds in this tab all the same
        return


def withdraw() -> None:
    """This browser signs out."""
    try:
        assets.links().unlink(_code(), KIND)
    except StoreUnavailable:
        return


def _code() -> str:
    key, passphrase = key_of(st.context.cookies), read_settings().passphrase
    if not key or not passphrase:
        return ""
    return hmac.new(key.encode(), passphrase.encode(), hashlib.sha256).hexdigest()
