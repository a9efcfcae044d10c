"""Figures of the lab: pure functions, curves in and a plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from models.simulation.analysis import Curves
from pages.components.app.i18n import _
from pages.components.app.policy_names import policy
from pages.components.charts.base import ACCENT, BELOW, MARGIN, QUIET

# told apart by shade and by dash, for who sees few colours
LINES = (
    (QUIET, "dot"),
    (ACCENT, "solid"),
    ("#4C8C6B", "dash"),
    ("#8E6BB0", "dashdot"),
    ("#3F7FBF", "longdash"),
    ("#B9A44C", "longdashdot"),
    ("#B35C7A", "solid"),
)


def learning(found: Curves, policies: Sequence[str], title: str) -> go.Figure:
    """Mean and 95 % interval after each question, a line a policy; ``title`` is that of the axis.

    ``found`` has (n_policies, n_questions + 1).
    """
    figure, steps = go.Figure(), list(range(found.mean.shape[1]))
    for row, name in enumerate(policies):
        colour, dash = LINES[row % len(LINES)]
        low, high = found.low[row].tolist(), found.high[row].tolist()
        figure.add_scatter(
            x=steps + steps[::-1],
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
            x=steps,
            y=found.mean[row].tolist(),
            customdata=list(zip(low, high, strict=True)),
            name=policy(name),
            legendgroup=name,
            mode="lines",
            line={"color": colour, "width": 2.5, "dash": dash},
            hovertemplate="%{y:.3f} (%{customdata[0]:.3f} … %{customdata[1]:.3f})",
        )
    return (
        figure.update_xaxes(title=_("question"), dtick=max(1, len(steps) // 10), showgrid=False)
        .update_yaxes(title=title)
        .update_layout(height=360, margin=MARGIN, legend=BELOW, hovermode="x unified")
    )
