"""One row of somebody's export: what it calls the item, and what it says of it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What an export calls an item, and the ids that it gives.

    ``ids`` are as written, and ``place`` is whose they are, such as "movielens"; "" = unknown.
    """

    titles: tuple[str, ...] = ()
    year: int = 0  # 0 = unknown
    ids: tuple[str, ...] = ()
    place: str = ""
    is_series: bool = False

    @property
    def name(self) -> str:
        """What to call the row where it was not found."""
        text = next((title for title in self.titles if title), next(iter(self.ids), "?"))
        return f"{text} ({self.year})" if self.year and self.titles else text


@dataclass(frozen=True)
class Rated:
    """A row with its rating in the units of the file, nan = none.

    ``is_liked``: it stands in a list of likes; ``is_aside``: it is about something beside the item,
    such as a trailer.
    """

    row: Row
    value: float = math.nan
    is_liked: bool = False
    minutes: float = math.nan  # watched; nan = the file does not say
    is_aside: bool = False
