"""One session stepped through: ellipse, candidates, list, and what every question taught."""

from functools import partial
from html import escape

import numpy as np
import streamlit as st

from elicitation.geometry import after, ellipse, measured, question_map, widest
from elicitation.lessons import Lesson
from elicitation.question import next_question, posterior
from elicitation.session import Session, replay
from elicitation.stopping import belonging
from models.artifacts import Artifact
from pages.components import (
    assets,
    belief_charts,
    belief_tables,
    listing,
    messages,
    panels,
    signin,
    step_charts,
    strings,
)

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
        if not signin.allowed():
            return None
    try:
        events = assets.store().read(name)
        found = replay(events) if events else None
    except ValueError:
        found = None
    if found is None:
        messages.paragraph(strings.NO_OTHER_SESSION)
    return found


def draw(artifact: Artifact, session: Session, taught: tuple[Lesson, ...]) -> None:
    """Everything about one step; a slider chooses it."""
    last = len(session.answers)
    step = st.slider(strings.AT_STEP, 0, last, last, key="step") if last else 0
    kind = st.segmented_control(strings.SAVED_AS, KINDS, default="svg", key="kind") or "svg"
    basis, now = artifact.basis, after(session, step)
    directions = widest(basis.prior)
    beliefs = [posterior(basis, after(session, n)) for n in range(last + 1)]
    title = listing.title_of(artifact.catalogue)
    left, right = st.columns(2, gap="medium")
    with left:
        borders = [ellipse(belief, directions) for belief in beliefs]
        figure = belief_charts.ellipses(borders, step)
        table = partial(belief_tables.of_ellipses, borders)
        panels.to_take(strings.ELLIPSE_TITLE, strings.ELLIPSE, figure, "ellipse", kind, table)
    with right:
        rng = np.random.default_rng(session.started.seed)
        found = question_map(basis, artifact.familiarity, now, MOST_QUESTIONS, rng)
        question = next_question(basis, artifact.familiarity, now)
        pair = np.array([question.items[:2]]) if question else None
        marked = measured(basis, beliefs[step], pair) if pair is not None else None
        names = [
            escape(f"{title(basis.keys[a])} / {title(basis.keys[b])}")
            for a, b in found.pairs.tolist()
        ]
        figure = belief_charts.questions(found, marked, names)
        text = strings.map_text(len(names))
        table = partial(belief_tables.of_questions, found, basis.keys)
        panels.to_take(strings.MAP_TITLE, text, figure, "questions", kind, table)
    items, chances = belonging(basis, artifact.shared, now, artifact.shared.trust, LENGTH)
    titles = [escape(title(basis.keys[item])) for item in items]
    figure = belief_charts.membership(titles, chances)
    keys = [basis.keys[item] for item in items]
    table = partial(belief_tables.of_membership, keys, chances)
    panels.to_take(strings.BELONGING_TITLE, strings.BELONGING, figure, "belonging", kind, table)
    figure = step_charts.steps(taught, basis.names)
    table = partial(belief_tables.of_lessons, taught, basis.names)
    st.header(strings.STEPS_TITLE)
    panels.to_take(strings.STEPS_HINT, strings.STEPS, figure, "steps", kind, table)
