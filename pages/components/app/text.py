"""What is the same in every language."""

import re
from collections.abc import Callable

Title = Callable[[str], str]  # catalogue key -> title


def short_title(title: str) -> str:
    """Without the other titles in brackets: for posters, buttons and the middle of sentences."""
    return title.split(" (")[0].strip() or title


def plain(text: str) -> str:
    """Text for a label that is read as Markdown: every mark loses its meaning."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
