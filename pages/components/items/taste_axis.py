"""One axis of taste: its ends, the person's place with its interval, and a slider to correct it."""

from functools import partial
from html import escape

import streamlit as st

from elicitation.explanations.axis_names import AxisEnd
from elicitation.explanations.taste_axes import Axis
from elicitation.sessions.events import MAX_CORRECTION
from models.artifacts import Artifact
from pages.components.app import state
from pages.components.app.i18n import N_, _
from pages.components.app.text import plain
from pages.components.items import axis_words, titles

_MORE = {3: N_("much more {end}"), 2: N_("more {end}"), 1: N_("a little more {end}")}
_LESS = {3: N_("much less {end}"), 2: N_("less {end}"), 1: N_("a little less {end}")}
REACH = 3.0  # standard deviations of the population to either side


def card(artifact: Artifact, axis: Axis, session_id: str) -> None:
    with st.container(key=f"axis_{axis.base}", border=True, gap="small"):
        st.html(place(artifact, axis))
        key = f"lean_{axis.base}_{session_id[:8]}"
        st.session_state.setdefault(key, axis.leaning)
        first, second = map(plain, axis_words.end_words(artifact, axis.base))
        st.select_slider(
            _("Correct this dimension"),
            list(range(MAX_CORRECTION, -MAX_CORRECTION - 1, -1)),
            format_func=partial(lean, first, second),
            key=key,
            on_change=_leant,
            args=(artifact, axis, key),
            label_visibility="collapsed",
        )


def _leant(artifact: Artifact, axis: Axis, key: str) -> None:
    keys = artifact.basis.keys
    toward, away = (tuple(keys[item] for item in end) for end in (axis.first, axis.second))
    state.correction(toward, away, int(st.session_state[key]))


def place(artifact: Artifact, axis: Axis) -> str:
    """The first end is at the left. The hill is everybody, the band holds the person."""
    first, second = axis_words.end_labels(artifact, axis.base)
    words = _said(*axis_words.end_words(artifact, axis.base), axis)
    left, right = sorted((_share(axis.low), _share(axis.high)))
    name = axis_words.axis_names(artifact)[axis.base]
    left_end = _end(artifact, first, name.first, axis.first)
    right_end = _end(artifact, second, name.second, axis.second)
    return (
        f'<div class="axis"><div class="ends">{left_end}{right_end}</div>'
        f'<div class="place" role="img" aria-label="{escape(words)}">'
        f'<i class="hill"></i><i class="band" style="left:{left:.1%};width:{right - left:.1%}"></i>'
        f'<i class="dot" style="left:{_share(axis.position):.1%}"></i></div>'
        f'<p class="fine">{escape(words)}</p></div>'
    )


def lean(first: str, second: str, strength: int) -> str:
    """What a place of the slider means; ``second`` is "" where an axis has one name only."""
    if strength == 0:
        return _("no change")
    if strength > 0 or second:
        return _(_MORE[abs(strength)]).format(end=first if strength > 0 else second)
    return _(_LESS[-strength]).format(end=first)


def _said(first: str, second: str, axis: Axis) -> str:
    """Where somebody stands, in words; ``second`` is "" where an axis has one name only."""
    if axis.low < 0.0 < axis.high and abs(axis.position) < 0.5:
        return _("About in the middle, or we do not know yet.")
    sure = axis.low * axis.high > 0.0
    if axis.position <= 0.0 and not second:
        away = _("{end} is clearly not for you.") if sure else _("{end} is probably not for you.")
        return away.format(end=first)
    told = _("You clearly lean towards {end}.") if sure else _("You probably lean towards {end}.")
    return told.format(end=first if axis.position > 0.0 else second)


def _end(artifact: Artifact, label: str, end: AxisEnd, items: tuple[int, ...]) -> str:
    """The end's words, and below them examples if some items stand there."""
    title = titles.title_of(artifact.catalogue)
    unnamed = 0 if end.labels else axis_words.N_TITLES  # whose first examples are its words
    films = ", ".join(title(artifact.catalogue.keys[item]) for item in items[unnamed:])
    films = films if end.stands else ""
    return f"<div><b>{escape(label)}</b><span>{escape(films)}</span></div>"


def _share(position: float) -> float:
    """Place on the bar, 0 to 1: positive positions are at the left, where the first end is."""
    return min(1.0, max(0.0, 0.5 - position / (2.0 * REACH)))
