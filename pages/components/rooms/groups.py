"""Several people, one list: a short code brings their sessions together."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from elicitation.recommendations.group import GROUP_RULES, group_picks
from elicitation.sessions.session import Session, replay
from models.artifacts import Artifact
from pages.components.app import assets, codes, messages, state, tab
from pages.components.app.i18n import N_, _, number
from pages.components.items import listing
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
LENGTH = 12
EVERY = 3  # seconds between looks at what the others did


def rule_name(rule: str) -> str:
    return _(RULES[rule][0])


def people(own: Sequence[bool]) -> list[str]:
    """ "You", "Guest 1", "Guest 2" in the order they came."""
    guests = 0
    names = []
    for is_own in own:
        guests += not is_own
        names.append(_("You") if is_own else _("Guest {n}").format(n=number(guests)))
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


def come_in(notice: str) -> None:
    """For whoever was given a code and has answered nothing yet."""
    st.title(_("Together"))
    messages.text(notice or _("Enter the code that you were given. First come your own questions."))
    with st.form("come_in", border=False, width=420):
        st.text_input(_("Code"), key="first_code", max_chars=12)
        sent = st.form_submit_button(_("Join"), type="primary")
    if sent:
        code, problem = entrance.look_up(str(st.session_state["first_code"]))
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


@st.fragment(run_every=EVERY)
def shared_list(artifact: Artifact, code: str, own: str) -> None:
    """Who is here, and the list for all of them, as it changes."""
    members = assets.links().linked(code, GROUP)
    sessions = [replay(events) for name in members if (events := assets.events().read(name))]
    names = people([s.started.session_id == own for s in sessions])
    counts = [session.n_informative for session in sessions]
    st.html(listing.people(names, counts))
    inside = let_in(code, members)
    _let_in_buttons(code, own, inside, sessions, names)
    rule = st.segmented_control(
        _("What counts"),
        list(GROUP_RULES),
        default=next(iter(GROUP_RULES)),
        format_func=rule_name,
        key="rule",
        persist_state="session",
    )
    if not any(counts) and not any(session.history.says_taste for session in sessions):
        return
    rule = rule or next(iter(GROUP_RULES))
    st.caption(_(RULES[rule][1]))
    beliefs = [assets.belief(artifact, session) for session in sessions]
    rankers = [assets.ranker(artifact, session) for session in sessions]
    found = group_picks(beliefs, rankers, LENGTH, rule)
    st.html(listing.for_all(artifact.catalogue, found, names, own in inside))


def _let_in_buttons(
    code: str, own: str, inside: frozenset[str], sessions: Sequence[Session], names: Sequence[str]
) -> None:
    """For members: whom to let in. For whoever waits: why less is shown."""
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
