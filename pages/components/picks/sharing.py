"""What one may take along, pass on or have deleted."""

import secrets

import streamlit as st

from elicitation.explanations.taste_axes import axes, telling_first
from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.export import to_csv, to_json
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.access import moving
from pages.components.app import assets, codes, state, tab
from pages.components.app.i18n import _, number
from pages.components.histories import take_home
from pages.components.items import axis_words, listing, titles, vocabulary
from pages.components.picks.picture import N_TITLES, picture

SHARE = "share"  # kind of a code that shows picks and cannot answer
N_TASTES = 2
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
        st.download_button(
            _("Picture"),
            lambda: card(artifact, session),
            "tenfold.png",
            "image/png",
            on_click="ignore",
            icon=":material/image:",
            key="picture",
        )
        take_home.offer(artifact, session)
        moving.offer(session)
        with st.popover(_("Your data"), icon=":material/lock:", key="my_data"):
            st.caption(
                _(
                    "Everything stored about you: answers and how long they took, titles that you "
                    "brought along, saved and hidden titles, corrections, share links."
                )
            )
            events = assets.events().read(session.started.session_id)
            for name, text, mime in (
                ("csv", to_csv(events), "text/csv"),
                ("json", to_json(events), "application/json"),
            ):
                st.download_button(
                    name.upper(), text, f"tenfold.{name}", mime, on_click="ignore", key=name
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
    st.html(listing.full_list(artifact.catalogue, best, False, session.history.says_taste))


def link(code: str) -> str:
    """An address that shows the picks to anybody who has it."""
    return f"{codes.home('picks')}/shared?p={code}"


def card(artifact: Artifact, session: Session) -> bytes:
    """The picture of the list."""
    belief = assets.belief(artifact, session)
    found = recommendations(belief, tab.ranker(session), N_TITLES)
    title = titles.title_of(artifact.catalogue)
    stands, _unknown = telling_first(axes(belief, artifact.known), N_TASTES)
    tastes = [axis_words.leaning(artifact, axis.base, axis.position > 0.0) for axis in stands]
    names = [title(artifact.catalogue.keys[pick.item]) for pick in found]
    return picture(
        _("{n} {items} for me").format(
            n=number(len(names)), items=vocabulary.words(artifact.words).items
        ),
        names,
        tastes,
        "Tenfold",
    )


def _share(session: Session) -> None:
    state.link(secrets.token_urlsafe(12), SHARE, session.started.session_id)
