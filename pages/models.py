"""The models side by side, as the benchmarks measured them."""

import streamlit as st

from pages.components.app import assets, results
from pages.components.app.i18n import _
from pages.components.charts import model_sections
from pages.components.charts.model_sections import CLAIMS, MODELS

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
model_sections.comparison(data)
model_sections.theory(data)
