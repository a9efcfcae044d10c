"""Which titles belong to one series: a film and its sequels, the volumes of a saga."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_AKA = re.compile(r"\s*\([^)]*\)")  # an original title, or a year
_NUMBER = re.compile(
    r"[\s,:-]+(?:(?:part|vol\.?|volume|episode|chapter|book)\s+)?(?:[ivx]+|\d{1,2})\s*$", re.I
)
_SUBTITLE = re.compile(r"\s*(?::|\s-\s|\band the\b|#).*$", re.I)
_SHORTEST = 4  # letters: a shorter stem says nothing


def series_stem(title: str) -> str:
    """What the titles of a series have in common, in lower case.

    >>> [series_stem(t) for t in ("Toy Story 2", "The Godfather: Part II", "Toy Story (1995)")]
    ['toy story', 'godfather', 'toy story']
    """
    bare = _AKA.sub("", title).strip()
    stem = _NUMBER.sub("", _SUBTITLE.sub("", bare)).strip().lower()
    stem = re.sub(r"^(?:the|a|an)\s+|,\s*(?:the|a|an)$", "", stem)
    return stem if len(stem) >= _SHORTEST else bare.lower()


def series_of(titles: Sequence[str], works: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """A number for each title's series, (n_items,); -1 where no other title shares it.

    ``works`` (n_items,) numbers the work that each item is an edition of; editions of one work are
    in the series of its first edition, whatever their titles.
    """
    stems = [series_stem(title) for title in titles]
    if works is not None:
        first: dict[int, str] = {}
        stems = [
            first.setdefault(work, own) for work, own in zip(works.tolist(), stems, strict=True)
        ]
    counts: dict[str, int] = {}
    for stem in stems:
        counts[stem] = counts.get(stem, 0) + 1
    numbers = {stem: number for number, stem in enumerate(s for s in counts if counts[s] > 1)}
    return np.array([numbers.get(stem, -1) for stem in stems], dtype=np.int64)
