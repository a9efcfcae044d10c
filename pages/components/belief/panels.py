"""One session stepped through: ellipse, candidates, list, and what every question taught."""

from functools import partial
from html import escape
from itertools import combinations

import numpy as np
import streamlit as st

from elicitation.explanations.belief_map import ellipse, map_of_pairs, question_map, widest
from elicitation.explanations.belief_steps import belief_steps
from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.recommendations.stability import membership_probability
from elicitation.sessions.session import Session, replay
from models.artifacts import Artifact
from pages.components.access import signin
from pages.components.app import assets, messages
from pages.components.app.i18n import _, number
from pages.components.belief import charts as belief_charts
from pages.components.belief import step_charts, story
from pages.components.belief import tables as belief_tables
from pages.components.charts import panels
from pages.components.items import axis_words, titles

LENGTH = 10
MOST_QUESTIONS = 2_000  # dots that a browser draws without delay
KINDS = ("svg", "png")


def chosen(own: Session | None) -> Session | None:
    """The session of this tab, or another one that somebody who may named; None if there is none.

    What is wrong with a name is said on the page.
    """
    with st.expander(_("Look at another session")):
        name = st.text_input(
            _("Session id, as in its address after s="), key="other_session", max_chars=64
        ).strip()
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
        messages.paragraph(
            _("There is no session with this id here. Please copy all of the address after s=.")
        )
    return found


def draw(artifact: Artifact, session: Session, own: bool) -> None:
    """What the answers told, as a story, then in numbers; ``own`` says whether they are one's own.

    A slider chooses a step; below it are all steps.
    """
    belief = assets.belief(artifact, session)
    taught = belief_steps(belief)
    story.draw(artifact, belief, taught, own)
    kind = st.session_state.get("kind") or KINDS[0]
    st.header(_("Step by step"))
    st.fragment(_step)(artifact, belief, kind)
    bases = range(artifact.basis.n_bases)
    names = tuple(axis_words.leaning(artifact, base, first=True) for base in bases)
    st.header(_("Question by question"))
    table = partial(belief_tables.of_lessons, taught, names)
    figure = step_charts.steps(taught, names)
    panels.downloadable(
        _("Point at a question to see it in every row."),
        _(
            "The first row shows how much information each question was expected to "
            "give and how much its answer gave, in nats; a surprising answer gives "
            "more than expected. The next two show our uncertainty, as log-determinant "
            "(in nats) and as trace of the covariance; an answer that contradicts the "
            "others may raise it a little. Then each dimension of taste: the line is "
            "our best estimate, the band is the 90-percent interval, and zero is the "
            "average person."
        ),
        figure,
        "steps",
        kind,
        table,
    )
    st.segmented_control(_("Save figures as"), KINDS, default=KINDS[0], key="kind")


def _step(artifact: Artifact, belief: Belief, kind: str) -> None:
    last = len(belief.session.answers)
    step = st.slider(_("After how many answers?"), 0, last, last, key="step") if last else 0
    now = belief.steps[step]
    left, right = st.columns(2, gap="medium")
    with left:
        _ellipses(belief, step, kind)
    with right:
        _questions(artifact, now, kind)
    _membership(artifact, now, kind)


def _ellipses(belief: Belief, step: int, kind: str) -> None:
    directions = widest(belief.basis.prior)
    borders = [ellipse(one.posterior, directions) for one in belief.steps]
    figure = belief_charts.ellipses(borders, step)
    table = partial(belief_tables.of_ellipses, borders)
    panels.downloadable(
        _("Where you could be."),
        _(
            "The ellipse contains you with a probability of 90 percent, along the two "
            "directions we knew least about before the first answer. Thin lines are "
            "the other steps."
        ),
        figure,
        "ellipse",
        kind,
        table,
    )


def _questions(artifact: Artifact, now: Belief, kind: str) -> None:
    basis, title = artifact.basis, titles.title_of(artifact.catalogue)
    rng = np.random.default_rng(now.session.started.seed)
    found = question_map(now, artifact.familiarity, MOST_QUESTIONS, rng)
    question = next_question(now, artifact.familiarity)
    pairs = list(combinations(question.items, 2)) if question is not None else []
    marked = map_of_pairs(now, np.array(pairs)) if pairs else None
    names = [
        escape(f"{title(basis.keys[a])} / {title(basis.keys[b])}") for a, b in found.pairs.tolist()
    ]
    figure = belief_charts.questions(found, marked, names)
    table = partial(belief_tables.of_questions, found, basis.keys)
    told = _(
        "{n} random pairs of titles you may know; orange = more informative. Rings mark the pairs "
        "of the next question."
    ).format(n=number(len(names)))
    panels.downloadable(_("What could be asked."), told, figure, "questions", kind, table)


def _membership(artifact: Artifact, now: Belief, kind: str) -> None:
    basis, title = artifact.basis, titles.title_of(artifact.catalogue)
    items, chances = membership_probability(now, assets.ranker(artifact, now.session), LENGTH)
    keys = [basis.keys[item] for item in items]
    figure = belief_charts.membership([escape(title(key)) for key in keys], chances)
    table = partial(belief_tables.of_membership, keys, chances)
    panels.downloadable(
        _("How settled is the list?"),
        _("The probability of each title on the list to be among your true top ten."),
        figure,
        "belonging",
        kind,
        table,
    )
