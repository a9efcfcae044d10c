"""The half of the page about sparse data: shares, pooling, and who pays for hash collisions."""

from functools import partial

import streamlit as st

from models.embedding_table import collisions
from pages.components.app import results
from pages.components.app.i18n import N_, _, number
from pages.components.charts import commands, panels
from pages.components.sparsity import collision_charts, data_charts, texts

COST_MODELS = {
    "AMP-CF": N_("AMP-CF: trained on likes"),
    "factorisation": N_("Base rewards: trained on ratings"),
}

BENCHMARK, COLLIDING = "pooling", "embedding"
N_IDS = 20_000  # few enough that a slider answers at once
N_ROWS = [2**bits for bits in range(10, 18)]
SKEWS = [step / 20 for step in range(31)]
N_HASHES = 20


def show() -> None:
    st.markdown(
        _(
            "**Sparse data**: write people as rows and items as columns, and nearly "
            "every cell is empty. What a person never rated can only be inferred from "
            "others."
        )
    )
    if rows := results.rows(BENCHMARK):
        _measured(rows)
    else:
        st.info(commands.not_measured(commands.benchmark(BENCHMARK)))
    st.header(_("Who pays when ids share a row"))
    st.caption(texts.collision_intro(N_IDS))
    _collisions()
    if rows := results.with_columns(results.rows(COLLIDING), "model", "collisions", "decile"):
        figures = [
            (_(told), collision_charts.costs(rows, model)) for model, told in COST_MODELS.items()
        ]
        panels.titled(
            _("What shared rows cost a model"),
            _(
                "Measured: two models trained with films that share rows by a hash "
                "function, compared with the same models with a row for every film. The "
                "chart shows the log-loss that this adds for people held out, by tenths of "
                "what was to be predicted, rarest films first, with 95-percent intervals "
                "over people. The control is the line without collisions, where only the "
                "order of the rows differs."
            ),
            figures,
        )
        st.caption(commands.renewed_by(commands.benchmark(COLLIDING)))
    else:
        st.info(commands.not_measured(commands.benchmark(COLLIDING)))


def _measured(rows: list[results.Row]) -> None:
    people = results.with_columns(rows, "data", "taken up", "under 1 %")
    panels.chart(
        _("How little of a catalogue one person uses"),
        texts.shares(people),
        data_charts.shares(rows),
    )
    st.header(_("What learning from others adds"))
    st.caption(
        _(
            "The same quantity estimated in three ways: from a person's own evidence "
            "alone, from everybody's alone, and from both, weighted by how informative "
            "each is. The control is a population whose ratings were shuffled between "
            "people, so there is nothing to learn from others."
        )
    )
    _pooling(rows)
    st.caption(commands.renewed_by(commands.benchmark(BENCHMARK)))


@st.fragment
def _pooling(rows: list[results.Row]) -> None:
    known = [which for which in texts.EVIDENCE if data_charts.evidence(rows, which)]
    which = (
        st.segmented_control(
            _("Evidence"),
            known,
            default=known[0],
            format_func=lambda key: _(texts.EVIDENCE[key]),
            key="evidence",
        )
        or known[0]
    )
    found = data_charts.evidence(rows, which)
    n = st.select_slider(
        _("answers or likes known of a person"),
        data_charts.levels(found),
        value=5,
        key=f"n-{which}",
    )
    st.markdown(texts.pooled(which, n, data_charts.at(found, n)))
    figure = data_charts.pooling(found, n, _(texts.EVIDENCE_MEASURES[which]))
    panels.draw(figure, f"pooling-{which}", _(texts.EVIDENCE[which]))


@st.fragment
def _collisions() -> None:
    left, right = st.columns(2, gap="medium")
    n_rows = left.select_slider(
        _("Rows of the fixed table"), N_ROWS, value=2**14, format_func=number, key="rows"
    )
    skew = right.select_slider(
        _("Skew of the traffic (0: all ids are equally frequent)"),
        SKEWS,
        value=1.05,
        format_func=partial(number, digits=2),
        key="skew",
    )
    found = collisions.demonstrate(N_IDS, n_rows, skew)
    luck = collisions.traffic_on_shared(N_IDS, n_rows, skew, N_HASHES)
    st.markdown(
        texts.collided(
            n_rows,
            N_IDS,
            (found.shared, collisions.expected_shared(N_IDS, n_rows)),
            (found.collided, collisions.expected_collided(N_IDS, n_rows)),
            [float(share) for share in luck],
        )
    )
    rare, frequent = found.group_minority[0], found.group_minority[-1]
    st.markdown(texts.who_pays(skew, float(rare), float(frequent), found.foreign))
    panels.draw(
        collision_charts.who_pays(found),
        "collisions",
        _(
            "By tenths of the ids, from the rarest to the most frequent: how much of "
            "the traffic on an id's row comes from others, how many ids are a minority "
            "on their row, and how many share a row."
        ),
    )
    st.caption(
        _(
            "Each id of a tenth counts once. An id is a minority if less than half of "
            "the traffic on its row is its own: the row then learns mostly from others."
        )
    )
