"""People whose taste is a rule that anybody can read: on genre, year and language of a film.

None of the rules is linear in the base rewards: they are made of "and", "or" and "not". A persona
likes what the rule says and nothing else, and knows films of its own time, the better known ones
sooner. The country of a film is read off its original title in the catalogue: French, Italian,
Spanish and German films carry theirs with an article of the language.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.datasets.catalogue import Catalogue

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Rule = Callable[[frozenset[str], int, str], bool]  # genres, year, title

_ORIGINAL = re.compile(r"\(([^)]*)\)")
_FOREIGN = re.compile(
    r"(?i)\b(?:le|la|les|l'|un|une|des|du|der|die|das|el|los|las|il|lo|gli|et|y|und|de|no|ni)\b"
)


def foreign(title: str) -> bool:
    """Whether the catalogue gives an original title that is not English."""
    return any(_FOREIGN.search(original) for original in _ORIGINAL.findall(title))


@dataclass(frozen=True)
class Persona:
    """``likes`` is the rule; the persona saw films of ``since`` to ``until``."""

    name: str
    likes: Rule
    since: int = 1900
    until: int = 2100

    def liked(self, catalogue: Catalogue) -> Bools:
        """(n_items,) whether each item is of the persona's kind."""
        columns = zip(catalogue.genres, catalogue.years, catalogue.titles, strict=True)
        return np.array([self.likes(frozenset(g), y, t) for g, y, t in columns], dtype=bool)

    def knows(self, catalogue: Catalogue, log_share: Floats, rng: np.random.Generator) -> Bools:
        """(n_items,) whether the persona knows each item.

        Of what lies in their time the 150 best known films are known with probability one half or
        more, of their own kind sooner; of what lies outside hardly anything but the most famous.
        """
        years = np.asarray(catalogue.years)
        bar = np.sort(log_share)[-min(150, len(log_share))]
        inside = (years >= self.since) & (years <= self.until)
        logits = 3.0 * (log_share - bar) + 1.0 * self.liked(catalogue) - 3.0 * ~inside
        return np.asarray(rng.random(len(years)) < 1.0 / (1.0 + np.exp(-logits)))


PERSONAS = (
    Persona("horror fan", lambda g, y, t: "Horror" in g and "Comedy" not in g),
    Persona("family", lambda g, y, t: bool(g & {"Children", "Animation"}) and "Horror" not in g),
    Persona("science fiction since 1980", lambda g, y, t: "Sci-Fi" in g and y >= 1980),
    Persona("films since 2005", lambda g, y, t: y >= 2005, since=2003),
    Persona("black and white classics", lambda g, y, t: 0 < y < 1962),
    Persona("not in English", lambda g, y, t: foreign(t)),
    Persona("romantic comedies", lambda g, y, t: {"Romance", "Comedy"} <= g and y >= 1980),
    Persona("crime without comedy", lambda g, y, t: "Crime" in g and "Comedy" not in g),
    Persona("war and westerns", lambda g, y, t: bool(g & {"War", "Western"})),
    Persona("documentaries", lambda g, y, t: "Documentary" in g),
    Persona(
        "action of the eighties and nineties",
        lambda g, y, t: "Action" in g and 1980 <= y < 2000 and "Romance" not in g,
    ),
    Persona("musicals, or fantasy", lambda g, y, t: bool(g & {"Musical", "Fantasy"})),
)
