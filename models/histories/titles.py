"""Which item of a catalogue a row of somebody's export means: by id, else by title and year.

Nothing is guessed: where two items fit equally well the row stays unmatched.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from models.datasets.catalogue import Catalogue
from models.datasets.titles import readable_title, split_year
from models.histories.rated import Row

YEARS_APART = 1  # a film comes out in one country a year after another
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_IMDB = re.compile(r"tt\d{6,10}")
_ARTICLE = re.compile(
    r"^(?:the|an?|les?|la|l|une?|der|die|das|eine?|el|los|las|una|il|lo|gli|den|det|het|een) +(?=.)"
)
_TITLE_LENGTH = 300  # characters; no title is longer


def normalised(title: str) -> str:
    """A title without case, accents, articles, punctuation and doubled blanks; "" if none is left.

    >>> normalised("Matrix, The") == normalised("the  MATRIX!")
    True
    """
    return _ARTICLE.sub("", plain_words(title))


def plain_words(title: str) -> str:
    """As ``normalised``, with the article.

    >>> plain_words("Amélie  (Fabuleux destin, Le)")
    'amelie le fabuleux destin'
    """
    text = unicodedata.normalize("NFKC", title[:_TITLE_LENGTH])
    text = readable_title(text).casefold().replace("&", " and ")
    letters = unicodedata.normalize("NFKD", text)
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    # an apostrophe joins, all else that is no letter or digit separates
    joined = "".join(kept).replace("'", "").replace("’", "")
    return " ".join("".join(c if c.isalnum() else " " for c in joined).split())


def forms(title: str) -> tuple[str, ...]:
    """Normalised ways to write a title: whole, without brackets, and alternatives in brackets.

    A bracket with "#" names a series and is no title.
    """
    title = title[:_TITLE_LENGTH]
    inside = [one or other for one, other in _BRACKETS.findall(title)]
    alternatives = [text for text in inside if "#" not in text]
    alternatives = [
        re.sub(r"^a\.?k\.?a\.? ", "", text, flags=re.IGNORECASE) for text in alternatives
    ]
    written = (title, _BRACKETS.sub(" ", title), *alternatives)
    found = (normalised(text) for text in written)
    return tuple(dict.fromkeys(form for form in found if form and not form.isdigit())) or tuple(
        dict.fromkeys(form for form in map(normalised, written[:2]) if form)
    )


class TitleIndex:
    """Finds items of one catalogue. ``has_series``: not of films alone, so that a series may be
    among them; else the series "Fargo" would be found as the film."""

    def __init__(self, catalogue: Catalogue, has_series: bool = True) -> None:
        self._catalogue, self._has_series = catalogue, has_series
        self._main: defaultdict[str, list[int]] = defaultdict(list)
        self._other: defaultdict[str, list[int]] = defaultdict(list)
        self._ids: dict[str, int] = {}
        for number, title in enumerate(catalogue.titles):
            main = {normalised(title), normalised(_BRACKETS.sub(" ", title))} - {""}
            for form in main:
                self._main[form].append(number)
            more = (form for _, text in catalogue.other_titles[number] for form in forms(text))
            for form in {*forms(title), *more} - main:
                self._other[form].append(number)
            link = _IMDB.search(catalogue.links[number])
            imdb = catalogue.imdb[number] or (link[0] if link else "")
            if imdb:
                self._ids.setdefault(_imdb(imdb), number)
            if catalogue.tmdb[number]:
                self._ids.setdefault(f"tmdb:{catalogue.tmdb[number]}", number)

    def key(self, number: int) -> str:
        """The key of the item of this number."""
        return self._catalogue.keys[number]

    def find(self, row: Row) -> int | None:
        """The number of the item, None if none or more than one fits."""
        if row.is_series and not self._has_series:
            return None
        for written in row.ids:
            number = self._by_id(written, row)
            if number is not None:
                return number
        return self._by_title(row)

    def _by_id(self, written: str, row: Row) -> int | None:
        """An IMDb or TMDB id means one thing everywhere; a key must not contradict the title."""
        imdb = _IMDB.search(written)
        if imdb:
            return self._ids.get(imdb[0])
        if written.startswith("tmdb:"):
            return self._ids.get(written)
        numbers = self._catalogue.numbers
        number = numbers.get(written)
        if number is None and row.place:
            number = numbers.get(f"{row.place.casefold()}:{written}")
        if number is None or not row.titles:
            return number
        own = set(forms(self._catalogue.titles[number]))
        return number if own & {form for title in row.titles for form in forms(title)} else None

    def _by_title(self, row: Row) -> int | None:
        year, titles = row.year, row.titles
        if not year and titles:
            bare, year = split_year(titles[0])
            titles = (bare, *titles[1:]) if year else titles
        written = tuple(dict.fromkeys(form for title in titles for form in forms(title)))
        for index in (self._main, self._other):
            found = {number for form in written for number in index.get(form, ())}
            one = self._only(found, year)
            if one is not None:
                return one
        return None

    def _only(self, found: Iterable[int], year: int) -> int | None:
        """The one item whose year fits; of editions of one work the first."""
        years = self._catalogue.years
        fitting = [
            number
            for number in found
            if not year or not years[number] or abs(years[number] - year) <= YEARS_APART
        ]
        exact = [number for number in fitting if year and years[number] == year]
        fitting = exact or fitting
        keys, works = self._catalogue.keys, self._catalogue.works
        different = {works[number] or keys[number] for number in fitting}
        return min(fitting) if len(different) == 1 else None


def _imdb(text: str) -> str:
    """ "tt0133093" of "tt0133093", "133093" or 133093."""
    found = _IMDB.search(text)
    return found[0] if found else f"tt{text.strip().zfill(7)}"
