"""A person's taste in a few words, such as "Film-Noir and 1940s rather than Action"."""

from html import escape

import streamlit as st

from elicitation.explanations.taste_axes import Axis, axes, clear
from elicitation.inference.belief import Belief
from models.artifacts import Artifact
from pages.components.app.i18n import _, listed
from pages.components.items import axis_words

MOST_AXES, MOST_LIKED, MOST_REFUSED = 4, 2, 1


def telling(artifact: Artifact, belief: Belief, most: int = MOST_AXES) -> tuple[Axis, ...]:
    """The axes that may name this person's taste: their side is known, and the axis has a name."""
    names = axis_words.axis_names(artifact)
    found = [
        axis
        for axis in axes(belief, artifact.known)
        if names[axis.base].first.labels or names[axis.base].second.labels
    ]
    return clear(found, most)


def taste_name(artifact: Artifact, belief: Belief) -> str:
    """What they like and what they like less; "" where neither is known well enough."""
    liked, refused = _ends(artifact, telling(artifact, belief))
    if liked and refused:
        return _("{liked} rather than {refused}").format(
            liked=listed(liked[:MOST_LIKED]), refused=listed(refused[:MOST_REFUSED], "or")
        )
    if liked:
        return _("mostly {liked}").format(liked=listed(liked[: MOST_LIKED + 1]))
    return _("anything but {refused}").format(refused=listed(refused, "or")) if refused else ""


def heading(name: str, own: bool = True) -> str:
    """The name of a taste as HTML."""
    told = _("Your taste in a few words:") if own else _("Their taste in a few words:")
    return f'<p class="taste-name"><span>{escape(told)}</span> <b>{escape(name)}</b></p>'


def draw(artifact: Artifact, belief: Belief, own: bool = True) -> None:
    """The name, where there is one."""
    if name := taste_name(artifact, belief):
        st.html(heading(name, own))


def _ends(artifact: Artifact, found: tuple[Axis, ...]) -> tuple[list[str], list[str]]:
    """Labels of the ends that are liked and of those that are not, the clearest first."""
    names = axis_words.axis_names(artifact)
    liked: list[str] = []
    refused: list[str] = []
    for axis in found:
        ends = names[axis.base].first, names[axis.base].second
        toward, away = ends if axis.position > 0.0 else ends[::-1]
        for end, into in ((toward, liked), (away, refused)):
            if end.labels:
                into.append(axis_words.label(end.labels[0]))
    both = set(liked) & set(refused)  # a label on two axes that contradict each other says nothing
    return _without(both, liked), _without(both, refused)


def _without(words: set[str], named: list[str]) -> list[str]:
    """The different words of ``named``, in their order."""
    return [word for word in dict.fromkeys(named) if word not in words]
