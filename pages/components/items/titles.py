"""What an item is called on the screen: in the language of whoever looks, apart from its line."""

from models.datasets.catalogue import Catalogue
from pages.components.app.i18n import language, language_code
from pages.components.app.text import Title, isolated, short_title


def whole(catalogue: Catalogue, item: int) -> str:
    """The title in the language of whoever looks if the catalogue has it, else its own title."""
    wanted = language_code(language())
    for name, title in catalogue.other_titles[item]:
        if language_code(name) == wanted:
            return title
    return catalogue.titles[item]


def short(catalogue: Catalogue, item: int) -> str:
    """The same without other titles in brackets; from right to left, it is isolated."""
    return isolated(short_title(whole(catalogue, item)))


def title_of(catalogue: Catalogue) -> Title:
    """Catalogue key -> short title; a key of another catalogue stands for itself."""

    def title(key: str) -> str:
        number = catalogue.numbers.get(key)
        return key if number is None else short(catalogue, number)

    return title


def others(catalogue: Catalogue, item: int) -> tuple[str, ...]:
    """What else the item is called, isolated: in other languages, and in brackets."""
    shown = short(catalogue, item)
    own = catalogue.titles[item]
    bracket = own[len(short_title(own)) :].strip()
    inside = bracket[1:-1] if bracket.startswith("(") and bracket.endswith(")") else ""
    found = (short_title(own), inside, *(title for _, title in catalogue.other_titles[item]))
    told = dict.fromkeys(isolated(title) for title in found if title)
    return tuple(title for title in told if title != shown)
