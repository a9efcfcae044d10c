"""Two things that are both called sparsity, kept apart: sparse data, and sparse activations."""

import streamlit as st

from pages.components import activation_panels, sparse_data_panels, strings

st.title(strings.SPARSITY)
st.caption(strings.SPARSITY_INTRO)
part = (
    st.segmented_control(
        strings.SPARSITY_PART,
        list(strings.SPARSITY_PARTS),
        default="data",
        format_func=strings.SPARSITY_PARTS.__getitem__,
        key="part",
        bind="query-params",
    )
    or "data"
)
if part == "data":
    sparse_data_panels.show()
else:
    activation_panels.show()
