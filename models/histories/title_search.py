"""Titles of a catalogue found while somebody types, and the nearest ones where none fits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.datasets.catalogue import Catalogue
from models.histories.titles import normalised, plain_words

LEAST_ALIKE = 0.3  # share of three letters in a row that a nearest title has in common


@dataclass(frozen=True)
class Found:
    """Item numbers, best first; ``is_exact`` says whether they fit, or are only the nearest."""

    items: tuple[int, ...]
    is_exact: bool


class TitleSearch:
    """Searches all titles of one catalogue, in every language that it has.

    ``known`` (n_items,) says how well known the items are: of titles that fit alike the best known
    come first.
    """

    def __init__(self, catalogue: Catalogue, known: Sequence[float]) -> None:
        self._known = known
        self._titles = [
            (f" {words}", number)
            for number, title in enumerate(catalogue.titles)
            for words in _forms((title, *_others(catalogue, number)))
        ]

    def find(self, text: str, n: int) -> Found:
        """At most ``n`` items with all the words of ``text``, of which the last may be unfinished.

        Where no title has them, those that are written most alike; none for an empty text.
        """
        typed = plain_words(text)
        if not typed:
            return Found((), True)
        best: dict[int, int] = {}
        for rank, number in self._fitting(typed):
            best[number] = min(rank, best.get(number, rank))
        if best:
            order = sorted(best, key=lambda item: (best[item], -self._known[item], item))
            return Found(tuple(order[:n]), True)
        return Found(tuple(self._nearest(typed, n)), False)

    def _fitting(self, typed: str) -> Iterator[tuple[int, int]]:
        """Rank, 0 for the whole title, and item number of each title that fits."""
        words = [f" {word}" for word in typed.split()]
        start, joined = f" {typed}", typed.replace(" ", "")
        for title, number in self._titles:
            if title.startswith(start):
                yield int(title != start), number
            elif all(word in title for word in words):
                yield 2, number
            elif title.replace(" ", "").startswith(joined):
                yield 3, number  # "spiderman" for "Spider-Man"

    def _nearest(self, typed: str, n: int) -> list[int]:
        own = _threes(f" {typed}")
        alike: dict[int, float] = {}
        for title, number in self._titles:
            threes = _threes(title)
            share = 2.0 * len(own & threes) / (len(own) + len(threes))
            if share >= max(LEAST_ALIKE, alike.get(number, 0.0)):
                alike[number] = share
        return sorted(alike, key=lambda item: (-alike[item], -self._known[item], item))[:n]


def _forms(titles: Iterable[str]) -> set[str]:
    """Ways to write the titles, with and without their articles."""
    return {form(own) for own in titles for form in (plain_words, normalised)} - {""}


def _others(catalogue: Catalogue, number: int) -> Iterator[str]:
    return (title for _, title in catalogue.other_titles[number])


def _threes(text: str) -> set[str]:
    padded = f"{text} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
