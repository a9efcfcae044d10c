"""What an item can be called by, besides its title: genres or tags, its decade, its language."""

from collections.abc import Sequence

from elicitation.explanations.axis_names import Label
from models.datasets.catalogue import Catalogue


def item_labels(
    genres: Sequence[Sequence[str]], years: Sequence[int] = (), languages: Sequence[str] = ()
) -> tuple[tuple[Label, ...], ...]:
    """The labels of every item; ``years`` and ``languages`` may be empty, 0 and "" are unknown.

    >>> item_labels([("Horror",)], [1979], ["en"])
    ((('genre', 'Horror'), ('decade', '1970'), ('language', 'en')),)
    """
    found: list[list[Label]] = [[("genre", own) for own in dict.fromkeys(all_)] for all_ in genres]
    for labels, year in zip(found, years, strict=False):
        if year > 0:
            labels.append(("decade", str(year // 10 * 10)))
    for labels, language in zip(found, languages, strict=False):
        if language:
            labels.append(("language", language))
    return tuple(map(tuple, found))


def labels_of(catalogue: Catalogue) -> tuple[tuple[Label, ...], ...]:
    """The labels of every item of a catalogue."""
    return item_labels(catalogue.genres, catalogue.years, catalogue.languages)
