"""Axes of taste in words: what is over-represented at an end, else the items that stand there."""

from functools import lru_cache

from elicitation.explanations.axis_names import AxisEnd, AxisName, Label, name_axes
from elicitation.explanations.taste_axes import ends
from models.artifacts import Artifact
from pages.components.app.i18n import _, language_name, listed
from pages.components.items import titles, vocabulary

N_TITLES = 2  # that stand for an end without a name: one alone would seem to name it


def label(own: Label) -> str:
    """A genre, a decade, a span of years or a language as one says it."""
    kind, value = own
    if kind == "years":
        first, _to, last = value.partition("-")
        told = _("{first} to {last}") if first and last else _("since {first}")
        return (told if first else _("until {last}")).format(first=first, last=last)
    if kind == "decade":
        return _("{decade}s").format(decade=value)
    return language_name(value) if kind == "language" else vocabulary.genre(value)


@lru_cache(maxsize=2)  # the artifact before this one is still in use for a moment
def axis_names(artifact: Artifact) -> tuple[AxisName, ...]:
    """What is over-represented at either end of each axis, in the bases' order."""
    from models.datasets.item_labels import labels_of  # which asking does without

    catalogue = artifact.catalogue
    labels = labels_of(catalogue)
    return name_axes(artifact.basis.rewards, artifact.known, labels, catalogue.years)


@lru_cache(maxsize=2)
def _examples(artifact: Artifact) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Numbers of well-known items at both ends of each axis."""
    return ends(artifact.basis, artifact.known)


def end_words(artifact: Artifact, base: int) -> tuple[str, str]:
    """Both ends of an axis, the one that positive coefficients like first.

    "Horror, Thriller", or "films like Heat and Alien" where no label is over-represented; the
    second is "" where no item stands out at that end.
    """
    name, items = axis_names(artifact)[base], _examples(artifact)[base]
    first, second = (
        _end(artifact, end, own) for end, own in zip((name.first, name.second), items, strict=True)
    )
    return first, second


def end_labels(artifact: Artifact, base: int) -> tuple[str, str]:
    """What to write at either end of an axis."""
    first, second = end_words(artifact, base)
    return first, second or _("less of: {end}").format(end=first)


def leaning(artifact: Artifact, base: int, first: bool) -> str:
    """The end that somebody leans to, as "Drama rather than Action"."""
    words = end_words(artifact, base)
    if not words[1]:
        return end_labels(artifact, base)[0 if first else 1]
    one, other = words if first else words[::-1]
    return _("{one} rather than {other}").format(one=one, other=other)


def _end(artifact: Artifact, end: AxisEnd, items: tuple[int, ...]) -> str:
    if end.labels:
        return ", ".join(map(label, end.labels))
    if not end.stands:
        return ""
    title = titles.title_of(artifact.catalogue)
    names = [title(artifact.catalogue.keys[item]) for item in items[:N_TITLES]]
    return _("{items} like {titles}").format(
        items=vocabulary.words(artifact.words).items, titles=listed(names)
    )
