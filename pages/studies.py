"""For researchers: plan studies, watch them, and take the data home."""

from pathlib import Path

import streamlit as st

from pages.components.access import signin
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.app.text import plain
from pages.components.studies import board as study_board
from pages.components.studies import files, texts
from pages.components.studies import form as study_form
from pages.components.studies.participants import TOOK_PART

QUERY = "id"  # the URL's name for a study's code


def show(code: str) -> None:
    st.query_params[QUERY] = code


if signin.require_sign_in():
    artifact = assets.artifact()
    st.html(Path(messages.__file__).with_name("research.css"))
    messages.problem()
    versions = assets.studies().versions(str(st.query_params.get(QUERY, "")))
    if versions:
        study = versions[-1]
        st.button(_("← All studies"), on_click=show, args=("",), type="tertiary")
        study_board.head(study, len(versions) - 1)
        study_board.board(artifact, study)
        files.download(artifact, study)
        files.removal(study)
    else:
        st.title(_("Studies"))
        st.caption(
            _(
                "A study asks everybody as planned and stores each answer with what was "
                "predicted. Participants open a link, agree to your text, answer, and "
                "return to where they came from."
            )
        )
        for study in assets.studies().latest():
            begun = len(assets.links().linked(study.code, TOOK_PART))
            label = f"**{plain(study.name)}** · {texts.line(study, begun)}"
            st.button(label, key=f"study_{study.code}", on_click=show, args=(study.code,))
        created = study_form.form(artifact)
        if created:
            show(created)
            st.rerun()
