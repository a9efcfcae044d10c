"""SVG elements, as text: numbers are rounded to whole units of the canvas."""

from collections.abc import Sequence


def circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{fill}"{more}/>'


def ring(x: float, y: float, r: float, colour: str, width: float) -> str:
    line = f' stroke="{colour}" stroke-width="{width:.1f}"'
    return circle(x, y, r, "none", line)


def shape(points: Sequence[tuple[float, float]], fill: str, more: str = "") -> str:
    path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    return f'<polygon points="{path}" fill="{fill}"{more}/>'


def bar(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'fill="{fill}"{more}/>'
    )
