"""The half of the page about sparse activations: what it means, three experiments, verdicts."""

import streamlit as st

from pages.components.activation import charts, verdicts
from pages.components.app import results
from pages.components.app.i18n import N_, _
from pages.components.charts import commands, panels

EXPERIMENTS = {
    "activation": N_("Familiar by exposure"),
    "activation_shift": N_("Texts that become less familiar"),
    "activation_autoencoder": N_("Our own autoencoder (exploratory)"),
}
ABOUT = {
    "activation": N_(
        "Small networks learn worlds of made-up facts from scratch. Each fact is "
        "shown 1, 4, 16 or 64 times, at random; a twin network is given the "
        "exposures in reverse, so that every fact is compared with itself. The "
        "control is the same network before training."
    ),
    "activation_shift": N_(
        "A pretrained text encoder (all-MiniLM-L6-v2) reads descriptions of data "
        "sets, all of the same length, and the same texts with tokens shuffled, "
        "letters replaced, or program code in place of prose. The control is an "
        "untrained copy of the network."
    ),
    "activation_autoencoder": N_(
        "The hidden layer of the app's autoencoder for people it has not seen, and "
        "for the same people after they traded films at random. Would it show that "
        "a person is unlike all others, and better than the plain likelihood does? "
        "This is no evidence for the claims of the paper."
    ),
}
ACTIVATION_SHIFTS = {
    "shuffled tokens": N_("tokens shuffled"),
    "noisy characters": N_("letters replaced"),
    "foreign domain": N_("program code"),
}

FAMILIARITY, SHIFT, AUTOENCODER = "activation", "activation_shift", "activation_autoencoder"


def show() -> None:
    st.markdown(
        _(
            "**Sparse activations**: a network's state is a vector of a few hundred "
            "numbers. It is sparse if few of them carry most of its energy (the sum of "
            "squares), dense if all carry about as much. Independent Gaussian numbers "
            "already have a quarter of their energy in a twentieth of their "
            "coordinates, so only a difference from that is meaningful. A recent paper "
            "claims that unfamiliar inputs make activations sparser (arXiv "
            "2603.03415). Each hypothesis below was written down before it was "
            "measured, and has a control in which the effect must not appear."
        )
    )
    chosen = st.segmented_control(
        _("Experiment"),
        list(EXPERIMENTS),
        default=FAMILIARITY,
        format_func=lambda name: _(EXPERIMENTS[name]),
        key="experiment",
    )
    _experiment(chosen or FAMILIARITY)


def _experiment(name: str) -> None:
    """What is expected and the verdict, then the figures, then how to measure it anew."""
    st.header(_(EXPERIMENTS[name]))
    st.markdown(_(ABOUT[name]))
    rows = results.rows(name)
    if not rows:
        st.info(commands.not_measured(commands.benchmark(name)))
        return
    st.html(verdicts.hypotheses(rows))
    _FIGURES[name](rows)
    with st.expander(_("All statistics beside those of Gaussian numbers")):
        st.html(verdicts.gaussian_table(rows))
    st.caption(commands.renewed_by(commands.benchmark(name)))


def _familiarity(rows: list[results.Row]) -> None:
    st.caption(_("Along training, after the last norm; the lines are means over worlds."))
    panels.side_by_side(
        (charts.training(rows, statistic) for statistic in charts.HEADLINE), "training"
    )
    st.caption(
        _("How often the right one of ten answers is found: familiar facts are known first.")
    )
    panels.draw(
        charts.training(rows, "right of ten"),
        "known",
        _("How often the right one of ten answers is found: familiar facts are known first."),
    )
    st.caption(_("Change for four times as often, by layer; 95-percent intervals over worlds."))
    panels.side_by_side((charts.slopes(rows, statistic) for statistic in charts.HEADLINE), "slopes")


def _shift(rows: list[results.Row]) -> None:
    statistic = charts.HEADLINE[0]
    st.caption(_("The last layer, by how much of the text was changed."))
    panels.side_by_side(
        (charts.levels(rows, shift, statistic) for shift in charts.SHIFTS), "levels"
    )
    st.caption(_("The strongest change, layer by layer."))
    panels.side_by_side(
        (charts.layers(rows, shift, statistic) for shift in charts.SHIFTS), "layers"
    )


def _autoencoder(rows: list[results.Row]) -> None:
    panels.draw(
        charts.telling(rows),
        "telling",
        _("chance to tell an unlike history from a real one (0.5 = chance level)"),
    )


_FIGURES = {FAMILIARITY: _familiarity, SHIFT: _shift, AUTOENCODER: _autoencoder}
