"""The start page: what this is, a wall of posters, and the button that begins."""

import html

import streamlit as st

from elicitation.questions.plans import PLANS
from elicitation.recommendations.scores import favourites
from models.artifacts import Artifact
from pages.components.access import moving
from pages.components.app import assets, codes, messages, state
from pages.components.app.i18n import _, number
from pages.components.histories import offer
from pages.components.items import listing, vocabulary
from pages.components.rooms import groups, rooms

N_POSTERS = 9  # on the wall


def draw(notice: str) -> None:
    """The start page; ``notice`` says why one is back here."""
    artifact = assets.artifact()
    words = vocabulary.words(artifact.words)
    title = _("Ten questions, then your {items}").format(items=words.items)
    screens = state.plan(artifact)
    text = _text(screens).format(items=words.items, use=words.use)
    if notice:
        messages.paragraph(notice)
    with st.container(key="start"):
        with st.container(key="invitation"):
            st.html(f'<h1 class="hero">{html.escape(title)}</h1><p>{html.escape(text)}</p>')
            invited = groups.invited()
            if invited:
                messages.fine(_invitation(invited))
            previous = None if invited else state.previous()
            if previous:
                st.button(
                    _("Continue where you left off"),
                    key="continue_button",
                    on_click=state.go_to,
                    args=(previous,),
                    type="primary",
                )
            st.button(
                _("Start over") if previous else _("Start"),
                key="start_button",
                on_click=_start,
                args=(invited,),
                type="secondary" if previous else "primary",
            )
            with st.container(key="other_ways", horizontal=True):
                if screens not in (PLANS["classic"], PLANS["pairs"]):
                    st.button(
                        _("Compare pairs instead"),
                        key="start_pairs",
                        on_click=_start,
                        args=(invited, True),
                        type="tertiary",
                    )
                offer.button(artifact, None)
            if reach := _reach(artifact):
                messages.fine(reach)
            moving.enter()
        shown = favourites(artifact.shared, N_POSTERS)
        wall = "".join(listing.poster_of(artifact.catalogue, item) for item in shown)
        st.html(f'<div class="wall">{wall}</div>')
    if artifact.notice:
        st.html(f'<p class="fine">{html.escape(artifact.notice)}</p>')


def _reach(artifact: Artifact) -> str:
    """How much there is to choose from, and up to which year; "" if no year is known."""
    last = max(artifact.catalogue.years, default=0)
    if not last:
        return ""
    return _("{n} {items}, up to {year}.").format(
        n=number(len(artifact.catalogue)), items=vocabulary.words(artifact.words).items, year=last
    )


def _text(screens: tuple[str, ...]) -> str:
    """What will be asked: names, items to tap, or pairs."""
    if screens and screens[0].startswith("taps"):
        return _(
            "Tap the {items} you would like to {use}. Each screen is picked to learn the most "
            "about your taste; your list updates as you go."
        )
    if screens and screens[0].startswith("named"):
        return _(
            "Name a few {items} you love, then tap those you would like to {use}. Each screen is "
            "picked to learn the most about your taste; your list updates as you go."
        )
    return _(
        "Choose between two {items}, ten times. Each pair is picked to learn the most about your "
        "taste; your list updates as you go."
    )


def _invitation(code: str) -> str:
    told = (
        _("You are invited to the room {code}: answer, and you become a dot on its wall.")
        if rooms.rounds(code)
        else _("You are invited to the group {code}: answer, and your list joins theirs.")
    )
    return told.format(code=code)


def _start(invited: str, pairs: bool = False) -> None:
    session_id = state.start(pairs)
    if session_id and invited:
        groups.join(session_id, invited)
        st.query_params.pop(codes.QUERY, None)
