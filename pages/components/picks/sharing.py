"""What one may take along, pass on or have deleted."""

import secrets
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.exporting.files import Log, dictionary_csv, to_csv, to_json
from elicitation.sessions.links import Link
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.access import moving
from pages.components.app import assets, codes, state, tab
from pages.components.app.i18n import _, number
from pages.components.app.text import plain
from pages.components.histories import take_home
from pages.components.items import axis_words, listing, titles, vocabulary
from pages.components.picks import compare
from pages.components.picks.curves import Curve
from pages.components.picks.picture import N_TITLES, picture
from pages.components.service import downloads
from pages.components.taste import summary

SHARE = "share"  # kind of a code that shows picks and cannot answer
N_CURVES = 2  # on the picture
PASTED = 10
SHOWN = 12  # of somebody else's picks


def offer(artifact: Artifact, session: Session) -> None:
    """Buttons below the picks; nothing is made before somebody asks for it."""
    with st.container(key="sharing", horizontal=True):
        with st.popover(_("Share"), icon=":material/share:", key="share"):
            st.caption(_("Anyone with the link can see your picks, but not change them."))
            made = assets.links().codes(session.started.session_id, SHARE)
            if made:
                st.code(link(made[0]), language=None)
                st.button(
                    _("Withdraw the link"),
                    key="share_withdraw",
                    on_click=state.unlink,
                    args=(made[0], SHARE, session.started.session_id),
                )
            else:
                st.button(_("Create a link"), key="share_make", on_click=_share, args=(session,))
            compare.by_link()
            st.caption(_("Your list to paste:"))
            st.code(markdown(artifact, session), language="markdown")
        downloads.button(
            _("Picture"),
            lambda: card(artifact, session),
            "tenfold.png",
            "image/png",
            session.started.session_id,
            icon=":material/image:",
            key="picture",
        )
        take_home.offer(artifact, session)
        moving.offer(session)
        with st.popover(_("Your data"), icon=":material/lock:", key="my_data"):
            st.caption(
                _(
                    "Everything stored about you: answers and how long they took, titles that you "
                    "brought along, saved and hidden titles, corrections, changed answers, the "
                    "name that your group sees, links and codes."
                )
            )
            for name, convert, mime in (
                ("csv", to_csv, "text/csv"),
                ("json", to_json, "application/json"),
            ):
                downloads.button(
                    name.upper(),
                    partial(_own_data, session.started.session_id, convert),
                    f"tenfold.{name}",
                    mime,
                    session.started.session_id,
                    key=name,
                )
            downloads.button(
                _("Data dictionary"),
                dictionary_csv,
                "dictionary.csv",
                "text/csv",
                key="dictionary",
                type="tertiary",
            )
            st.caption(_("Deleting cannot be undone. Links you shared will stop working."))
            sure = st.checkbox(_("I am sure"), key="delete_sure")
            st.button(
                _("Delete everything about me"),
                key="delete",
                on_click=state.delete,
                type="primary",
                disabled=not sure,
            )


def look(artifact: Artifact, session: Session) -> None:
    """Somebody else's picks, to look at."""
    best = recommendations(
        assets.belief(artifact, session), assets.ranker(artifact, session), SHOWN
    )
    st.caption(
        _("Found from {answers}.").format(answers=vocabulary.answered(session.n_informative))
    )
    summary.draw(artifact, assets.belief(artifact, session), own=False)
    st.html(listing.full_list(artifact.catalogue, best, False, session.history.says_taste))


def link(code: str) -> str:
    """An address that shows the picks to anybody who has it."""
    return f"{codes.home('picks')}/shared?p={code}"


def card(artifact: Artifact, session: Session) -> bytes:
    """The picture of the list."""
    belief = assets.belief(artifact, session)
    found = recommendations(belief, tab.ranker(session), N_TITLES)
    title = titles.title_of(artifact.catalogue)
    names = [title(artifact.catalogue.keys[pick.item]) for pick in found]
    curves = [
        Curve(*axis_words.end_labels(artifact, axis.base), axis.position, axis.low, axis.high)
        for axis in summary.telling(artifact, belief, N_CURVES)
    ]
    return picture(
        _("{n} {items} for me").format(
            n=number(len(names)), items=vocabulary.words(artifact.words).items
        ),
        names,
        summary.taste_name(artifact, belief),
        curves,
        _shown_at(session),
    )


def markdown(artifact: Artifact, session: Session) -> str:
    """The list to paste into a chat or a note, with the address where it stands."""
    found = recommendations(assets.belief(artifact, session), tab.ranker(session), PASTED)
    heading = _("{items} for me").format(items=vocabulary.words(artifact.words).items)
    lines = [f"**{plain(heading[:1].upper() + heading[1:])}**", ""]
    for rank, pick in enumerate(found, start=1):
        year = artifact.catalogue.years[pick.item]
        shown = f" ({year})" if year else ""
        lines.append(f"{rank}. {plain(titles.short(artifact.catalogue, pick.item))}{shown}")
    made = assets.links().codes(session.started.session_id, SHARE)
    return "\n".join([*lines, "", link(made[0]) if made else codes.home("picks")])


def _shown_at(session: Session) -> str:
    """The address of the shared list without its protocol, else that of the app."""
    made = assets.links().codes(session.started.session_id, SHARE)
    return (link(made[0]) if made else codes.home("picks")).partition("://")[2]


def _own_data(session_id: str, convert: Callable[[Log, Sequence[Link]], str]) -> str:
    return convert(assets.events().log(session_id), assets.links().of(session_id))


def _share(session: Session) -> None:
    state.link(secrets.token_urlsafe(12), SHARE, session.started.session_id)
