"""The lab: policies side by side with simulated people, for researchers."""

from pathlib import Path

import streamlit as st

from pages.components import assets, lab_board, lab_form, lab_session, signin, strings

if signin.allowed():
    artifact = assets.artifact()
    st.html(Path(lab_board.__file__).with_name("lab.css"))
    st.title(strings.LAB)
    st.html(f"<p>{strings.LAB_INTRO}</p>")
    experiment = lab_form.chosen(artifact)
    if experiment:
        lab_board.draw(artifact, experiment)
        st.fragment(lab_session.draw)(artifact, experiment)
