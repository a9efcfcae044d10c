"""One simulated session, question by question, with what the person truly likes beside it."""

from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st
from scipy.special import softmax

from elicitation.arrays import Floats
from elicitation.sessions.events import Answered
from elicitation.simulation.sessions import Trace
from models.artifacts import Artifact
from models.simulation.experiment import Experiment
from models.simulation.simulated_users import (
    REPLAYED,
    AnswerNoise,
    SimulatedUser,
    replayed_people,
    simulate,
    simulated_user,
)
from pages.components.app import assets
from pages.components.app.i18n import N_, _
from pages.components.app.policy_names import policy as policy_name
from pages.components.items import listing, reasons, titles
from pages.components.lab import texts

LAB_WATCH_TEXTS = {
    "drawn": N_("A synthetic person answers, whose true taste we know."),
    "replayed": N_("A real person from the data answers according to their own ratings."),
}


@dataclass(frozen=True, eq=False)
class Watched:
    """A session and the truth, as far as it is known, and ``regrets``, before the first too."""

    trace: Trace
    one: SimulatedUser
    regrets: tuple[float, ...]  # n_shown + 1

    @property
    def answers(self) -> tuple[Answered, ...]:
        return self.trace.session.answers


def watched(artifact: Artifact, experiment: Experiment, policy: str, person: int) -> Watched:
    """The session that the experiment runs with this person; same arguments, same session."""
    basis, familiarity = artifact.basis, artifact.familiarity
    people = replayed_people(artifact) if experiment.who == REPLAYED else None
    manner = AnswerNoise(experiment.seed, experiment.lapse)
    one = simulated_user(basis, familiarity, people, manner, person, artifact.like)
    trace = simulate(basis, familiarity, one, policy, experiment.n_questions, manner, person)
    return Watched(trace, one, tuple(one.regret(basis, belief) for belief in trace.beliefs))


def draw(artifact: Artifact, experiment: Experiment) -> None:
    st.header(_("One session, question by question"))
    st.caption(_(LAB_WATCH_TEXTS[experiment.who]))
    who, by = st.columns(2)
    person = who.number_input(_("Person number"), 1, experiment.n_people, 1, key="lab_person")
    policy = by.selectbox(
        _("Policy"), experiment.policies, format_func=policy_name, key="lab_policy"
    )
    session = _watched(artifact.basis.fingerprint, experiment, policy, person - 1)
    if not session.answers:
        st.info(_("There was nothing to ask this person."))
        return
    last = len(session.answers)
    step = 1 if last == 1 else st.slider(_("Question number"), 1, last, 1, key="lab_step")
    st.html(shown(artifact, session, step))


def shown(artifact: Artifact, session: Watched, step: int) -> str:
    """Question number ``step``, from 1: the items, the answer, the truth and the regret."""
    answered, catalogue = session.answers[step - 1], artifact.catalogue
    items = [catalogue.numbers[key] for key in answered.items]
    title = titles.title_of(catalogue)
    named = answered.choice.items if answered.choice.kind == "pick" else ()
    liking = session.one.liking[items]
    truth = texts.stars if session.one.coefficients is None else texts.liking
    figures = "".join(
        f'<figure class="{"chosen" if catalogue.keys[item] in named else ""}">'
        f"{listing.poster_of(catalogue, item)}"
        f"<figcaption>{escape(truth(value))}</figcaption></figure>"
        for item, value in zip(items, liking.tolist(), strict=True)
    )
    told = (
        reasons.says(_("The person"), answered, title),
        _truth(session, [title(key) for key in answered.items], liking),
        texts.regret(*session.regrets[step - 1 : step + 1]),
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    return (
        f'<div class="duel answered">{figures}</div><div class="told" role="status">{lines}</div>'
    )


def _truth(session: Watched, names: list[str], liking: Floats) -> str:
    if np.isnan(liking).all():
        return _("The person rated none of these.")
    winner = names[int(np.nanargmax(liking))]
    if session.one.coefficients is None:
        return texts.rated_best(winner)
    return texts.truth(winner, float(softmax(liking).max()))


@st.cache_resource(show_spinner=False, max_entries=32)
def _watched(fingerprint: str, experiment: Experiment, policy: str, person: int) -> Watched:
    return watched(assets.artifact(), experiment, policy, person)
