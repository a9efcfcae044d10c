"""Posters: art, title, year and genres, laid out by rule; a picture where the catalogue has one."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from pages.components.app.text import isolated, short_title
from pages.components.items import vocabulary
from pages.components.items.art import art, palette_of, seeded

# A poster is 400 wide and 500 high: 320 for the art, 104 for the title, the rest is margin.
_TITLE_WIDTH, _TITLE_HEIGHT = 356.0, 104.0
_SIZES = (66, 60, 54, 49, 44, 40, 36, 33, 30, 27, 24, 22)
_CHARACTER, _LINE = 0.57, 1.04  # mean width and height of a line of the serif, of its size


def poster(
    key: str,
    title: str,
    year: int,
    genres: Sequence[str],
    image: str = "",
    description: str = "",
) -> str:
    """HTML of one poster, hidden from screen readers: the button or the list names the item.

    Everything that comes from the catalogue is escaped. The size is its container's width.
    """
    if image:
        picture = f'<img class="cover" src="{escape(image)}" alt="" referrerpolicy="no-referrer">'
        return f'<div class="poster" aria-hidden="true">{picture}</div>'
    palette = palette_of(key, genres)
    side = seeded(key, "layout").choice(("low", "low", "high"))
    shown = short_title(title)
    called = f'<span class="title">{escape(isolated(shown))}</span>'
    about = " · ".join([*([str(year)] if year else []), *map(vocabulary.genre, genres[:2])])
    text = f'<span class="about">{escape(about)}</span>' if about else ""
    more = f'<span class="text">{escape(description)}</span>' if description else ""
    return (
        f'<div class="poster {side}" aria-hidden="true" style="--ground:{palette.ground};'
        f'--ink:{palette.ink};--size:{title_size(shown) / 4:.2f}cqw">'
        f'<img class="art" alt="" src="{art_data_uri(key, genres)}">'
        f'<div class="words">{called}{more}{text}</div></div>'
    )


def art_data_uri(key: str, genres: Sequence[str]) -> str:
    """The art as a data address, safe inside a quoted attribute."""
    return "data:image/svg+xml," + quote(art(key, genres).replace('"', "'"), safe=" =/:;,.()-'")


def title_size(title: str) -> int:
    """The largest size, of a poster 400 wide, at which the title fits its place."""
    for size in _SIZES:
        across = int(_TITLE_WIDTH / (_CHARACTER * size))
        fits = max(map(len, title.split()), default=0) <= across
        if fits and _lines(title, across) * _LINE * size <= _TITLE_HEIGHT:
            return size
    return _SIZES[-1]


def _lines(title: str, across: int) -> int:
    lines, used = 1, 0
    for word in title.split():
        if used and used + 1 + len(word) > across:
            lines, used = lines + 1, 0
        used += len(word) + (used > 0)
    return lines
