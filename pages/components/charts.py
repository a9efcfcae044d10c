"""Figures from lessons: pure functions, data in and a plotly figure out.

Colours are left to the theme except for one accent that reads on light and dark ground.
"""

from collections.abc import Sequence

import plotly.graph_objects as go

from elicitation.lessons import Lesson
from elicitation.study_report import Calibration
from pages.components import strings

ACCENT, QUIET, BAND = "#D9692B", "#7A8B99", "rgba(217,105,43,0.22)"
MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}
BELOW = {"orientation": "h", "yanchor": "top", "y": -0.25}  # a legend that never covers the lines


def interval(lessons: Sequence[Lesson], base: int) -> go.Figure:
    """Mean and 90 % interval of one coefficient after each question; all bases share a scale."""
    steps = list(range(len(lessons)))
    low = [float(lesson.low[base]) for lesson in lessons]
    high = [float(lesson.high[base]) for lesson in lessons]
    band = go.Scatter(
        x=steps + steps[::-1],
        y=high + low[::-1],
        fill="toself",
        fillcolor=BAND,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )
    line = go.Scatter(
        x=steps,
        y=[float(lesson.mean[base]) for lesson in lessons],
        customdata=list(zip(low, high, strict=True)),
        line={"color": ACCENT, "width": 2.5},
        mode="lines+markers",
        marker={"size": 5},
        hovertemplate="%{y:.2f} (%{customdata[0]:.2f} … %{customdata[1]:.2f})<extra></extra>",
    )
    reach = 1.05 * max(
        max(-float(lesson.low.min()), float(lesson.high.max())) for lesson in lessons
    )
    return (
        go.Figure([band, line])
        .add_hline(y=0.0, line={"color": QUIET, "width": 1, "dash": "dot"})
        .update_xaxes(dtick=max(1, len(steps) // 10), showgrid=False)
        .update_yaxes(range=[-reach, reach], nticks=5)
        .update_layout(showlegend=False, height=150, margin={"l": 8, "r": 8, "t": 4, "b": 4})
    )


def entropy(lessons: Sequence[Lesson]) -> go.Figure:
    """Log-determinant of the belief after each question."""
    line = go.Scatter(
        x=list(range(len(lessons))),
        y=[lesson.log_det for lesson in lessons],
        line={"color": ACCENT, "width": 2.5},
        mode="lines+markers",
        name="log-determinant",
        hovertemplate="%{y:.2f}",
    )
    trace = go.Scatter(
        x=list(range(len(lessons))),
        y=[lesson.trace for lesson in lessons],
        line={"color": QUIET, "width": 2, "dash": "dot"},
        mode="lines+markers",
        name=strings.TRACE,
        yaxis="y2",
        hovertemplate="%{y:.2f}",
    )
    return (
        go.Figure([line, trace])
        .update_xaxes(title=strings.QUESTION, dtick=max(1, len(lessons) // 10))
        .update_layout(
            height=300,
            margin=MARGIN,
            hovermode="x unified",
            legend=BELOW,
            yaxis={"title": {"text": "log-determinant, nats"}},
            yaxis2={
                "title": {"text": strings.TRACE},
                "overlaying": "y",
                "side": "right",
                "rangemode": "tozero",
                "showgrid": False,
            },
        )
    )


def information(lessons: Sequence[Lesson]) -> go.Figure:
    """Promised beside given, for each question."""
    steps = list(range(1, len(lessons)))
    bars = [
        go.Bar(x=steps, y=[lesson.expected for lesson in lessons[1:]], name=strings.EXPECTED),
        go.Bar(x=steps, y=[lesson.realised for lesson in lessons[1:]], name=strings.REALISED),
    ]
    bars[0].marker.color, bars[1].marker.color = QUIET, ACCENT
    return (
        go.Figure(bars)
        .update_traces(hovertemplate="%{y:.3f}")
        .update_xaxes(title=strings.QUESTION, dtick=max(1, len(steps) // 10))
        .update_yaxes(title="nats")
        .update_layout(
            hovermode="x unified", height=300, margin=MARGIN, legend={"orientation": "h", "y": 1.15}
        )
    )


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
        line={"color": ACCENT, "width": 2},
        marker={"size": 9},
        hovertemplate="%{x:.2f} → %{y:.2f}<extra></extra>",
    )
    return (
        go.Figure([whole, dots])
        .update_xaxes(title=strings.PREDICTED, range=[0, 1])
        .update_yaxes(title=strings.OBSERVED, range=[-0.02, 1.02])
        .update_layout(showlegend=False, height=280, margin=MARGIN)
    )


def response_times(medians: Sequence[float]) -> go.Figure:
    """Median response time by the place of the question, in seconds."""
    line = go.Scatter(
        x=list(range(1, len(medians) + 1)),
        y=[ms / 1000.0 for ms in medians],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2},
        hovertemplate="%{y:.1f} s<extra></extra>",
    )
    return (
        go.Figure(line)
        .update_xaxes(title=strings.QUESTION, dtick=max(1, len(medians) // 10))
        .update_yaxes(title=strings.SECONDS, rangemode="tozero")
        .update_layout(height=240, margin=MARGIN)
    )
