"""A made-up person answers by themselves, for when there is no audience.

What is shown is a function of who plays, the seed and the moment: even moments show a question, odd
ones its answer too. Nothing is stored.
"""

import secrets
from collections.abc import Sequence
from html import escape

import streamlit as st

from elicitation.explanations.taste_axes import axes, telling_first
from elicitation.questions.next_question import Question
from elicitation.recommendations.personal_list import recommendations
from elicitation.sessions.events import Answered, Started
from elicitation.sessions.likes import liked_in
from elicitation.sessions.session import Session, apply
from elicitation.simulation.characters import Character, answer_as
from models.artifacts import Artifact
from models.simulation.demo_users import cast
from pages.components.app import assets, state
from pages.components.app.i18n import N_, _
from pages.components.items import listing, reasons, taste_axis, titles, vocabulary

CHARACTERS = {
    "horror": N_("The horror fan"),
    "family": N_("The family evening"),
    "first": N_("A clear-cut taste"),
    "second": N_("The opposite taste"),
    "contrary": N_("The contradictory one"),
}
N_QUESTIONS, N_LISTED, N_AXES = 10, 8, 4
N_UNSEEN = 6  # questions more, where what was not seen is no answer
_PACE_NAMES = {"slow": N_("slow"), "normal": N_("normal"), "fast": N_("fast")}
PACES = {"slow": 4.0, "normal": 2.0, "fast": 0.8}  # seconds a moment
KEY = "play"  # of the session state: (seed, moment), while somebody plays


def begin() -> None:
    st.session_state[KEY] = secrets.randbelow(2**31), 0
    st.session_state["running"] = True


def stop() -> None:
    st.session_state.pop(KEY, None)


def is_on() -> bool:
    return KEY in st.session_state


def draw(artifact: Artifact) -> None:
    """The whole page while somebody plays."""
    people, heading = _cast(artifact.basis.fingerprint), _("Without an audience")
    with st.container(key="play"):
        st.html(f'<h1 class="sr">{escape(heading)}</h1>')
        with st.container(key="play_controls", horizontal=True, vertical_alignment="bottom"):
            _controls(list(people))
        who, pace = st.session_state["who"], st.session_state["pace"] or "normal"
        st.session_state["drawn"] = True  # by the page, not by the clock: no moment has passed
        running = st.session_state["running"] and not _is_over()
        st.fragment(_moment, run_every=PACES[pace] if running else None)(artifact, people[who], who)


def moment_at(
    artifact: Artifact, person: Sequence[Character], seed: int, moment: int
) -> tuple[Session, Question | None, Answered | None]:
    """The session before the question on show, that question, and its answer if it is given."""
    basis, plan = artifact.basis, state.plan(artifact)
    started = Started("played", seed, state.POLICY, N_QUESTIONS, "", basis.fingerprint, plan=plan)
    session = Session(started)
    for _past in range(moment // 2):
        asked = assets.questions(artifact).question(assets.belief(artifact, session))
        if asked is not None:
            session = apply(session, answer_as(basis, person, asked, seed))
    belief = assets.belief(artifact, session)
    question = (
        None if moment >= 2 * n_screens(artifact) else assets.questions(artifact).question(belief)
    )
    answered = question and moment % 2 and answer_as(basis, person, question, seed)
    return session, question, answered or None


def n_screens(artifact: Artifact) -> int:
    """Ten, or where only answers count so many that ten could be answered."""
    return N_QUESTIONS if state.plan(artifact) else N_QUESTIONS + N_UNSEEN


def _is_over() -> bool:
    return bool(st.session_state[KEY][1] >= 2 * n_screens(assets.artifact()))


def _controls(names: list[str]) -> None:
    st.selectbox(
        _("Who answers"),
        names,
        format_func=_character,
        key="who",
        on_change=begin,
        width=320,
    )
    st.segmented_control(
        _("Pace"),
        list(PACES),
        format_func=lambda key: _(_PACE_NAMES[key]),
        default="normal",
        key="pace",
    )
    running = st.session_state["running"] and not _is_over()
    st.button(
        _("Pause") if running else _("Play"),
        key="pause",
        on_click=_toggle,
        disabled=_is_over(),
        type="primary",
        icon=":material/pause:" if running else ":material/play_arrow:",
        shortcut="Space",
    )
    st.button(
        _("One step"),
        key="step",
        on_click=_step,
        disabled=_is_over(),
        icon=":material/skip_next:",
        shortcut="Right",
    )
    st.button(_("Start over"), key="restart", on_click=begin, icon=":material/replay:")
    st.button(_("Leave"), key="stop", on_click=stop, type="tertiary")


def _character(name: str) -> str:
    return _(CHARACTERS[name])


def _heading(n_answered: int) -> str:
    if not n_answered:
        return _(listing.START)
    return _("What they see after {answers}").format(answers=vocabulary.answered(n_answered))


def _toggle() -> None:
    st.session_state["running"] = not st.session_state["running"]


def _step() -> None:
    """One moment on, and stay there."""
    st.session_state["running"] = False
    _advance()


def _advance() -> None:
    seed, moment = st.session_state[KEY]
    st.session_state[KEY] = seed, min(moment + 1, 2 * n_screens(assets.artifact()))


def _moment(artifact: Artifact, person: Sequence[Character], who: str) -> None:
    if not st.session_state.pop("drawn", False):
        _advance()
        if _is_over():
            st.rerun()
    seed, moment = st.session_state[KEY]
    session, question, answered = moment_at(artifact, person, seed, moment)
    after = apply(session, answered) if answered else session
    shown, listed = st.columns([5, 5], gap="large")
    with shown:
        st.html(_duel(artifact, question, answered, who))
    belief = assets.belief(artifact, after)
    best = recommendations(belief, assets.ranker(artifact, after), N_LISTED)
    heading = _heading(after.n_informative)
    listed.html(listing.live_list(artifact.catalogue, best, heading, own=False))
    known, others = telling_first(axes(belief, artifact.known), N_AXES)
    beliefs = "".join(taste_axis.place(artifact, axis) for axis in (*known, *others)[:N_AXES])
    profile = _("Their taste profile")
    st.html(f'<h2>{escape(profile)}</h2><div class="beliefs">{beliefs}</div>')


def _duel(
    artifact: Artifact, question: Question | None, answered: Answered | None, who: str
) -> str:
    """The question as posters; what is chosen stays bright. A screen of names shows the names."""
    if question is None:
        told = _("That was it: the list is ready.")
        return f'<p class="says">{escape(told)}</p>'
    title = titles.title_of(artifact.catalogue)
    says = _("{who} is thinking …").format(who=_character(who))
    if answered:
        says = reasons.says(_character(who), answered, title)
    liked = liked_in(answered) if answered else ()
    items = question.items or tuple(artifact.catalogue.numbers[key] for key in liked)
    figures = "".join(
        f'<figure class="{"chosen" if artifact.catalogue.keys[item] in liked else ""}">'
        f"{listing.poster_of(artifact.catalogue, item)}</figure>"
        for item in items
    )
    kinds = "duel" + " many" * (len(items) > 2) + " answered" * bool(answered)
    return f'<p class="says" role="status">{escape(says)}</p><div class="{kinds}">{figures}</div>'


@st.cache_resource(show_spinner=False, max_entries=2)
def _cast(fingerprint: str) -> dict[str, tuple[Character, ...]]:
    return cast(assets.artifact())
