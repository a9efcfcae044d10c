"""One simulated session, question by question, with what the person truly likes beside it."""

from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st
from scipy.special import softmax

from elicitation.arrays import Floats
from elicitation.session import Answered
from elicitation.simulate import Trace, drawn_from, run_session, top_k_regret
from models.artifacts import Artifact
from models.lab_experiment import Experiment
from pages.components import assets, listing, strings


@dataclass(frozen=True, eq=False)
class Watched:
    """A session and the truth: ``utilities`` in log-odds and ``regrets``, before the first too."""

    trace: Trace
    utilities: Floats  # (n_items,)
    regrets: tuple[float, ...]  # n_shown + 1

    @property
    def answers(self) -> tuple[Answered, ...]:
        return self.trace.session.answers


def watched(artifact: Artifact, experiment: Experiment, policy: str, person: int) -> Watched:
    """The session that the experiment runs with this person; same arguments, same session."""
    basis, seed = artifact.basis, [experiment.seed, person]
    w, answers = drawn_from(basis, artifact.known, seed, lapse=experiment.lapse)
    n = experiment.n_questions
    trace = run_session(basis, artifact.familiarity, answers, policy, n, person)
    utilities = basis.offsets + basis.rewards @ w
    found = (basis.offsets + basis.rewards @ belief.mean for belief in trace.beliefs)
    return Watched(trace, utilities, tuple(top_k_regret(utilities, each, 10) for each in found))


def draw(artifact: Artifact, experiment: Experiment) -> None:
    st.header(strings.LAB_WATCH)
    st.caption(strings.LAB_WATCH_TEXT)
    who, by = st.columns(2)
    person = who.number_input(strings.LAB_PERSON, 1, experiment.n_people, 1, key="lab_person")
    policy = by.selectbox(
        strings.LAB_POLICY, experiment.policies, format_func=strings.policy, key="lab_policy"
    )
    session = _watched(artifact.basis.fingerprint, experiment, policy, person - 1)
    if not session.answers:
        st.info(strings.LAB_NO_QUESTION)
        return
    last = len(session.answers)
    step = 1 if last == 1 else st.slider(strings.LAB_STEP, 1, last, 1, key="lab_step")
    st.html(shown(artifact, session, step))


def shown(artifact: Artifact, session: Watched, step: int) -> str:
    """Question number ``step``, from 1: the items, the answer, the truth and the regret."""
    answered, catalogue = session.answers[step - 1], artifact.catalogue
    items = [catalogue.numbers[key] for key in answered.items]
    title = listing.title_of(catalogue)
    named = answered.choice.items if answered.choice.kind == "pick" else ()
    true = session.utilities[items]
    winner, chance = int(np.argmax(true)), float(softmax(true).max())
    figures = "".join(
        f'<figure class="{"chosen" if catalogue.keys[item] in named else ""}">'
        f"{listing.poster_of(catalogue, item)}"
        f"<figcaption>{escape(strings.LAB_TRUTH)} {value:+.2f}</figcaption></figure>"
        for item, value in zip(items, true.tolist(), strict=True)
    )
    told = (
        strings.says(strings.LAB_THEY, answered, title),
        strings.lab_truth(title(answered.items[winner]), chance),
        strings.lab_regret(*session.regrets[step - 1 : step + 1]),
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    return (
        f'<div class="duel answered">{figures}</div><div class="told" role="status">{lines}</div>'
    )


@st.cache_resource(show_spinner=False, max_entries=32)
def _watched(fingerprint: str, experiment: Experiment, policy: str, person: int) -> Watched:
    return watched(assets.artifact(), experiment, policy, person)
