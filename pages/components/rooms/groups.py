"""Coming into a group and leaving it: a short code brings several sessions together."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from elicitation.sessions.events import MAX_NAME
from elicitation.sessions.session import Session
from pages.components.app import assets, codes, messages, state, tab
from pages.components.app.i18n import N_, _, number
from pages.components.rooms import entrance, rooms
from pages.components.rooms.entrance import GROUP

RULES = {
    "average": (
        N_("Average"),
        N_("Best on average: everybody counts equally."),
    ),
    "least misery": (
        N_("Nobody hates it"),
        N_("Best for the person who likes it least."),
    ),
    "most pleasure": (
        N_("Somebody loves it"),
        N_("Best for the person who likes it most."),
    ),
}

MEMBER = "member"  # kind of a link from a group's inner code to who was let in by a member
MOST_PEOPLE = 12


def rule_name(rule: str) -> str:
    return _(RULES[rule][0])


def people(own: Sequence[bool], called: Sequence[str]) -> list[str]:
    """ "You", and what the others are ``called``; who has no name is "Guest 1", "Guest 2"."""
    guests = 0
    names = []
    for is_own, name in zip(own, called, strict=True):
        guests += not is_own
        guest = _("You") if is_own else _("Guest {n}").format(n=number(guests))
        names.append(guest if is_own or not name else name)
    return names


def code_of(session: Session) -> str | None:
    """The group of a session, the one it joined last."""
    codes = assets.links().codes(session.started.session_id, GROUP)
    return codes[-1] if codes else None


def make(session: Session) -> None:
    """A new group with this person in it."""
    code = codes.new()
    if state.link(code, GROUP, session.started.session_id):
        state.link(_inner(code), MEMBER, session.started.session_id)


def invited() -> str:
    """The code of the group or room that the address names, "" if there is none such."""
    text = str(st.query_params.get(codes.QUERY, ""))
    return entrance.look_up(text)[0] if text else ""


def join(session_id: str, text: str) -> None:
    """Enter the group or room of this code, or say why not."""
    code, problem = entrance.look_up(text)
    if problem:
        tab.say(problem)
    elif rooms.rounds(code):
        rooms.enter(session_id, code)
    elif len(assets.links().linked(code, GROUP)) >= MOST_PEOPLE:
        tab.say(_("This group is full. Please make a new one for the others."))
    else:
        state.link(code, GROUP, session_id)


def begin_or_join(session: Session) -> None:
    """For whoever is in no group: a new one, or the code of one."""
    st.caption(
        _(
            "One list for two people or more. Everybody answers on their own phone; "
            "the list is for all of you, without anything that one of you has "
            "compared or already knows."
        )
    )
    st.button(
        _("Invite somebody"), key="group_make", on_click=make, args=(session,), type="primary"
    )
    with st.form("join", border=False):
        st.text_input(_("Or enter a code that you were given"), key="group_code", max_chars=12)
        if st.form_submit_button(_("Join")):
            join(session.started.session_id, str(st.session_state.get("group_code", "")))
            st.rerun()


def membership(session: Session, code: str) -> None:
    """Below a group's list: how others come in, one's own name, and the way out."""
    invitation(code)
    with st.container(key="membership", horizontal=True, vertical_alignment="bottom"):
        key = "group_name"
        st.session_state.setdefault(key, session.name)
        st.text_input(
            _("What the others may call you"),
            key=key,
            max_chars=MAX_NAME,
            placeholder=_("a first name will do"),
            on_change=_called,
            width=320,
        )
        st.button(
            _("Leave this group"),
            key="group_leave",
            on_click=leave,
            args=(code, session.started.session_id),
            type="tertiary",
        )


def _called() -> None:
    typed = str(st.session_state.get("group_name", ""))
    state.introduce("".join(letter for letter in typed if letter.isprintable()).strip()[:MAX_NAME])


def come_in(notice: str) -> None:
    """For whoever was given a code and has answered nothing yet."""
    st.title(_("Together"))
    messages.text(notice or _("Enter the code that you were given. First come your own questions."))
    with st.form("come_in", border=False, width=420):
        st.text_input(_("Code"), key="first_code", max_chars=12)
        sent = st.form_submit_button(_("Join"), type="primary")
    if sent:
        code, problem = entrance.look_up(str(st.session_state.get("first_code", "")))
        if code:
            st.switch_page("pages/ask.py", query_params={codes.QUERY: code})
        messages.paragraph(problem)
    st.page_link("pages/ask.py", label=_("No code? Start with your own questions."))


def way_on(session: Session) -> None:
    """After the questions of whoever came by an invitation: to the list of all."""
    if code_of(session) is not None and st.button(
        _("To your shared list"), key="to_group", type="primary", icon=":material/group:"
    ):
        st.switch_page("pages/together.py")


def let_in(code: str, members: Sequence[str]) -> frozenset[str]:
    """Those of ``members``, the earliest first, who may see what single members think.

    Where nobody was ever let in, as in older groups, the first one counts as if they were.
    """
    return frozenset(assets.links().linked(_inner(code), MEMBER)) & frozenset(members) or frozenset(
        members[:1]
    )


def leave(code: str, session_id: str) -> None:
    state.unlink(code, GROUP, session_id)
    state.unlink(_inner(code), MEMBER, session_id)


def _inner(code: str) -> str:
    """A code leads to a session once, so that those who were let in have one of their own."""
    return f"{code}-in"


def invitation(code: str) -> None:
    """How the others come in: a QR code, a link, the code itself."""
    address = codes.address(code, "together")
    scan, words = st.columns([1, 2], gap="medium", vertical_alignment="center")
    scan.html(codes.qr_html(address))
    with words:
        st.html(f'<p>{escape(_(codes.SCAN))}</p><p class="code">{code}</p>')
        st.code(address, language=None)


def let_in_buttons(code: str, own: str, sessions: Sequence[Session], names: Sequence[str]) -> None:
    """For members: whom to let in. For whoever waits: why less is shown."""
    inside = let_in(code, [session.started.session_id for session in sessions])
    if own not in inside:
        messages.fine(_("What each person thinks is shown as soon as one of them lets you in."))
        return
    for session, name in zip(sessions, names, strict=True):
        new = session.started.session_id
        if new not in inside:
            st.button(
                _("Let {name} see what each person thinks").format(name=name),
                key=f"let_in_{names.index(name)}",
                on_click=_let_in,
                args=(code, own, new),
                icon=":material/group:",
            )


def _let_in(code: str, own: str, new: str) -> None:
    members = assets.links().linked(code, GROUP)
    if own in let_in(code, members) and new in members:
        for member in (own, new):
            state.link(_inner(code), MEMBER, member)
