"""On the phone of somebody in a room: where their own dot lies on the wall's map."""

from html import escape

import streamlit as st

from elicitation.recommendations.group_session import Participant, map_axes, places
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from pages.components.app import assets
from pages.components.app.i18n import _
from pages.components.items import axis_words
from pages.components.rooms import rooms, wall

STYLE = (
    "position:relative;height:8.5rem;border:1px solid var(--line);border-radius:0.9rem;"
    "background:linear-gradient(var(--line),var(--line)) 50% 0/1px 100% no-repeat,"
    "linear-gradient(var(--line),var(--line)) 0 50%/100% 1px no-repeat,var(--surface)"
)


def draw(artifact: Artifact, session: Session) -> None:
    """Nothing for who is in no room, or has not answered yet."""
    if session.n_informative and rooms.entered(session):
        st.html(own_map(artifact, session))


def own_map(artifact: Artifact, session: Session) -> str:
    """A small map with one dot, and in words between which ends it lies."""
    prior = artifact.basis.prior
    axes = map_axes(prior)
    one = Participant(assets.belief(artifact, session), assets.ranker(artifact, session))
    ((x, y),) = places(prior, [one], axes).tolist()
    across, down = wall.share(x), wall.share(y)
    ends = [axis_words.end_labels(artifact, base) for base in axes]
    (left, right), (top, bottom) = ends
    told = _("Your dot on the wall: towards {across}, and towards {down}.").format(
        across=left if x > 0.0 else right, down=top if y > 0.0 else bottom
    )
    return (
        f'<section class="own-dot"><p class="fine">{escape(told)}</p>'
        f'<div role="img" aria-label="{escape(told)}" style="{STYLE}">'
        f'<i style="position:absolute;left:{across:.1%};top:{down:.1%};width:18px;height:18px;'
        f'margin:-9px;border-radius:50%;background:var(--accent)"></i></div></section>'
    )
