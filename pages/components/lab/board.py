"""An experiment as it runs, and what it found: curves, questions and participants needed."""

from pathlib import Path

import numpy as np
import streamlit as st

from models.artifacts import Artifact
from models.settings import lab_folder
from models.simulation.analysis import Curves, Needed, curves, participants, questions_needed
from models.simulation.experiment import Experiment, place
from models.simulation.lab_process import LOG, ExperimentProgress, progress, stop, table
from models.simulation.results import MEASURES, REGRET, Results, results
from pages.components.app import i18n as strings
from pages.components.app import messages
from pages.components.charts import panels
from pages.components.lab import charts as lab_charts
from pages.components.lab import form as lab_form

POLL_S = 1.0
REFERENCE, MARKS = "random", (10, 20)  # questions
REDRAWN = 10  # times while it runs: figures that move every second cannot be read


def draw(artifact: Artifact, experiment: Experiment) -> None:
    folder = place(lab_folder(), experiment, artifact.basis.fingerprint)
    now = progress(folder, experiment)
    st.fragment(_running, run_every=POLL_S if now.running else None)(
        artifact, experiment, folder, now
    )
    try:
        found = _found(str(folder), experiment, now.done)
    except ValueError as error:
        messages.paragraph(str(error))
        return
    if found.n_people < 2:
        st.info(strings.LAB_NOBODY)
        return
    st.header(strings.LAB_CURVES)
    st.caption(strings.LAB_CURVES_TEXT)
    st.caption(strings.lab_found(found.n_people))
    panels.side_by_side(
        lab_charts.learning(
            _curves(str(folder), now.done, measure, found),
            found.policies,
            strings.LAB_AXES[measure],
        )
        for measure in MEASURES
    )
    _table(found, str(folder), now.done)
    st.fragment(_power)(found)


def _running(
    artifact: Artifact, experiment: Experiment, folder: Path, before: ExperimentProgress
) -> None:
    now = progress(folder, experiment)
    grown = now.done - before.done >= max(1, now.total // REDRAWN)
    if now.running != before.running or (now.running and grown):
        st.rerun()  # the whole page, with what is new
    st.progress(now.done / now.total, strings.lab_progress(now.done, now.total, now.running))
    if st.session_state.pop(lab_form.BUSY, False):
        messages.paragraph(strings.LAB_BUSY)
    if now.running:
        st.button(strings.LAB_STOP, key="lab_stop", on_click=stop, args=(folder,))
        return
    if now.finished:
        if table(folder).exists():
            st.download_button(
                strings.LAB_DOWNLOAD,
                table(folder).read_bytes,  # read when it is wanted
                f"{folder.name}.csv",
                "text/csv",
                key="lab_download",
                on_click="ignore",
            )
        return
    st.button(
        strings.LAB_RESUME, key="lab_resume", on_click=lab_form.go_on, args=(artifact, experiment)
    )
    said = (folder / LOG).read_text(errors="replace").strip() if (folder / LOG).exists() else ""
    if said:
        st.caption(strings.LAB_FAILED)
        st.code(said[-600:], language=None)


def _table(found: Results, folder: str, done: int) -> None:
    st.header(strings.LAB_NEEDED)
    most = found.measures[REGRET].shape[2] - 1
    marks = [after for after in MARKS if after <= most]
    if REFERENCE not in found.policies or not marks:
        st.info(strings.LAB_NEEDS_RANDOM)
        return
    st.caption(strings.LAB_NEEDED_TEXT)
    columns = [(measure, after) for measure in MEASURES for after in marks]
    needed = [_needed(folder, done, *column, found) for column in columns]
    heads = [strings.lab_needed_head(strings.lab_measure(m), after) for m, after in columns]
    lines = [[strings.LAB_POLICY, *heads], ["---"] * (1 + len(heads))]
    for row, name in enumerate(found.policies):
        cells = (each[row] for each in needed)
        told = (strings.lab_needed(c.questions, c.low, c.high, most) for c in cells)
        lines.append([strings.policy(name), *told])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _power(found: Results) -> None:
    st.header(strings.LAB_POWER)
    st.caption(strings.LAB_POWER_TEXT)
    if len(found.policies) < 2:
        st.info(strings.LAB_ONE_POLICY)
        return
    one, other, by, when = st.columns(4)
    names, most = list(found.policies), found.measures[REGRET].shape[2] - 1
    first = one.selectbox(strings.LAB_FIRST, names, format_func=strings.policy, key="lab_first")
    rest = [name for name in names if name != first]
    second = other.selectbox(strings.LAB_SECOND, rest, format_func=strings.policy, key="lab_second")
    measure = by.selectbox(
        strings.LAB_MEASURE, list(MEASURES), format_func=strings.lab_measure, key="lab_measure"
    )
    after = when.number_input(strings.LAB_AFTER, 1, most, min(10, most), key="lab_after")
    values = found.measures[measure][:, :, after]
    plan = participants(values[names.index(first)], values[names.index(second)])
    told = strings.lab_power(strings.policy(first), strings.policy(second), plan.per_arm)
    with st.container(key="lab_power"):
        st.markdown(f"**{strings.plain(told)}**")


# What is found is kept until more is: a page is drawn again for every click of every researcher.
@st.cache_resource(show_spinner=False, max_entries=4)
def _found(folder: str, experiment: Experiment, done: int) -> Results:
    return results(Path(folder), experiment)


@st.cache_resource(show_spinner=False, max_entries=8)
def _curves(folder: str, done: int, measure: str, _results: Results) -> Curves:
    return curves(_results.measures[measure], np.random.default_rng(0))


@st.cache_resource(show_spinner=False, max_entries=16)
def _needed(folder: str, done: int, measure: str, after: int, _results: Results) -> list[Needed]:
    rng = np.random.default_rng(0)
    values = _results.measures[measure]
    return questions_needed(values, _results.policies, REFERENCE, after, measure == REGRET, rng)
