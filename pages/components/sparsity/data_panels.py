"""The half of the page about sparse data: shares, pooling, and who pays for hash collisions."""

import streamlit as st

from models.embedding_table import collisions
from pages.components.app import i18n as strings
from pages.components.app import results
from pages.components.charts import panels
from pages.components.sparsity import collision_charts, data_charts

BENCHMARK, COLLIDING = "pooling", "embedding"
N_IDS = 20_000  # few enough that a slider answers at once
N_ROWS = [2**bits for bits in range(10, 18)]
N_HASHES = 20


def show() -> None:
    st.markdown(strings.DATA_MEANING)
    if rows := results.rows(BENCHMARK):
        _measured(rows)
    else:
        st.info(strings.run_first(BENCHMARK))
    st.header(strings.COLLISION_TITLE)
    st.caption(strings.collision_intro(N_IDS))
    _collisions()
    if rows := results.with_columns(results.rows(COLLIDING), "model", "collisions", "decile"):
        figures = [
            (told, collision_charts.costs(rows, model))
            for model, told in strings.COST_MODELS.items()
        ]
        panels.titled(strings.COLLISION_COST_TITLE, strings.COST_TEXT, figures)
        st.caption(strings.renewed(COLLIDING))
    else:
        st.info(strings.run_first(COLLIDING))


def _measured(rows: list[results.Row]) -> None:
    people = results.with_columns(rows, "data", "taken up", "under 1 %")
    panels.chart(strings.SHARES_TITLE, strings.shares(people), data_charts.shares(rows))
    st.header(strings.POOLING_TITLE)
    st.caption(strings.POOLING_INTRO)
    _pooling(rows)
    st.caption(strings.renewed(BENCHMARK))


@st.fragment
def _pooling(rows: list[results.Row]) -> None:
    known = [which for which in strings.EVIDENCE if data_charts.evidence(rows, which)]
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
    found = data_charts.evidence(rows, which)
    n = st.select_slider(
        strings.EVIDENCE_AXIS, data_charts.levels(found), value=5, key=f"n-{which}"
    )
    st.markdown(strings.pooled(which, n, data_charts.at(found, n)))
    figure = data_charts.pooling(found, n, strings.EVIDENCE_MEASURES[which])
    panels.draw(figure, f"pooling-{which}", strings.EVIDENCE[which])


@st.fragment
def _collisions() -> None:
    left, right = st.columns(2, gap="medium")
    n_rows = left.select_slider(
        strings.COLLISION_ROWS, N_ROWS, value=2**14, format_func=strings.whole, key="rows"
    )
    skew = right.slider(strings.COLLISION_SKEW, 0.0, 1.5, 1.05, step=0.05, key="skew")
    found = collisions.demonstrate(N_IDS, n_rows, skew)
    luck = collisions.traffic_on_shared(N_IDS, n_rows, skew, N_HASHES)
    st.markdown(
        strings.collided(
            n_rows,
            N_IDS,
            (found.shared, collisions.expected_shared(N_IDS, n_rows)),
            (found.collided, collisions.expected_collided(N_IDS, n_rows)),
            [float(share) for share in luck],
        )
    )
    rare, frequent = found.group_minority[0], found.group_minority[-1]
    st.markdown(strings.who_pays(skew, float(rare), float(frequent), found.foreign))
    panels.draw(collision_charts.who_pays(found), "collisions", strings.COLLISION_ALT)
    st.caption(strings.COLLISION_READ)
