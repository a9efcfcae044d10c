"""The models side by side, as the benchmarks measured them."""

import streamlit as st

from pages.components.app import assets, results
from pages.components.app import i18n as strings
from pages.components.charts import model_comparison, panels

MODELS, CLAIMS = "models", "likelihoods"

st.title(strings.MODELS)
st.caption(strings.MODELS_INTRO)
known, own = results.evaluated(MODELS), assets.artifact().manifest["content"]["dataset"]
fullest = (own, *results.evaluated(CLAIMS), *known)  # own data, else what most is known of
first = next((name for name in fullest if name in known), own)
data = st.segmented_control(strings.DATA, known or [own], default=first, key="data") or first
found = results.with_columns(
    results.rows(MODELS, data), "model", model_comparison.MEASURE, "low", "high"
)
if not found:
    st.info(strings.not_measured(MODELS, data))
else:
    panels.chart(strings.QUALITY_TITLE, strings.quality(found), model_comparison.quality(found))
    st.header(strings.COST_TITLE)
    st.caption(strings.COST)
    panels.side_by_side(
        model_comparison.cost([row for row in found if row["model"] != "popularity"], column, title)
        for column, title in strings.COSTS.items()
    )
    st.caption(strings.renewed_by(MODELS, data))

measured = results.rows(CLAIMS, data)
claims = results.with_columns(measured, "claim", "difference", "low", "high", "verdict")
pooled = results.with_columns(
    measured, "pooling", "revealed", model_comparison.MEASURE, "low", "high"
)
if claims:
    panels.chart(
        strings.CLAIMS_TITLE, strings.verdicts(claims), model_comparison.differences(claims)
    )
if pooled:
    panels.chart(strings.POOLING_TITLE, strings.POOLING, model_comparison.pooling(pooled))
st.caption((strings.renewed_by if measured else strings.not_measured)(CLAIMS, data))
