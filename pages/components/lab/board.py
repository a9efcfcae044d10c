"""An experiment as it runs, and what it found: curves, questions and participants needed."""

from pathlib import Path

import numpy as np
import streamlit as st

from models.artifacts import Artifact
from models.settings import read_settings
from models.simulation.analysis import Curves, Needed, curves, participants, questions_needed
from models.simulation.experiment import Experiment, place
from models.simulation.lab_process import LOG, ExperimentProgress, progress, stop, table
from models.simulation.results import MEASURES, REGRET, Results, results
from pages.components.app import messages
from pages.components.app.i18n import N_, _, number
from pages.components.app.policy_names import policy, stopping
from pages.components.app.text import plain
from pages.components.charts import panels
from pages.components.lab import charts as lab_charts
from pages.components.lab import form as lab_form
from pages.components.lab import texts
from pages.components.service import downloads

LAB_AXES = {
    "top_10_regret": N_("Regret (less is better)"),
    "utility_correlation": N_("Accuracy (more is better)"),
}

POLL_S = 1.0
REFERENCE, MARKS = "random", (10, 20)  # questions
REDRAWN = 10  # times while it runs: figures that move every second cannot be read


def draw(artifact: Artifact, experiment: Experiment) -> None:
    folder = place(read_settings().lab, experiment, artifact.basis.fingerprint)
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
        st.info(
            _(
                "Nobody has been asked by all policies yet. The figures appear as soon as "
                "ten people have."
            )
        )
        return
    st.header(_("Learning curves"))
    st.caption(
        _(
            "Means over people with 95-percent intervals. Regret: how much worse our "
            "top ten is than the true top ten (0 = equally good, 1 = as bad as an "
            "average list). Accuracy: the correlation of true and estimated liking. "
            "Synthetic people are judged on all items, replayed ones by the stars they "
            "gave to the half that nobody is asked about."
        )
    )
    st.caption(texts.asked_by_all(found.n_people))
    panels.side_by_side(
        lab_charts.learning(
            _curves(str(folder), now.done, measure, found),
            found.policies,
            _(LAB_AXES[measure]),
        )
        for measure in MEASURES
    )
    _table(found, str(folder), now.done)
    _stops(found, experiment)
    st.fragment(_power)(found)


def _running(
    artifact: Artifact, experiment: Experiment, folder: Path, before: ExperimentProgress
) -> None:
    now = progress(folder, experiment)
    grown = now.done - before.done >= max(1, now.total // REDRAWN)
    if now.running != before.running or (now.running and grown):
        st.rerun()  # the whole page, with what is new
    st.progress(now.done / now.total, texts.progress(now.done, now.total, now.running))
    if st.session_state.pop(lab_form.BUSY, False):
        messages.paragraph(
            _("Another experiment is running. Start this one when that is done or stopped.")
        )
    if now.running:
        st.button(_("Stop"), key="lab_stop", on_click=stop, args=(folder,))
        return
    if now.finished:
        if table(folder).exists():
            downloads.button(
                _("All results as CSV"),
                table(folder).read_bytes,  # read when it is wanted
                f"{folder.name}.csv",
                "text/csv",
                key="lab_download",
            )
        return
    st.button(_("Resume"), key="lab_resume", on_click=lab_form.go_on, args=(artifact, experiment))
    said = (folder / LOG).read_text(errors="replace").strip() if (folder / LOG).exists() else ""
    if said:
        st.caption(_("It ended before it was done. The last lines of its log:"))
        st.code(said[-600:], language=None)


def _table(found: Results, folder: str, done: int) -> None:
    st.header(_("Questions needed"))
    most = found.measures[REGRET].shape[2] - 1
    marks = [after for after in MARKS if after <= most]
    if REFERENCE not in found.policies or not marks:
        st.info(_("For this table, simulate “random” too, with at least ten questions."))
        return
    st.caption(
        _(
            "How many questions a policy needs to be as good as random questions are "
            "after ten and after twenty, with a 95-percent interval over the same "
            "people. Questions that somebody could not answer count, too."
        )
    )
    columns = [(measure, after) for measure in MEASURES for after in marks]
    needed = [_needed(folder, done, *column, found) for column in columns]
    heads = [texts.needed_head(m, after) for m, after in columns]
    lines = [[_("Policy"), *heads], ["---"] * (1 + len(heads))]
    for row, name in enumerate(found.policies):
        cells = (each[row] for each in needed)
        told = (texts.needed(c.questions, c.low, c.high, most) for c in cells)
        lines.append([policy(name), *told])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _stops(found: Results, experiment: Experiment) -> None:
    st.header(_("When the app would stop"))
    st.caption(
        _(
            "By the rule “{rule}”, after {n} answers at the earliest: the mean number of "
            "questions shown until then, and how many people got that far."
        ).format(rule=stopping(experiment.stopping), n=number(experiment.n_planned))
    )
    lines = [[_("Policy"), _("Questions shown"), _("People")], ["---"] * 3]
    for row, name in enumerate(found.policies):
        stopped = found.stops_at[row][~np.isnan(found.stops_at[row])]
        people = _("{n} of {total}").format(n=number(len(stopped)), total=number(found.n_people))
        lines.append([policy(name), number(stopped.mean(), 1) if len(stopped) else "–", people])
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _power(found: Results) -> None:
    st.header(_("Participants needed to tell two policies apart"))
    st.caption(
        _(
            "For a study in which each participant gets one of two policies: power of "
            "80 percent, significance level of 5 percent, two-sided. Simulated people "
            "have no bad days and their true taste is known, so plan for more "
            "participants than this."
        )
    )
    if len(found.policies) < 2:
        st.info(_("This needs two policies."))
        return
    one, other, by, when = st.columns(4)
    names, most = list(found.policies), found.measures[REGRET].shape[2] - 1
    first = one.selectbox(_("First policy"), names, format_func=policy, key="lab_first")
    rest = [name for name in names if name != first]
    second = other.selectbox(_("Second policy"), rest, format_func=policy, key="lab_second")
    measure = by.selectbox(
        _("Measured by"), list(MEASURES), format_func=texts.measure, key="lab_measure"
    )
    after = when.number_input(
        _("After how many questions?"), 1, most, min(10, most), key="lab_after"
    )
    values = found.measures[measure][:, :, after]
    plan = participants(values[names.index(first)], values[names.index(second)])
    told = texts.power(policy(first), policy(second), plan.per_arm)
    with st.container(key="lab_power"):
        st.markdown(f"**{plain(told)}**")


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
