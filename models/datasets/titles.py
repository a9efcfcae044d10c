"""Titles as people read them: "Matrix, The" becomes "The Matrix"."""

import re

_ARTICLES = (
    "The|A|An|Les|Le|La|L'|Un|Une|Der|Die|Das|Ein|Eine|El|Los|Las|Una|Il|Lo|Gli|I|Uno"
    "|Den|Det|De|Het|En|Ett|Een|O|Os|As|Da"
)
_MOVED = re.compile(rf"^(?P<title>.*\S), (?P<article>{_ARTICLES})$", re.IGNORECASE)
_INNER = re.compile(r"\(([^()]*)\)")
_BEFORE_COLON = re.compile(
    rf"^(?P<title>[^(:]*\S), (?P<article>{_ARTICLES})(?P<rest>:.*)$", re.IGNORECASE
)
_BEFORE_BRACKET = re.compile(
    rf"^(?P<title>[^(]*\S), (?P<article>{_ARTICLES})(?P<rest> \(.*)$", re.IGNORECASE
)
# "Toy Story (1995)", "Casper: A Spirited Beginning (1997) (V)", "Fawlty Towers (1975-1979)"
_YEAR = re.compile(r"^(?P<title>.*\S)\s*\((?P<year>\d{4})(?:[-–]\s?\d{0,4})?\)\s*(?:\(V\))?\s*$")
_AKA = re.compile(r"^a\.k\.a\. ", re.IGNORECASE)


def _join(article: str, title: str) -> str:
    return f"{article}{title}" if article.endswith("'") else f"{article} {title}"


def _front(title: str) -> str:
    moved = _MOVED.match(title)
    return _join(moved["article"], moved["title"]) if moved else title


def readable_title(title: str) -> str:
    """The article back in front, in the main title and in every title in brackets."""
    title = " ".join(title.split())
    title = _INNER.sub(lambda found: f"({_front(_AKA.sub('', found[1]))})", title)
    before = _BEFORE_COLON.match(title) or _BEFORE_BRACKET.match(title)
    if before:
        return _join(before["article"], before["title"]) + before["rest"]
    return _front(title)


def split_year(title: str) -> tuple[str, int]:
    """Readable title and year; 0 if the title ends in none.

    >>> split_year("Matrix, The (1999)")
    ('The Matrix', 1999)
    """
    found = _YEAR.match(title)
    if found is None:
        return readable_title(title), 0
    return readable_title(found["title"]), int(found["year"])
