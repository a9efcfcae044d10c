"""Figures that compare models: pure functions, rows of a benchmark in and a plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.components.app import i18n as strings
from pages.components.app.results import Row
from pages.components.charts.base import ACCENT, MARGIN, QUIET, whiskers

MEASURE = "NDCG@100"
_SHADES = (ACCENT, QUIET, "#4C8C6B", "#8E6BB0")


def quality(found: Sequence[Row]) -> go.Figure:
    """A dot a model with its 95 % interval, the best on top."""
    ordered = sorted(found, key=lambda row: float(row[MEASURE]))
    best = ordered[-1][MEASURE]
    dots = _dots(ordered, "model", MEASURE)
    dots.marker.color = [ACCENT if row[MEASURE] == best else QUIET for row in ordered]
    dots.customdata = [[row["against popularity"], row["against best"]] for row in ordered]
    dots.hovertemplate = strings.QUALITY_HOVER
    return _framed(go.Figure(dots), 90 + 34 * len(ordered)).update_xaxes(title=MEASURE)


def cost(found: Sequence[Row], column: str, title: str) -> go.Figure:
    """Quality against one kind of cost, on a logarithmic scale."""
    dots = go.Scatter(
        x=[row[column] for row in found],
        y=[row[MEASURE] for row in found],
        text=[row["model"] for row in found],
        mode="markers",
        marker={"color": ACCENT, "size": 11, "opacity": 0.85},
        hovertemplate="%{text}<br>%{x:.3g}, NDCG@100 %{y:.3f}<extra></extra>",
    )
    figure = _framed(go.Figure(dots), 260)
    return figure.update_xaxes(title=title, type="log").update_yaxes(title=MEASURE)


def differences(found: Sequence[Row]) -> go.Figure:
    """Each claim's paired difference; right of zero it holds."""
    dots = _dots(list(reversed(found)), "claim", "difference")
    dots.customdata = [[row["verdict"]] for row in reversed(found)]
    dots.hovertemplate = "%{x:+.4f}: %{customdata[0]}<extra></extra>"
    colours = {"holds": ACCENT, "refuted": QUIET}
    dots.marker.color = [colours.get(row["verdict"], "#B9A44C") for row in reversed(found)]
    figure = _framed(go.Figure(dots), 90 + 40 * len(found))
    figure.add_vline(x=0.0, line={"color": QUIET, "width": 1, "dash": "dot"})
    return figure.update_xaxes(title=strings.DIFFERENCE)


def pooling(found: Sequence[Row]) -> go.Figure:
    """NDCG@100 by revealed likes, a line an estimator."""
    figure = go.Figure()
    for name, colour in zip(dict.fromkeys(row["pooling"] for row in found), _SHADES, strict=False):
        own = [row for row in found if row["pooling"] == name]
        figure.add_scatter(
            x=[str(row["revealed"]) for row in own],
            y=[row[MEASURE] for row in own],
            error_y=whiskers(own, MEASURE, QUIET),
            name=name,
            line={"color": colour, "width": 2.5},
            hovertemplate="%{y:.3f}",
        )
    figure = _framed(figure, 320).update_layout(
        showlegend=True, legend={"orientation": "h", "y": 1.2}
    )
    return figure.update_xaxes(title=strings.REVEALED, type="category").update_yaxes(title=MEASURE)


def _dots(found: Sequence[Row], name: str, value: str) -> go.Scatter:
    return go.Scatter(
        x=[row[value] for row in found],
        y=[row[name] for row in found],
        error_x=whiskers(found, value, QUIET),
        mode="markers",
        marker={"size": 11},
    )


def _framed(figure: go.Figure, height: int) -> go.Figure:
    return figure.update_yaxes(automargin=True).update_layout(
        showlegend=False, height=height, margin=MARGIN
    )
