"""The lab: policies side by side with simulated people, for researchers."""

from pathlib import Path

import streamlit as st

from pages.components.access import signin
from pages.components.app import assets, messages
from pages.components.app.i18n import _
from pages.components.lab import board as lab_board
from pages.components.lab import form as lab_form
from pages.components.lab import watch

if signin.require_sign_in():
    artifact = assets.artifact()
    st.html(Path(lab_board.__file__).with_name("board.css"))
    st.title(_("Lab"))
    messages.text(
        _(
            "Simulated people answer in your place. All policies (the rules that choose "
            "questions) ask the same people. Experiments run beside the server with low "
            "priority, continue when you leave, and keep their results."
        )
    )
    messages.answers_tell(artifact)
    experiment = lab_form.chosen(artifact)
    if experiment:
        lab_board.draw(artifact, experiment)
        st.fragment(watch.draw)(artifact, experiment)
