"""Two things that are both called sparsity, kept apart: sparse data, and sparse activations."""

import streamlit as st

from pages.components.activation import panels as activation_panels
from pages.components.app import i18n as strings
from pages.components.sparsity import data_panels

PARTS = {"data": data_panels.show, "activation": activation_panels.show}

st.title(strings.SPARSITY)
st.caption(strings.SPARSITY_INTRO)
named = st.query_params.get("part", "")  # not bound by the widget, which would write its label
part = (
    st.segmented_control(
        strings.SPARSITY_PART,
        list(PARTS),
        default=named if named in PARTS else "data",
        format_func=strings.SPARSITY_PARTS.__getitem__,
        key="part",
    )
    or "data"
)
st.query_params["part"] = part
PARTS[part]()
