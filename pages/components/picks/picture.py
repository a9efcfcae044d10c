"""Pictures of a list: one to send around, and one that stands beside a link in a chat.

Pure: words in, PNG out.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pages.components.app.text import without_isolates
from pages.components.items.palettes import DUSK, EMBER, MIDNIGHT, TEAL, Palette

FONTS = Path(__file__).parents[1] / "fonts"
WIDTH, HEIGHT, MARGIN = 1080, 1350, 90
GROUNDS = (MIDNIGHT, DUSK, TEAL, EMBER)
N_TITLES = 5
BANNER = (1200, 630)  # as previews of links are shown
N_BANNER = 3


def picture(heading: str, titles: Sequence[str], tastes: Sequence[str], foot: str) -> bytes:
    """The first titles under a heading, and what the person likes; long lines are shortened."""
    titles = [without_isolates(title) for title in titles]
    palette = GROUNDS[sum(map(len, titles)) % len(GROUNDS)]
    image = Image.new("RGB", (WIDTH, HEIGHT), palette.ground)
    draw = ImageDraw.Draw(image)
    _moons(draw, palette, (330, 930, 1180), (150, 700, 1330))
    inside = WIDTH - 2 * MARGIN
    y = float(MARGIN)
    for line in _wrapped(heading, _font("fraunces", 84, 600), inside):
        draw.text((MARGIN, y), line, palette.ink, _font("fraunces", 84, 600))
        y += 92
    y += 50
    for rank, title in enumerate(titles[:N_TITLES], start=1):
        font = _font("fraunces", 56, 600)
        draw.text((MARGIN, y), str(rank), palette.first, font)
        draw.text((MARGIN + 80, y), _short(title, font, inside - 80), palette.ink, font)
        y += 96
    y += 40
    for taste in tastes:
        font = _font("inter", 36, 500)
        draw.text((MARGIN, y), _short(taste, font, inside), palette.ink, font)
        y += 58
    bottom = HEIGHT - MARGIN
    draw.text((MARGIN, bottom), foot, palette.ink, _font("fraunces", 44, 600), anchor="ls")
    return _png(image)


def banner(heading: str, titles: Sequence[str], foot: str) -> bytes:
    """The heading and the first titles, wider than high."""
    titles = [without_isolates(title) for title in titles]
    palette = GROUNDS[sum(map(len, titles)) % len(GROUNDS)]
    image = Image.new("RGB", BANNER, palette.ground)
    draw = ImageDraw.Draw(image)
    _moons(draw, palette, (300, 1030, 470), (120, 790, 610))
    inside, y = BANNER[0] - 2 * MARGIN, 70.0
    for line in _wrapped(heading, _font("fraunces", 72, 600), inside):
        draw.text((MARGIN, y), line, palette.ink, _font("fraunces", 72, 600))
        y += 80
    y += 30
    for rank, title in enumerate(titles[:N_BANNER], start=1):
        font = _font("fraunces", 46, 600)
        draw.text((MARGIN, y), str(rank), palette.first, font)
        draw.text((MARGIN + 64, y), _short(title, font, inside - 64), palette.ink, font)
        y += 72
    place = (MARGIN, BANNER[1] - 50)
    draw.text(place, foot, palette.ink, _font("fraunces", 40, 600), anchor="ls")
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
