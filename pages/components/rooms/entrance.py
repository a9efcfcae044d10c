"""How a code lets somebody in: it must exist, still take people, and not be guessed too often."""

import time

import streamlit as st

from pages.components.access.limits import Limit, Limits
from pages.components.app import assets, codes
from pages.components.app.i18n import N_, _
from pages.components.guard.addresses import client_of

UNKNOWN = N_("No group has this code. A code has five letters and digits: please check it.")
GROUP, ROOM = "group", "room"  # kinds of codes
LASTS_S = 30 * 24 * 3600  # seconds after the last member or round that a code takes people
# (wrong codes, seconds): a lecture hall behind one address mistypes more than one person does
LIMITS: Limits = ((20, 60.0), (200, 3600.0))
LIMITS_OF_ALL: Limits = ((120, 60.0),)


def look_up(text: str) -> tuple[str, str]:
    """The code that somebody wrote, and why it lets nobody in: one of the two is "".

    Wrong ones count; who had too many waits, also with a right one. Raises StoreUnavailable.
    """
    now = time.time()
    limit = Limit(assets.tries(GROUP), LIMITS, LIMITS_OF_ALL)
    client = client_of(st.context.ip_address)
    if limit.wait(client, now) > 0.0:
        return "", _("Too many wrong codes. Please wait a minute and try again.")
    code = codes.clean(text)
    if code and takes_people(code, now):
        return code, ""
    limit.enter(client, now)
    return "", _(UNKNOWN)


def takes_people(code: str, now: float) -> bool:
    """Whether there is a group or room of this code, in use lately; ``now`` since 1970."""
    links = assets.links()
    return any(links.fresh(code, kind, now - LASTS_S) for kind in (ROOM, GROUP))
