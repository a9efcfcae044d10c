"""Sections of the page of models: what was measured, what it costs, what theory said of it."""

import streamlit as st

from pages.components.app import results
from pages.components.app.i18n import N_, _
from pages.components.charts import commands, model_comparison, panels

MODELS, CLAIMS = "models", "likelihoods"  # reports
COSTS = {
    "fit and tune, s": N_("seconds to fit and tune"),
    "one person, ms": N_("milliseconds per person"),
    "size, MiB": N_("size in MiB"),
}


def comparison(data: str) -> None:
    """Quality and costs of all recommenders on the data set of this name."""
    found = results.with_columns(
        results.rows(MODELS, data), "model", model_comparison.MEASURE, "low", "high"
    )
    if not found:
        st.info(commands.not_measured(commands.benchmark(MODELS, data)))
        return
    panels.chart(
        _("Ranking quality"), model_comparison.quality_text(found), model_comparison.quality(found)
    )
    numbers = model_comparison.places(found)
    st.header(_("What they cost"))
    st.caption(
        _(
            "Top left is best: good and cheap. Each dot is a model, numbered as above. The "
            "horizontal scales are logarithmic; popularity costs nothing and is left out."
        )
    )
    panels.side_by_side(
        model_comparison.cost(
            [row for row in found if row["model"] != "popularity"], column, _(title), numbers
        )
        for column, title in COSTS.items()
    )
    st.caption(commands.renewed_by(commands.benchmark(MODELS, data)))


def theory(data: str) -> None:
    """Claims of the theory on this data set, and what learning from others adds."""
    measured = results.rows(CLAIMS, data)
    claims = results.with_columns(measured, "claim", "difference", "low", "high", "verdict")
    pooled = results.with_columns(
        measured, "pooling", "revealed", model_comparison.MEASURE, "low", "high"
    )
    if claims:
        panels.chart(
            _("Claims of the theory"),
            model_comparison.verdicts_text(claims),
            model_comparison.differences(claims),
        )
    if pooled:
        panels.chart(
            _("What learning from others adds"),
            _(
                "The same people with only some of their likes revealed. Partial pooling "
                "should lie above both extremes, most clearly with few likes; in a "
                "shuffled population there is nothing to learn from others."
            ),
            model_comparison.pooling(pooled),
        )
    told = commands.renewed_by if measured else commands.not_measured
    st.caption(told(commands.benchmark(CLAIMS, data)))
