"""What this tab remembers from one run of a page to the next, beside its session."""

import streamlit as st

from elicitation.questions.stopping import NEVER
from elicitation.recommendations.new_to_you import DEFAULT_PLACE, PLACES
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.session import Session
from models.artifacts import DEFAULT_PRIOR
from pages.components.app import assets

PRIOR, PLACE = "prior", "place"  # keys of controls
_REMEMBERED = "remembered"  # session id, and its choices by key


def heard() -> None:
    """A press reached its callback in this run, see ``was_heard``."""
    st.session_state["heard"] = True


def sent(key: str, event: str) -> object:
    """What the component with this key said in this run; None if it said nothing."""
    found = st.session_state.get(key)
    return found.get(event) if found else None


def was_heard() -> bool:
    """Whether the press of a button in this run reached ``answer``.

    After a restart of the server the first press does not: it cannot tell which question it saw.
    """
    return bool(st.session_state.pop("heard", False))


def tick_off(item: str) -> None:
    """Remember that this tab has just ticked the item of this key off in a list."""
    st.session_state["ticked"] = item


def ticked_off() -> str:
    """The item that this tab ticked off last, "" if none or if that was taken back."""
    return str(st.session_state.get("ticked", ""))


def look_closer(item: str) -> None:
    """Show all about the item of this key in the next run."""
    st.session_state["closer"] = item


def closer_look() -> str | None:
    """The item that somebody asked about, once."""
    item: str | None = st.session_state.pop("closer", None)
    return item


def go_on(step: int, n_answered: int) -> None:
    """Ask more although it could be enough, see ``is_pausing``."""
    st.session_state["going_on"] = step, n_answered


def continued() -> tuple[int, int]:
    """Step and number of answers that counted when this tab last chose to go on, or NEVER."""
    step, answered = st.session_state.get("going_on", NEVER)
    return step, answered


def ranker(session: Session) -> Ranker:
    """The chosen prior with its trust, given the session's history."""
    return assets.ranker(assets.artifact(), session, prior(), trust(), place())


def prior() -> str:
    """The name of the prior that recommends, as chosen on the picks page."""
    name = _chosen(PRIOR) or DEFAULT_PRIOR
    return name if name in assets.artifact().priors else DEFAULT_PRIOR


def trust_key() -> str:
    """Every prior has a slider of its own, because each was fitted another trust."""
    return f"trust-{prior()}"


def trust() -> float:
    """As the slider of the picks page stands, else as fitted."""
    fitted = assets.artifact().priors[prior()].trust
    try:
        chosen = float(_chosen(trust_key()) or fitted)
    except ValueError:
        return fitted
    return chosen if 0.0 <= chosen <= 1.0 else fitted


def place() -> str:
    """As the control of the picks page stands, of PLACES: how much may be known already."""
    chosen = _chosen(PLACE)
    return chosen if chosen in PLACES else DEFAULT_PLACE


def remember(session_id: str) -> None:
    """Know how the controls of this session's list were set, in this process or in another."""
    if st.session_state.get(_REMEMBERED, ("",))[0] != session_id:
        found = assets.choices().of(session_id)
        st.session_state[_REMEMBERED] = session_id, found


def remembered(key: str) -> str:
    """How the control with this key was set before this tab, "" if it was not."""
    return str(st.session_state.get(_REMEMBERED, ("", {}))[1].get(key, ""))


def choose(session_id: str, key: str) -> None:
    """Keep how the control with this key stands, for all processes and after a restart."""
    try:
        assets.choices().put(session_id, key, str(st.session_state[key])[:64])
    except StoreUnavailable:  # the log says so; in this tab it holds all the same
        return


def _chosen(key: str) -> str:
    """What this tab has chosen, else what was chosen for its session, "" if nothing was."""
    if key in st.session_state:
        return str(st.session_state[key])
    return remembered(key)


def say(text: str) -> None:
    """Show a paragraph in the next run."""
    st.session_state["problem"] = text


def problem() -> str:
    """Why the last click could not be kept, once."""
    return str(st.session_state.pop("problem", ""))
