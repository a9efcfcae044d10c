"""Pictures of a list: one to send around, and one that stands beside a link in a chat.

Pure: words in, PNG out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pages.components.app.text import without_isolates
from pages.components.items.palettes import DUSK, EMBER, MIDNIGHT, TEAL, Palette
from pages.components.picks.curves import Curve, draw_curve

FONTS = Path(__file__).parents[1] / "fonts"
WIDTH, HEIGHT, MARGIN = 1080, 1350, 90
GROUNDS = (MIDNIGHT, DUSK, TEAL, EMBER)
N_TITLES = 5
BANNER = (1200, 630)  # as previews of links are shown
N_BANNER = 3


@dataclass(frozen=True)
class _Layout:
    """Measures in pixels; a text has its font's size and the step to the next line."""

    size: tuple[int, int]
    top: int
    discs: tuple[tuple[int, int, int], ...]  # see _moons
    heading: tuple[int, int]
    gap: int  # below the heading
    title: tuple[int, int]
    indent: int  # of a title after its rank
    n_titles: int
    foot: tuple[int, int]  # size, and its distance from the lower edge


_CARD = _Layout(
    size=(WIDTH, HEIGHT),
    top=MARGIN,
    discs=((330, 930, 1180), (150, 700, 1330)),
    heading=(84, 92),
    gap=50,
    title=(56, 96),
    indent=80,
    n_titles=N_TITLES,
    foot=(44, MARGIN),
)
_BANNER = _Layout(
    size=BANNER,
    top=70,
    discs=((300, 1030, 470), (120, 790, 610)),
    heading=(72, 80),
    gap=30,
    title=(46, 72),
    indent=64,
    n_titles=N_BANNER,
    foot=(40, 50),
)


def picture(
    heading: str, titles: Sequence[str], taste: str, curves: Sequence[Curve], foot: str
) -> bytes:
    """The first titles under a heading, the name of a taste, and where it lies on some axes.

    Long lines are shortened; ``foot`` says where the list is.
    """
    return _drawn(_CARD, heading, titles, foot, taste, curves)


def banner(heading: str, titles: Sequence[str], foot: str) -> bytes:
    """The heading and the first titles, wider than high."""
    return _drawn(_BANNER, heading, titles, foot)


def _drawn(
    layout: _Layout,
    heading: str,
    titles: Sequence[str],
    foot: str,
    taste: str = "",
    curves: Sequence[Curve] = (),
) -> bytes:
    titles = [without_isolates(title) for title in titles]
    palette = GROUNDS[sum(map(len, titles)) % len(GROUNDS)]
    image = Image.new("RGB", layout.size, palette.ground)
    draw = ImageDraw.Draw(image)
    _moons(draw, palette, *layout.discs)
    inside, y = layout.size[0] - 2 * MARGIN, float(layout.top)
    size, step = layout.heading
    font = _font("fraunces", size, 600)
    for line in _wrapped(heading, font, inside):
        draw.text((MARGIN, y), line, palette.ink, font)
        y += step
    y += layout.gap
    size, step = layout.title
    font = _font("fraunces", size, 600)
    for rank, title in enumerate(titles[: layout.n_titles], start=1):
        draw.text((MARGIN, y), str(rank), palette.first, font)
        shown = _short(title, font, inside - layout.indent)
        draw.text((MARGIN + layout.indent, y), shown, palette.ink, font)
        y += step
    y += 24
    font = _font("fraunces", 42, 600)
    for line in _wrapped(taste, font, inside) if taste else ():
        draw.text((MARGIN, y), line, palette.first, font)
        y += 54
    y += 16
    words = _font("inter", 30, 500)
    for curve in curves:
        left, right = (_short(end, words, inside / 2 - 20) for end in (curve.left, curve.right))
        draw.text((MARGIN, y), left, palette.ink, words)
        draw.text((MARGIN + inside, y), right, palette.ink, words, anchor="ra")
        draw_curve(draw, palette, curve, (MARGIN, y + 44, inside, 70))
        y += 150
    size, distance = layout.foot
    place, font = (MARGIN, layout.size[1] - distance), _font("fraunces", size, 600)
    draw.text(place, _short(foot, font, inside), palette.ink, font, anchor="ls")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _moons(draw: ImageDraw.ImageDraw, palette: Palette, *discs: tuple[int, int, int]) -> None:
    """Two quiet discs behind the words: radius and middle of each."""
    for (radius, x, y), colour in zip(discs, (palette.second, palette.first), strict=True):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """At most two lines."""
    words, lines = text.split(), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_short(line, font, width) for line in lines[:2]]


def _short(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    kept = next(n for n in range(len(text), -1, -1) if font.getlength(text[:n] + "…") <= width)
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=8)
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / f"{name}.woff2", size)
    font.set_variation_by_axes([weight])
    return font
