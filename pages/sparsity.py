"""Two things that are both called sparsity, kept apart: sparse data, and sparse activations."""

import streamlit as st

from pages.components.activation import panels as activation_panels
from pages.components.app.i18n import N_, _
from pages.components.sparsity import data_panels

SPARSITY_PARTS = {"data": N_("Sparse data"), "activation": N_("Sparse activations")}

PARTS = {"data": data_panels.show, "activation": activation_panels.show}

st.title(_("Sparsity"))
st.caption(
    _(
        "One word for two unrelated things. Choose which: how little is known "
        "about each person, or how few coordinates of a network's state carry its "
        "energy."
    )
)
named = st.query_params.get("part", "")  # not bound by the widget, which would write its label
part = (
    st.segmented_control(
        _("Which sparsity"),
        list(PARTS),
        default=named if named in PARTS else "data",
        format_func=lambda key: _(SPARSITY_PARTS[key]),
        key="part",
    )
    or "data"
)
if part != (named or "data"):  # each writing is one more press of the browser's "back"
    st.query_params["part"] = part
PARTS[part]()
