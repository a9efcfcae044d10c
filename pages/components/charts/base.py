"""Error bars, and figures of studies: pure functions, data in and a plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from elicitation.studies.report import Calibration
from pages.components.app.i18n import _
from pages.components.app.results import Row
from pages.components.charts.template import ACCENT, QUIET, new_figure


def whiskers(rows: Sequence[Row], value: str, colour: str | None = None) -> dict[str, object]:
    """Error bars around ``value`` to the "low" and "high" of each row; None = the line's colour."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [row["high"] - row[value] for row in rows],
        "arrayminus": [row[value] - row["low"] for row in rows],
        "color": colour,
        "thickness": 1.5,
        "width": 0,
    }


def reliability(found: Calibration) -> go.Figure:
    """Share of picks that happened, by how probable they were said to be; on the line is right."""
    whole = go.Scatter(
        x=[0.0, 1.0],
        y=[0.0, 1.0],
        mode="lines",
        line={"color": QUIET, "dash": "dot", "width": 1},
        hoverinfo="skip",
    )
    dots = go.Scatter(
        x=found.predicted,
        y=found.observed,
        mode="lines+markers",
        line={"color": ACCENT},
        marker={"size": 9},
        hovertemplate="%{x:.2f} → %{y:.2f}<extra></extra>",
    )
    return (
        new_figure(whole, dots, height=280, showlegend=False)
        .update_xaxes(title=_("predicted probability"), range=[0, 1])
        .update_yaxes(title=_("share that happened"), range=[-0.02, 1.02])
    )


def response_times(medians: Sequence[float]) -> go.Figure:
    """Median response time by the place of the question, in seconds."""
    line = go.Scatter(
        x=list(range(1, len(medians) + 1)),
        y=[ms / 1000.0 for ms in medians],
        mode="lines+markers",
        hovertemplate="%{y:.1f} s<extra></extra>",
    )
    return (
        new_figure(line, height=240)
        .update_xaxes(title=_("question"), dtick=max(1, len(medians) // 10))
        .update_yaxes(title=_("seconds"), rangemode="tozero")
    )
