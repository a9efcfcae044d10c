"""What to simulate: a form, and the experiment that this tab looks at."""

import streamlit as st

from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from models.artifacts import Artifact
from models.settings import read_settings
from models.simulation.experiment import MOST_QUESTIONS, Experiment, place
from models.simulation.lab_process import is_busy, latest, start
from models.simulation.simulated_users import DRAWN, MOST_PEOPLE, REPLAYED, replayed_people
from pages.components.app import messages
from pages.components.app.i18n import N_, _
from pages.components.app.policy_names import policy, stopping
from pages.components.lab import texts

LAB_KINDS = {"drawn": N_("Synthetic people"), "replayed": N_("Real people (replayed)")}

KEY, BUSY = "experiment", "lab_busy"  # of the session state
FIRST = Experiment(("random", "a_optimal"))


def chosen(artifact: Artifact) -> Experiment | None:
    """The experiment on show: started in this tab, else the last one that anybody started."""
    known = st.session_state.get(KEY) or latest(read_settings().lab, artifact.basis.fingerprint)
    filled = known or FIRST
    with st.form("lab"):
        policies = st.multiselect(
            _("Policies"),
            list(POLICIES),
            default=list(filled.policies),
            format_func=policy,
            key="lab_policies",
        )
        kinds = [DRAWN] if replayed_people(artifact) is None else [DRAWN, REPLAYED]
        who = st.radio(
            _("Who answers"),
            kinds,
            kinds.index(filled.who) if filled.who in kinds else 0,
            format_func=lambda kind: _(LAB_KINDS[kind]),
            captions=[texts.who(kind, _there(artifact)) for kind in kinds],
            horizontal=True,
            key="lab_who",
        )
        people, questions, lapse, seed = st.columns(4)
        n_people = people.number_input(_("People"), 2, MOST_PEOPLE, filled.n_people, step=10)
        n_questions = questions.number_input(
            _("Questions per person"), 1, MOST_QUESTIONS, filled.n_questions
        )
        careless = lapse.number_input(
            _("Share of careless answers"), 0.0, 1.0, filled.lapse, step=0.05
        )
        lot = seed.number_input(_("Random seed"), 0, 2**31, filled.seed)
        by, after = st.columns([3, 1])
        rule = by.selectbox(
            _("When to stop"),
            list(STOPPING),
            list(STOPPING).index(filled.stopping),
            format_func=stopping,
            key="lab_stopping",
        )
        planned = after.number_input(_("Planned questions"), 1, MOST_QUESTIONS, filled.n_planned)
        if not st.form_submit_button(_("Start the simulation"), type="primary", key="lab_start"):
            return known
    try:
        there = _there(artifact) if who == REPLAYED else n_people
        wanted = Experiment(
            tuple(policies),
            min(n_people, there),
            n_questions,
            float(careless),
            lot,
            who,
            rule,
            planned,
        )
    except ValueError as error:
        messages.paragraph(str(error))
        return known
    st.session_state[KEY] = wanted
    go_on(artifact, wanted)
    return wanted


def _there(artifact: Artifact) -> int:
    """People who can be replayed."""
    people = replayed_people(artifact)
    return 0 if people is None else int(people.shape[0])


def go_on(artifact: Artifact, experiment: Experiment) -> None:
    """Start, or resume; what runs or is done already is left alone.

    One experiment at a time: many of low priority would still crowd out those who answer.
    """
    folder = place(read_settings().lab, experiment, artifact.basis.fingerprint)
    if is_busy(read_settings().lab, folder):
        st.session_state[BUSY] = True
        return
    start(experiment, read_settings().artifacts, folder)
