"""The half of the page about sparse activations: what it means, three experiments, verdicts."""

import streamlit as st

from pages.components.activation import charts, verdicts
from pages.components.app import i18n as strings
from pages.components.app import results
from pages.components.charts import panels

FAMILIARITY, SHIFT, AUTOENCODER = "activation", "activation_shift", "activation_autoencoder"


def show() -> None:
    st.markdown(strings.ACTIVATION_MEANING)
    _experiment(FAMILIARITY)
    _experiment(SHIFT)
    _experiment(AUTOENCODER)


def _experiment(name: str) -> None:
    """What is expected and the verdict, then the figures, then how to measure it anew."""
    st.header(strings.ACTIVATION_EXPERIMENTS[name])
    st.markdown(strings.ACTIVATION_ABOUT[name])
    rows = results.rows(name)
    if not rows:
        st.info(strings.run_first(name))
        return
    st.html(verdicts.hypotheses(rows))
    _FIGURES[name](rows)
    with st.expander(strings.ACTIVATION_NUMBERS):
        st.html(verdicts.gaussian_table(rows))
    st.caption(strings.renewed(name))


def _familiarity(rows: list[results.Row]) -> None:
    st.caption(strings.ACTIVATION_TRAINING)
    panels.side_by_side(
        (charts.training(rows, statistic) for statistic in charts.HEADLINE), "training"
    )
    st.caption(strings.ACTIVATION_KNOWN)
    panels.draw(charts.training(rows, "right of ten"), "known", strings.ACTIVATION_KNOWN)
    st.caption(strings.ACTIVATION_SLOPES)
    panels.side_by_side((charts.slopes(rows, statistic) for statistic in charts.HEADLINE), "slopes")


def _shift(rows: list[results.Row]) -> None:
    statistic = charts.HEADLINE[0]
    st.caption(strings.ACTIVATION_LEVELS)
    panels.side_by_side(
        (charts.levels(rows, shift, statistic) for shift in strings.ACTIVATION_SHIFTS), "levels"
    )
    st.caption(strings.ACTIVATION_LAYERS)
    panels.side_by_side(
        (charts.layers(rows, shift, statistic) for shift in strings.ACTIVATION_SHIFTS), "layers"
    )


def _autoencoder(rows: list[results.Row]) -> None:
    panels.draw(charts.telling(rows), "telling", strings.ACTIVATION_AREA)


_FIGURES = {FAMILIARITY: _familiarity, SHIFT: _shift, AUTOENCODER: _autoencoder}
