"""What one may take along, pass on or have deleted."""

import secrets

import streamlit as st

from elicitation.explanations.taste_axes import axes
from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.export import to_csv, to_json
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import assets, codes, state
from pages.components.app import i18n as strings
from pages.components.items import listing
from pages.components.picks.picture import N_TITLES, picture

SHARE = "share"  # kind of a code that shows picks and cannot answer
N_TASTES = 2


def offer(artifact: Artifact, session: Session) -> None:
    """Buttons below the picks; nothing is made before somebody asks for it."""
    with st.container(key="sharing", horizontal=True):
        with st.popover(strings.SHARE, icon=":material/share:", key="share"):
            st.caption(strings.SHARE_TEXT)
            made = assets.links().codes(session.started.session_id, SHARE)
            if made:
                st.code(link(made[0]), language=None)
            else:
                st.button(strings.SHARE_MAKE, key="share_make", on_click=_share, args=(session,))
        st.download_button(
            strings.PICTURE,
            lambda: card(artifact, session),
            strings.PICTURE_FILE,
            "image/png",
            on_click="ignore",
            icon=":material/image:",
            key="picture",
        )
        with st.popover(strings.MY_DATA, icon=":material/lock:", key="my_data"):
            st.caption(strings.MY_DATA_TEXT)
            events = assets.events().read(session.started.session_id)
            for name, text, mime in (
                ("csv", to_csv(events), "text/csv"),
                ("json", to_json(events), "application/json"),
            ):
                st.download_button(
                    name.upper(), text, f"tenfold.{name}", mime, on_click="ignore", key=name
                )
            st.caption(strings.DELETE_TEXT)
            sure = st.checkbox(strings.DELETE_SURE, key="delete_sure")
            st.button(
                strings.DELETE,
                key="delete",
                on_click=state.delete,
                type="primary",
                disabled=not sure,
            )


def link(code: str) -> str:
    """An address that shows the picks to anybody who has it."""
    return f"{codes.home('picks')}/shared?p={code}"


def card(artifact: Artifact, session: Session) -> bytes:
    """The picture of the list."""
    prior = artifact.priors[state.prior()]
    found = recommendations(artifact.basis, prior, session, state.trust(), N_TITLES)
    title = listing.title_of(artifact.catalogue)
    stands = axes(artifact.basis, artifact.known, session)
    tastes = [
        strings.axis(artifact.basis.names[axis.base], axis.position > 0.0)
        for axis in sorted(stands, key=lambda axis: -abs(axis.position))[:N_TASTES]
    ]
    titles = [title(artifact.catalogue.keys[pick.item]) for pick in found]
    return picture(
        strings.card_heading(strings.words(artifact.words), len(titles)),
        titles,
        tastes,
        strings.APP,
    )


def _share(session: Session) -> None:
    state.link(secrets.token_urlsafe(12), SHARE, session.started.session_id)
