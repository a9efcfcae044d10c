"""Figures about data sparsity: pure functions, rows of benchmarks.pooling in and figures out.

The other sparsity, of activations, is in modules of its own that share nothing with this one.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.app.i18n import N_, _
from pages.components.app.results import Row, with_columns
from pages.components.charts.base import whiskers
from pages.components.charts.template import ACCENT, GOLD, GREEN, QUIET, VIOLET, new_figure

DATA_NAMES = {
    "movielens": N_("MovieLens, embedded"),
    "ml-latest-small": N_("MovieLens, latest small"),
    "goodbooks": N_("Goodbooks"),
    "jester": N_("Jester (jokes)"),
    "crowdrank": N_("CrowdRank (rankings)"),
}
POOLINGS = {
    "none": N_("own evidence alone"),
    "complete": N_("everybody's evidence alone"),
    "partial": N_("both (partial pooling)"),
    "control": N_("control: shuffled people"),
    "tight": N_("both, assuming people are too alike"),
}

LIMIT = 0.01  # of the catalogue: what the theory speaks of
EXACT = "exact"
_COLOURS = {
    "none": QUIET,
    "complete": GREEN,
    "partial": ACCENT,
    "control": VIOLET,
    "tight": GOLD,
}


def shares(rows: Sequence[Row]) -> go.Figure:
    """How many people took up at most so much of the catalogue, a line a data set."""
    found = with_columns(list(rows), "of", "counted", "share", "people")
    figure = new_figure(height=420, showlegend=True)
    for data in dict.fromkeys(row["of"] for row in found):
        kinds = {row["counted"] for row in found if row["of"] == data}
        kind = "liked" if "liked" in kinds else "rated"
        own = [row for row in found if row["of"] == data and row["counted"] == kind]
        figure.add_scatter(
            x=[row["share"] for row in own],
            y=[row["people"] for row in own],
            name=_(DATA_NAMES.get(data, data)),
            mode="lines",
            hovertemplate="%{x:.2%}: %{y:.0%}",
        )
    figure.add_vline(x=LIMIT)
    figure.update_xaxes(
        title=_("share of the catalogue used"), type="log", tickformat="~%", dtick=1
    )
    figure.update_yaxes(title=_("people who use at most that"), tickformat=".0%", range=[0.0, 1.02])
    return figure


def evidence(rows: Sequence[Row], which: str) -> list[Row]:
    """Rows of one comparison as pooling, n, value, low, high; ``which`` is 'data evidence'.

    In the exact case values are the simulated risks; those that do not exist are left out.
    """
    if which == EXACT:
        exact = with_columns(list(rows), "exact", "answers", "risk")
        return [
            {"pooling": row["exact"], "n": row["answers"]}
            | dict.fromkeys(("value", "low", "high"), row["risk"])
            for row in exact
        ]
    found = with_columns(list(rows), "data", "evidence", "pooling", "measure", "n", "value")
    return [
        {**row, "pooling": str(row["pooling"]).split(":")[0]}
        for row in found
        if f"{row['data']} {row['evidence']}" == which and row["measure"] != "accuracy"
    ]


def levels(found: Sequence[Row]) -> list[int]:
    return sorted({int(row["n"]) for row in found})


def at(found: Sequence[Row], n: int) -> dict[str, float]:
    """Value of each way of pooling at ``n``."""
    return {row["pooling"]: float(row["value"]) for row in found if row["n"] == n}


def pooling(found: Sequence[Row], n: int, measure: str) -> go.Figure:
    """Each way of pooling by the amount of evidence, with what ``n`` gives marked."""
    figure = new_figure(height=420, showlegend=True)
    for name in dict.fromkeys(row["pooling"] for row in found):
        own = [row for row in found if row["pooling"] == name]
        figure.add_scatter(
            x=[str(row["n"]) for row in own],
            y=[row["value"] for row in own],
            error_y=whiskers(own, "value", QUIET),
            name=_(POOLINGS[name]),
            mode="lines+markers",
            marker={"size": [13 if row["n"] == n else 5 for row in own]},
            line={"color": _COLOURS[name]},
            hovertemplate="%{y:.3f}",
        )
    figure.update_xaxes(
        title=_("answers or likes known of a person"),
        type="category",
        categoryorder="array",
        categoryarray=[str(level) for level in levels(found)],
    )
    return figure.update_yaxes(title=measure)
