"""One template, on Streamlit's, for the figures of all pages."""

import ast

import plotly.io as pio

from models.settings import ROOT
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

LIGHT, DARK = "#FFFFFF", "#0E1117"  # Streamlit's grounds


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_lines_read_on_light_and_dark_ground() -> None:
    for colour in (ACCENT, QUIET, GREEN, VIOLET, GOLD, BLUE, ROSE):
        assert min(contrast(colour, LIGHT), contrast(colour, DARK)) >= 3.0, colour  # graphics


def test_a_figure_has_the_template_and_what_it_is_given() -> None:
    figure = new_figure({"type": "scatter", "y": [1, 2]}, height=300, showlegend=False)
    template = figure.layout.template
    assert figure.layout.height == 300 and figure.layout.showlegend is False
    assert template.layout.margin.t == 8 and template.layout.colorway[0] == ACCENT
    assert template.layout.font == pio.templates["streamlit"].layout.font
    assert template.data.scatter[0].line.width == 2.5


def test_every_figure_of_a_page_begins_with_the_template() -> None:
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "go.Figure":
                assert path.name == "template.py", f"{path}:{node.lineno}"
