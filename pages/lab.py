"""The lab: policies side by side with simulated people, for researchers."""

from pathlib import Path

import streamlit as st

from pages.components.app import assets, signin
from pages.components.app import i18n as strings
from pages.components.lab import board as lab_board
from pages.components.lab import form as lab_form
from pages.components.lab import watch

if signin.require_sign_in():
    artifact = assets.artifact()
    st.html(Path(lab_board.__file__).with_name("board.css"))
    st.title(strings.LAB)
    st.html(f"<p>{strings.LAB_INTRO}</p>")
    experiment = lab_form.chosen(artifact)
    if experiment:
        lab_board.draw(artifact, experiment)
        st.fragment(watch.draw)(artifact, experiment)
