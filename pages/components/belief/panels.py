"""One session stepped through: ellipse, candidates, list, and what every question taught."""

from functools import partial
from html import escape

import numpy as np
import streamlit as st

from elicitation.explanations.belief_map import after, ellipse, measured, question_map, widest
from elicitation.explanations.belief_steps import belief_steps
from elicitation.inference.observations import posterior
from elicitation.questions.next_question import next_question
from elicitation.recommendations.stability import membership_probability
from elicitation.sessions.session import Session, replay
from models.artifacts import Artifact
from pages.components.app import assets, messages, signin
from pages.components.app import i18n as strings
from pages.components.belief import charts as belief_charts
from pages.components.belief import step_charts
from pages.components.belief import tables as belief_tables
from pages.components.charts import panels
from pages.components.items import listing

LENGTH = 10
MOST_QUESTIONS = 10_000
KINDS = ("svg", "png")


def chosen(own: Session | None) -> Session | None:
    """The session of this tab, or another one that somebody who may named; None if there is none.

    What is wrong with a name is said on the page.
    """
    with st.expander(strings.OTHER_SESSION):
        name = st.text_input(strings.SESSION_ID, key="other_session", max_chars=64).strip()
        if not name:
            return own
        if not signin.require_sign_in():
            return None
    try:
        events = assets.events().read(name)
        found = replay(events) if events else None
    except ValueError:
        found = None
    if found is None:
        messages.paragraph(strings.NO_OTHER_SESSION)
    return found


def draw(artifact: Artifact, session: Session) -> None:
    """One step, which a slider chooses, and below it all steps."""
    kind = st.segmented_control(strings.SAVED_AS, KINDS, default=KINDS[0], key="kind") or KINDS[0]
    st.fragment(_step)(artifact, session, kind)
    names, taught = artifact.basis.names, belief_steps(artifact.basis, session)
    st.header(strings.STEPS_TITLE)
    table = partial(belief_tables.of_lessons, taught, names)
    figure = step_charts.steps(taught, names)
    panels.downloadable(strings.STEPS_HINT, strings.STEPS, figure, "steps", kind, table)


def _step(artifact: Artifact, session: Session, kind: str) -> None:
    last = len(session.answers)
    step = st.slider(strings.AT_STEP, 0, last, last, key="step") if last else 0
    now = after(session, step)
    left, right = st.columns(2, gap="medium")
    with left:
        _ellipses(artifact, session, step, kind)
    with right:
        _questions(artifact, now, kind)
    _membership(artifact, now, kind)


def _ellipses(artifact: Artifact, session: Session, step: int, kind: str) -> None:
    basis, steps = artifact.basis, range(len(session.answers) + 1)
    directions = widest(basis.prior)
    borders = [ellipse(posterior(basis, after(session, n)), directions) for n in steps]
    figure = belief_charts.ellipses(borders, step)
    table = partial(belief_tables.of_ellipses, borders)
    panels.downloadable(strings.ELLIPSE_TITLE, strings.ELLIPSE, figure, "ellipse", kind, table)


def _questions(artifact: Artifact, now: Session, kind: str) -> None:
    basis, title = artifact.basis, listing.title_of(artifact.catalogue)
    rng = np.random.default_rng(now.started.seed)
    found = question_map(basis, artifact.familiarity, now, MOST_QUESTIONS, rng)
    question = next_question(basis, artifact.familiarity, now)
    marked = None
    if question is not None:
        marked = measured(basis, posterior(basis, now), np.array([question.items[:2]]))
    names = [
        escape(f"{title(basis.keys[a])} / {title(basis.keys[b])}") for a, b in found.pairs.tolist()
    ]
    figure = belief_charts.questions(found, marked, names)
    table = partial(belief_tables.of_questions, found, basis.keys)
    told = strings.map_text(len(names))
    panels.downloadable(strings.MAP_TITLE, told, figure, "questions", kind, table)


def _membership(artifact: Artifact, now: Session, kind: str) -> None:
    basis, title = artifact.basis, listing.title_of(artifact.catalogue)
    items, chances = membership_probability(
        basis, artifact.shared, now, artifact.shared.trust, LENGTH
    )
    keys = [basis.keys[item] for item in items]
    figure = belief_charts.membership([escape(title(key)) for key in keys], chances)
    table = partial(belief_tables.of_membership, keys, chances)
    panels.downloadable(
        strings.BELONGING_TITLE, strings.BELONGING, figure, "belonging", kind, table
    )
