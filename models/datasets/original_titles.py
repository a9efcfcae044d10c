"""Which items carry an original title in another language, as far as a catalogue's titles show.

Many catalogues write it in brackets behind the title: "Amelie (Le Fabuleux destin d'Amélie
Poulain)". A bracket is in another language if many of its words occur in no title outside of
brackets, so that no list of words of any language is needed. Names and words that languages share
make some titles pass unnoticed; few others are taken for foreign.
"""

import re
from collections.abc import Sequence

_BRACKET = re.compile(r"\(([^()]*)\)")
_WORD = re.compile(r"[^\W\d_]+")
FOREIGN = 1.0 / 3.0  # share of a bracket's words, at least, that no title has outside of one
LEAST_LETTERS = 4  # of a bracket: shorter ones are abbreviations


def in_another_language(titles: Sequence[str]) -> tuple[bool, ...]:
    """Of each title whether a bracket in it holds another one, in another language.

    >>> in_another_language(["Amelie (Le destin d'Amélie)", "Seven (Se7en)", "My Seven Sons"])
    (True, False, False)
    """
    usual = {word for title in titles for word in _words(_BRACKET.sub(" ", title))}
    return tuple(any(_is_foreign(t, usual) for t in _BRACKET.findall(title)) for title in titles)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _is_foreign(text: str, usual: set[str]) -> bool:
    words = _words(text)
    if sum(map(len, words)) < LEAST_LETTERS or any(letter.isdigit() for letter in text):
        return False
    return sum(word not in usual for word in words) >= FOREIGN * len(words)
