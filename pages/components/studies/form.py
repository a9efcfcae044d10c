"""The plan of a new study, as a form; what cannot be carried out is said beside it."""

import secrets
import time

import numpy as np
import streamlit as st

from elicitation.questions.policies import POLICIES
from elicitation.sessions.database import StoreUnavailable
from elicitation.studies.study import Study, draw_holdouts
from models.artifacts import Artifact
from pages.components.app import assets, messages, state
from pages.components.app import i18n as strings

_NUMBERS = {  # most, default
    "questions": (100, 10),
    "size": (6, 2),
    "holdouts": (20, 2),
    "repeat": (99, 0),
}
LEAST = {"questions": 1, "size": 2}


def form(artifact: Artifact) -> str:
    """Draw the form; the code of the study that was created with this click, else ""."""
    with st.form("study", border=True):
        st.header(strings.NEW_STUDY)
        name = st.text_input(strings.STUDY_NAME, max_chars=120)
        policies = st.multiselect(
            strings.POLICIES,
            list(POLICIES),
            default=[state.POLICY],
            format_func=strings.policy,
            help=strings.POLICIES_HELP,
        )
        numbers = {}
        columns = st.columns(4, vertical_alignment="bottom")
        for column, (key, (most, default)) in zip(columns, _NUMBERS.items(), strict=True):
            label, advice = strings.STUDY_NUMBERS[key]
            numbers[key] = column.number_input(
                label, LEAST.get(key, 0), most, default, step=1, help=advice
            )
        consent = st.text_area(
            strings.CONSENT_TEXT,
            value=strings.consent_template(strings.words(artifact.words)),
            height=220,
        )
        left, middle, right = st.columns([1, 1, 2])
        version = left.text_input(strings.CONSENT_VERSION, value="1", max_chars=20)
        code = middle.text_input(strings.CODE_IN_THE_END, max_chars=40)
        address = right.text_input(strings.LINK_IN_THE_END, help=strings.LINK_HELP, max_chars=400)
        if not st.form_submit_button(strings.CREATE_STUDY, type="primary"):
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
        )
        assets.studies().put(study, 0, time.time())
    except ValueError as error:
        messages.paragraph(strings.study_problem(str(error).split(":")[0]))
        return ""
    except StoreUnavailable as error:
        messages.paragraph(str(error))
        return ""
    return study.code
