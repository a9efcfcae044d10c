"""A whole session as one figure: a row a number, all over the same steps.

The rows share one axis of steps, so that pointing at a question shows it in every row. Pure
functions, lessons in and a plotly figure out.
"""

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from elicitation.explanations.belief_steps import BeliefStep
from pages.components.app.i18n import _
from pages.components.charts.template import ACCENT, BAND, QUIET, folded, new_figure

ROW, GAP, FOOT = 110, 48, 60  # px
LINE = 46  # letters of a title's line: what a phone has room for
N_SHOWN = 8  # coefficients: of many, those that are known best


class Row(NamedTuple):
    """What stands above each other; ``title`` is HTML, ``ends`` are of an axis that is not free."""

    title: str
    traces: Sequence[go.Scatter | go.Bar]
    ends: tuple[float, float] | None = None


def steps(lessons: Sequence[BeliefStep], names: Sequence[str]) -> go.Figure:
    """What every question was worth, how unsure we were after it, and the surest coefficients."""
    told = np.abs(lessons[-1].mean) / np.maximum(lessons[-1].high - lessons[-1].low, 1e-9)
    bases = np.sort(np.argsort(-told, kind="stable")[:N_SHOWN]).tolist()
    rows = [
        worth(lessons),
        curve(_("log-determinant, nats"), [lesson.log_det for lesson in lessons]),
        curve(_("trace"), [lesson.trace for lesson in lessons]),
        *(interval(lessons, base, folded(escape(names[base]), LINE)) for base in bases),
    ]
    height = len(rows) * (ROW + GAP) + FOOT
    layout: dict[str, Any] = {}
    figure = new_figure(height=height, hovermode="x", hoversubplots="axis", showlegend=False)
    for number, row in enumerate(rows, start=1):
        bottom = (height - number * (ROW + GAP)) / height
        top = bottom + ROW / height
        figure.add_traces([trace.update(xaxis="x", yaxis=f"y{number}") for trace in row.traces])
        layout[f"yaxis{number}"] = {"domain": [bottom, top], "range": row.ends, "nticks": 4}
        figure.add_annotation(
            text=f"<b>{row.title}</b>",
            align="left",
            x=0.0,
            y=top,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    figure.update_xaxes(
        title=_("question"),
        anchor=f"y{len(rows)}",
        dtick=max(1, len(lessons) // 10),
        range=[-0.5, len(lessons) - 0.5],
        showgrid=False,
        showspikes=True,
        spikemode="across",
        spikethickness=1,
        spikecolor=QUIET,
    )
    return figure.update_layout(layout)


def worth(lessons: Sequence[BeliefStep]) -> Row:
    """Promised beside given, for each question, in nats."""
    numbers = list(range(1, len(lessons)))
    parts = (("expected", _("expected"), QUIET), ("realised", _("gained"), ACCENT))
    traces = [
        go.Bar(
            x=numbers,
            y=[getattr(lesson, part) for lesson in lessons[1:]],
            name=name,
            marker={"color": colour},
            hovertemplate=f"{name} %{{y:.3f}}<extra></extra>",
        )
        for part, name, colour in parts
    ]
    key = " ".join(f'<span style="color:{colour}">■</span> {name}' for _part, name, colour in parts)
    return Row(_("information, nats: {key}").format(key=key), traces)


def curve(title: str, values: Sequence[float]) -> Row:
    """One number after each question, the first before any."""
    line = go.Scatter(
        x=list(range(len(values))),
        y=list(values),
        line={"color": ACCENT},
        mode="lines+markers",
        name=title,
        hovertemplate="%{y:.2f}<extra></extra>",
    )
    return Row(title, [line])


def interval(lessons: Sequence[BeliefStep], base: int, name: str) -> Row:
    """Mean and 90 % interval of one coefficient after each question; all bases share a scale."""
    numbers = list(range(len(lessons)))
    low = [float(lesson.low[base]) for lesson in lessons]
    high = [float(lesson.high[base]) for lesson in lessons]
    band = go.Scatter(
        x=numbers + numbers[::-1],
        y=high + low[::-1],
        fill="toself",
        fillcolor=BAND,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
    )
    line = go.Scatter(
        x=numbers,
        y=[float(lesson.mean[base]) for lesson in lessons],
        customdata=list(zip(low, high, strict=True)),
        line={"color": ACCENT},
        mode="lines+markers",
        marker={"size": 5},
        hovertemplate="%{y:.2f} (%{customdata[0]:.2f} … %{customdata[1]:.2f})<extra></extra>",
    )
    reach = 1.05 * max(
        max(-float(lesson.low.min()), float(lesson.high.max())) for lesson in lessons
    )
    return Row(name, [band, line], (-reach, reach))
