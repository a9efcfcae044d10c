"""What somebody watched, row by row, as one row a film or series.

Netflix names an episode "Show: Season 1: Pilot", in the language of the profile, and lists what was
begun for a moment as well.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from models.histories.rated import Rated

PLACE = "Netflix viewing history"
LEAST_MINUTES = 10.0  # watched in all: less says nothing about liking
_SEASON = re.compile(
    r"^(?P<show>.+?): (?:(?:limited |mini-?)?series|season|staffel|saison|temporada|stagione"
    r"|seizoen|sezon|säsong|sæson|sesong|kausi|part|teil|partie|parte|deel|volume|vol\.|band"
    r"|book|buch|livre|libro|chapter|kapitel|collection|miniserie)\b[^:]*: .+$",
    re.IGNORECASE,
)
_EPISODE = re.compile(r"^(?P<show>.+?): (?:[^:]+: )+[^:]+$")  # three parts or more
_CLOCK = re.compile(r"(\d+):(\d{2}):(\d{2})")


def minutes_of(text: str) -> float:
    """Of "01:36:12"; nan if it cannot be read."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return math.nan
    hours, minutes, seconds = map(int, found.groups())
    return 60.0 * hours + minutes + seconds / 60.0


def by_title(rated: Sequence[Rated]) -> tuple[Rated, ...]:
    """One row a film or series, in the order of their first rows; minutes add up."""
    titles = [one.row.titles[0] if one.row.titles else "" for one in rated]
    begins = Counter(_begin(title) for title in titles)
    found: dict[tuple[str, bool], Rated] = {}
    for one, title in zip(rated, titles, strict=True):
        if one.is_aside:
            continue
        show = _show(title, begins)
        row = replace(one.row, titles=(show,), is_series=True) if show else one.row
        key = show or title, bool(show)
        before = found.get(key)
        minutes = one.minutes + (before.minutes if before else 0.0)
        found[key] = replace(one, row=row, minutes=minutes)
    return tuple(found.values())


def _begin(title: str) -> str:
    episode = _EPISODE.match(title)
    return episode["show"] if episode else ""


def _show(title: str, begins: Counter[str]) -> str:
    """The series that an episode is of; "" of a film.

    A title of three parts without a season is an episode if another title begins the same way.
    """
    if season := _SEASON.match(title):
        return season["show"]
    begin = _begin(title)
    return begin if begin and begins[begin] > 1 else ""
