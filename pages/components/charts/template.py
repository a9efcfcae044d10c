"""The template of all figures: Streamlit's, with margins, legend, colours and line widths of ours.

The colours read on light and dark ground.
"""

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
import streamlit  # noqa: F401  its import registers the template "streamlit"

ACCENT, QUIET, BAND = "#D9692B", "#7A8B99", "rgba(217,105,43,0.22)"
GREEN, VIOLET, GOLD, BLUE, ROSE = "#4C8C6B", "#8E6BB0", "#A08A2E", "#3F7FBF", "#B35C7A"
SHADES = ("#F0B48C", "#E58F55", ACCENT, "#8F3C0B")  # more is darker

_NAME = "tenfold"
pio.templates[_NAME] = go.layout.Template(
    layout={
        "colorway": (ACCENT, GREEN, VIOLET, GOLD, QUIET, BLUE, ROSE),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "legend": {"orientation": "h", "yanchor": "top", "y": -0.25},  # covers no line
        "yaxis": {"automargin": True},
        "shapedefaults": {"line": {"color": QUIET, "width": 1, "dash": "dot"}},  # reference lines
    },
    data={"scatter": [{"line": {"width": 2.5}}]},
)


def new_figure(*traces: Any, height: int, **layout: Any) -> go.Figure:
    """A figure of ``traces`` in the template, ``height`` pixels high."""
    return go.Figure(traces, {"template": f"streamlit+{_NAME}", "height": height, **layout})


def folded(text: str, width: int) -> str:
    """The text in lines of at most ``width`` letters, as a figure breaks them."""
    return "<br>".join(wrap(text, width, break_long_words=False))
