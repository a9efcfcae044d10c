"""The half of the page about sparse data: shares, pooling, and who pays for hash collisions."""

import streamlit as st

from pages.components import panels, results, sparse_data, strings

BENCHMARK = "pooling"


def show() -> None:
    rows = results.rows(BENCHMARK)
    if not rows:
        st.info(strings.run_first(BENCHMARK))
        return
    people = results.having(rows, "data", "taken up", "under 1 %")
    st.markdown(strings.DATA_MEANING)
    panels.chart(strings.SHARES_TITLE, strings.shares(people), sparse_data.shares(rows))
    st.header(strings.POOLING_TITLE)
    st.caption(strings.POOLING_INTRO)
    _pooling(rows)
    st.caption(strings.renewed(BENCHMARK))


@st.fragment
def _pooling(rows: list[results.Row]) -> None:
    known = [which for which in strings.EVIDENCE if sparse_data.evidence(rows, which)]
    which = (
        st.segmented_control(
            strings.EVIDENCE_LABEL,
            known,
            default=known[0],
            format_func=strings.EVIDENCE.__getitem__,
            key="evidence",
        )
        or known[0]
    )
    found = sparse_data.evidence(rows, which)
    n = st.select_slider(
        strings.EVIDENCE_AXIS, sparse_data.levels(found), value=5, key=f"n-{which}"
    )
    st.markdown(strings.pooled(which, n, sparse_data.at(found, n)))
    figure = sparse_data.pooling(found, n, strings.EVIDENCE_MEASURES[which])
    panels.draw(figure, f"pooling-{which}", strings.EVIDENCE[which])
