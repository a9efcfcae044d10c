"""Figures of one belief: pure functions, a belief's geometry in and a plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from elicitation.arrays import Floats
from elicitation.explanations.belief_map import QuestionMap
from pages.components.app.i18n import _, ngettext, number
from pages.components.charts.template import ACCENT, BAND, QUIET, new_figure


def _after(n: int) -> str:
    if n == 0:
        return _("before")
    return ngettext("after {n} answer", "after {n} answers", n).format(n=number(n))


def ellipses(borders: Sequence[Floats], step: int) -> go.Figure:
    """The 90 % ellipse of every step (n, 2), the one of ``step`` filled; all share their axes."""
    lines = [
        go.Scatter(
            x=border[:, 0],
            y=border[:, 1],
            mode="lines",
            line={"color": ACCENT if n == step else QUIET, "width": 2.5 if n == step else 0.6},
            fill="toself" if n == step else None,
            fillcolor=BAND,
            name=_after(n),
            hovertemplate="%{x:.2f}, %{y:.2f}",
        )
        for n, border in enumerate(borders)
    ]
    lines.append(lines.pop(step))  # on top
    return (
        new_figure(*lines, height=420, showlegend=False)
        .update_xaxes(title=_("least known direction"))
        .update_yaxes(title=_("second least known direction"), scaleanchor="x")
    )


def questions(found: QuestionMap, chosen: QuestionMap | None, names: Sequence[str]) -> go.Figure:
    """All candidate questions, coloured by what they would tell; the chosen one is marked.

    ``names`` has one line for each of ``found``.
    """
    dots = go.Scatter(  # without WebGL, which not every browser has
        x=found.odds,
        y=found.spread,
        mode="markers",
        marker={
            "size": 4,
            "color": found.information,
            "colorscale": [[0.0, "rgba(122,139,153,0.18)"], [1.0, ACCENT]],
            "colorbar": {"title": {"text": _("nats"), "side": "right"}, "thickness": 10},
        },
        text=names,
        hovertemplate="%{text}<br>%{marker.color:.3f}<extra></extra>",
    )
    figure = new_figure(dots, height=420, showlegend=False)
    if chosen is not None:
        figure.add_scatter(
            x=chosen.odds,
            y=chosen.spread,
            mode="markers",
            marker={"size": 18, "symbol": "circle-open", "color": ACCENT, "line": {"width": 4}},
            hovertemplate=_("chosen") + "<extra></extra>",
        )
    return figure.update_xaxes(title=_("expected log-odds of the first title")).update_yaxes(
        title=_("uncertainty, log-odds"), rangemode="tozero"
    )


def membership(titles: Sequence[str], chances: Floats) -> go.Figure:
    """Probability of each shown item to be among the person's own first ten, best rank on top."""
    bars = go.Bar(
        x=chances,
        y=list(range(len(titles))),
        orientation="h",
        marker={"color": ACCENT},
        hovertemplate="%{x:.0%}<extra></extra>",
    )
    return (
        new_figure(bars, height=90 + 30 * len(titles))
        .update_xaxes(title=_("probability"), range=[0, 1.02], tickformat=".0%")
        .update_yaxes(
            autorange="reversed", tickvals=list(range(len(titles))), ticktext=list(titles)
        )
    )
