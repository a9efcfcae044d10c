"""The plan of a new study, as a form; what cannot be carried out is said beside it."""

import secrets
import time
from collections.abc import Callable

import numpy as np
import streamlit as st

from elicitation.questions.plans import PLANS
from elicitation.questions.policies import POLICIES
from elicitation.questions.stopping import STOPPING
from elicitation.sessions.database import StoreUnavailable
from elicitation.studies.arms import MOST_ARMS
from elicitation.studies.questionnaires import RESQUE, Statement, own, with_check
from elicitation.studies.study import Study, draw_holdouts
from models.artifacts import Artifact
from pages.components.app import assets, messages, policy_names, state
from pages.components.app.i18n import N_, _
from pages.components.app.policy_names import policy, stopping
from pages.components.studies import texts

STUDY_NUMBERS = {
    "questions": (
        N_("Questions"),
        N_("Whose answers are learned from; hold-outs are added to them."),
    ),
    "size": (
        N_("Items per question"),
        N_("2 is a pair."),
    ),
    "holdouts": (
        N_("Hold-outs"),
        N_(
            "The same for everybody, mixed among the others, not learned from: they "
            "test predictions."
        ),
    ),
    "repeat": (
        N_("Repeat after"),
        N_(
            "After this many answers the first question comes again with its sides "
            "swapped, to see whether people are careful. 0 = never."
        ),
    ),
}

_NUMBERS = {  # most, default
    "questions": (100, 10),
    "size": (6, 2),
    "holdouts": (20, 2),
    "repeat": (99, 0),
}
LEAST = {"questions": 1, "size": 2}


def _afterwards(artifact: Artifact) -> tuple[Callable[[], tuple[Statement, ...]], list[str]]:
    """Fields for what comes after the questions: a maker of the statements, and the lists."""
    lists = st.multiselect(
        _("Lists to compare after the questions"),
        list(artifact.priors),
        max_selections=MOST_ARMS,
        help=_(
            "Two or three models. Participants see their lists beside each other, without names "
            "and in a random order, say which is better and which items they would take up."
        ),
    )
    left, right = st.columns(2)
    resque = left.checkbox(
        _("Statements after ResQue"),
        help=_(
            "One for each construct of the framework: P. Pu, L. Chen, R. Hu (2011), A "
            "user-centric evaluation framework for recommender systems."
        ),
    )
    checked = right.checkbox(_("With an attention check"))
    lines = st.text_area(_("Statements of your own, one a line"), max_chars=6000)

    def made() -> tuple[Statement, ...]:
        found = (*(RESQUE if resque else ()), *own(lines.splitlines()))
        return with_check(found) if checked and found else found

    return made, lists


def form(artifact: Artifact) -> str:
    """Draw the form; the code of the study that was created with this click, else ""."""
    with st.form("study", border=True):
        st.header(_("A new study"))
        name = st.text_input(_("Name (only you see it)"), max_chars=120)
        policies = st.multiselect(
            _("How questions are chosen"),
            list(POLICIES),
            default=[state.POLICY],
            format_func=policy,
            help=_("With several policies, each participant is randomly assigned one of them."),
        )
        rule = st.selectbox(
            _("When to stop"),
            list(STOPPING),
            format_func=stopping,
            help=_(
                "By most rules the planned questions come first, and more may follow. The last "
                "rule may end earlier and asks no more than planned."
            ),
        )
        plan = st.selectbox(
            _("What a question is"),
            list(PLANS),
            format_func=policy_names.plan,
            help=_("Hold-outs and “one pick a question” show as many items as is said below."),
        )
        numbers = {}
        columns = st.columns(4, vertical_alignment="bottom")
        for column, (key, (most, default)) in zip(columns, _NUMBERS.items(), strict=True):
            label, advice = map(_, STUDY_NUMBERS[key])
            numbers[key] = column.number_input(
                label, LEAST.get(key, 0), most, default, step=1, help=advice
            )
        statements, lists = _afterwards(artifact)
        consent = st.text_area(
            _("What participants agree to"),
            value=texts.consent_template(artifact.words),
            height=220,
        )
        left, middle, right = st.columns([1, 1, 2])
        version = left.text_input(_("Consent version"), value="1", max_chars=20)
        code = middle.text_input(_("Completion code"), max_chars=40)
        address = right.text_input(
            _("Completion link"),
            help=_("Shown at the end. {participant} in it is replaced by the participant's id."),
            max_chars=400,
        )
        parameter = st.text_input(
            _("Name of the participant’s id in links of a recruiting platform"),
            placeholder="PROLIFIC_PID",
            max_chars=40,
            help=_("Empty: participant. The platform puts the id of each person behind it."),
        )
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        most = left.number_input(
            _("Participants at most"), 0, 1_000_000, 0, step=1, help=_("0 = no limit.")
        )
        invited = right.checkbox(
            _("Only people with a personal link"),
            help=_(
                "The board makes a link for each number that you enter. Leave it off if a "
                "recruiting platform puts the numbers into one link."
            ),
        )
        if not st.form_submit_button(_("Create the study"), type="primary"):
            return ""
    try:
        rng = np.random.default_rng(secrets.randbits(64))
        study = Study(
            code=secrets.token_hex(5),
            name=name,
            policies=tuple(policies),
            n_questions=numbers["questions"],
            question_size=numbers["size"],
            dataset=artifact.manifest["content"]["dataset"],
            fingerprint=artifact.basis.fingerprint,
            holdouts=draw_holdouts(
                artifact.basis, artifact.known, numbers["holdouts"], numbers["size"], rng
            ),
            repeat_after=numbers["repeat"],
            consent=consent,
            consent_version=version,
            completion_code=code,
            completion_url=address,
            secret=secrets.token_urlsafe(24),
            stopping=rule,
            plan=PLANS[plan],
            invited_only=invited,
            most_participants=most,
            statements=statements(),
            lists=tuple(lists),
            parameter=parameter.strip(),
        )
        if address and not address.startswith("https://"):  # stored ones may be older
            raise ValueError("completion_url: expected an address with https://")
        assets.studies().put(study, 0, time.time())
    except ValueError as error:
        messages.paragraph(texts.problem(str(error).split(":")[0]))
        return ""
    except StoreUnavailable as error:
        messages.paragraph(str(error))
        return ""
    return study.code
