"""The models side by side, as the benchmarks measured them."""

import streamlit as st

from pages.components.app import assets, results
from pages.components.app.i18n import N_, _
from pages.components.charts import commands, model_comparison, panels

COSTS = {
    "fit and tune, s": N_("seconds to fit and tune"),
    "one person, ms": N_("milliseconds per person"),
    "size, MiB": N_("size in MiB"),
}

MODELS, CLAIMS = "models", "likelihoods"

st.title(_("Models"))
st.caption(
    _(
        "All recommenders under one protocol: people whom no model has seen. Each "
        "model is given four fifths of a person's likes and has to find the rest "
        "among all items. 1 = a perfect top 100."
    )
)
known, own = results.evaluated(MODELS), assets.artifact().manifest["content"]["dataset"]
fullest = (own, *results.evaluated(CLAIMS), *known)  # own data, else what most is known of
first = next((name for name in fullest if name in known), own)
data = st.segmented_control(_("Data"), known or [own], default=first, key="data") or first
found = results.with_columns(
    results.rows(MODELS, data), "model", model_comparison.MEASURE, "low", "high"
)
if not found:
    st.info(commands.not_measured(commands.benchmark(MODELS, data)))
else:
    panels.chart(
        _("Ranking quality"), model_comparison.quality_text(found), model_comparison.quality(found)
    )
    st.header(_("What they cost"))
    st.caption(
        _(
            "Top left is best: good and cheap. The horizontal scales are logarithmic; "
            "popularity costs nothing and is left out."
        )
    )
    panels.side_by_side(
        model_comparison.cost(
            [row for row in found if row["model"] != "popularity"], column, _(title)
        )
        for column, title in COSTS.items()
    )
    st.caption(commands.renewed_by(commands.benchmark(MODELS, data)))

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
