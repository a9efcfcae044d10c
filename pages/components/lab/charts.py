"""Figures of the lab: pure functions, curves in and a plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from models.simulation.analysis import Curves
from pages.components.app.i18n import _
from pages.components.app.policy_names import policy
from pages.components.charts.template import (
    ACCENT,
    BLUE,
    GOLD,
    GREEN,
    QUIET,
    ROSE,
    VIOLET,
    new_figure,
)

# told apart by shade and by dash, for who sees few colours
LINES = (
    (QUIET, "dot"),
    (ACCENT, "solid"),
    (GREEN, "dash"),
    (VIOLET, "dashdot"),
    (BLUE, "longdash"),
    (GOLD, "longdashdot"),
    (ROSE, "solid"),
)


def learning(found: Curves, policies: Sequence[str], title: str) -> go.Figure:
    """Mean and 95 % interval after each question, a line a policy; ``title`` is that of the axis.

    ``found`` has (n_policies, n_questions + 1).
    """
    figure, steps = new_figure(height=360, hovermode="x unified"), range(found.mean.shape[1])
    for row, name in enumerate(policies):
        colour, dash = LINES[row % len(LINES)]
        low, high = found.low[row].tolist(), found.high[row].tolist()
        figure.add_scatter(
            x=[*steps, *reversed(steps)],
            y=high + low[::-1],
            fill="toself",
            fillcolor=colour,
            opacity=0.18,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
            legendgroup=name,
        )
        figure.add_scatter(
            x=list(steps),
            y=found.mean[row].tolist(),
            customdata=list(zip(low, high, strict=True)),
            name=policy(name),
            legendgroup=name,
            mode="lines",
            line={"color": colour, "dash": dash},
            hovertemplate="%{y:.3f} (%{customdata[0]:.3f} … %{customdata[1]:.3f})",
        )
    figure.update_xaxes(title=_("question"), dtick=max(1, len(steps) // 10), showgrid=False)
    return figure.update_yaxes(title=title)
