"""One axis of taste in a picture: the hill of everybody, the band and the dot of one person."""

from dataclasses import dataclass
from math import exp

from PIL import ImageDraw

from pages.components.items.palettes import Palette
from pages.components.items.taste_axis import REACH

N_POINTS = 61
RADIUS = 15


@dataclass(frozen=True)
class Curve:
    """``left`` is the end of positive positions, as on the page of taste.

    ``position``, ``low`` and ``high`` are in the population's standard deviations.
    """

    left: str
    right: str
    position: float
    low: float
    high: float


def draw_curve(
    draw: ImageDraw.ImageDraw,
    palette: Palette,
    curve: Curve,
    box: tuple[float, float, float, float],  # left, top, width, height
) -> None:
    """The standard normal density on the box' lower edge, and the person on it."""
    left, top, width, height = box
    floor = top + height

    def across(position: float) -> float:
        return left + width * min(1.0, max(0.0, 0.5 - position / (2.0 * REACH)))

    steps = [REACH - 2.0 * REACH * n / (N_POINTS - 1) for n in range(N_POINTS)]
    hill = [(across(at), floor - height * exp(-at * at / 2.0)) for at in steps]
    draw.line(hill, palette.ink, 4, joint="curve")
    draw.line((left, floor, left + width, floor), palette.ink, 2)
    draw.line((across(curve.high), floor, across(curve.low), floor), palette.first, 12)
    x = across(curve.position)
    dot = (x - RADIUS, floor - RADIUS, x + RADIUS, floor + RADIUS)
    draw.ellipse(dot, palette.first, palette.ink, 3)  # also before a disc of its colour
