"""What is the same in every language."""

import re
import unicodedata
from collections.abc import Callable

Title = Callable[[str], str]  # catalogue key -> title
_ISOLATE, _POP = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
_DIRECTED = {"R", "AL", "AN"}
_ADDRESS, _JOINER = re.compile(r"https?:(?=//)|www(?=\.)|@", re.IGNORECASE), "\u2060"
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates


def short_title(title: str) -> str:
    """Without the other titles in brackets: for posters, buttons and the middle of sentences."""
    return title.split(" (")[0].strip() or title


def isolated(text: str) -> str:
    """Text that leaves the order of what stands around it alone, whatever direction it has.

    Text from right to left is put between Unicode's isolates, other text stays as it is.
    Controls that would reach beyond the text are dropped.
    """
    text = _CONTROLS.sub("", text)
    if any(unicodedata.bidirectional(letter) in _DIRECTED for letter in text):
        return f"{_ISOLATE}{text}{_POP}"
    return text


def without_isolates(text: str) -> str:
    """Where text is drawn by something that would show isolates as letters."""
    return _CONTROLS.sub("", text)


def plain(text: str) -> str:
    """Text for a label that is read as Markdown: every mark loses its meaning.

    Commas, quotes and a hyphen inside a word have none; labels of sliders are read out as they are
    written. Addresses become links even where every mark is escaped, so they get a joiner that
    nobody sees.
    """
    broken = _ADDRESS.sub(lambda found: f"{found[0]}{_JOINER}", " ".join(text.split()))
    return re.sub(r"(?!(?<=\w)-(?=\w))([!#$&(-+.-/:<->@\[-`{-~-])", r"\\\1", broken)


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
