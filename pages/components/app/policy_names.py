"""Names of policies, which choose questions, of stopping rules and of plans of screens."""

from elicitation.questions.plans import PLANS
from pages.components.app.i18n import N_, _

_NAMES = {
    "random": N_("random"),
    "pref": N_("PReF"),
    "d_optimal": N_("D-optimal"),
    "a_optimal": N_("A-optimal"),
    "information_gain": N_("information gain"),
    "expected_best": N_("expected best"),
    "fixed_list": N_("fixed list"),
}


_STOPPING = {
    "fixed": N_("after the planned number"),
    "information": N_("when questions tell little more"),
    "stable": N_("when the list is stable"),
    "adaptive": N_("when questions tell little more or the list is stable"),
    "plateau": N_("when nothing changes any more, at most the planned number"),
}


_PLANS = {
    "classic": N_("one pick a question"),
    "default": N_("name favourites, then tap of nine"),
    "pairs": N_("pairs, with both and neither"),
    "best of four": N_("best of four"),
    "best and worst of four": N_("best and worst of four"),
    "tap of four": N_("tap of four"),
    "tap of nine": N_("tap of nine"),
}


def plan(name: str) -> str:
    """A plan without a name of its own is called by its key."""
    return _(_PLANS[name]) if name in _PLANS else name


def plan_of(screens: tuple[str, ...]) -> str:
    """The name of these screens; where they are no row of PLANS, the screens."""
    names = (name for name, own in PLANS.items() if own == screens)
    return plan(next(names, ", ".join(screens)))


def stopping(name: str) -> str:
    """A stopping rule without a name of its own is called by its key."""
    return _(_STOPPING[name]) if name in _STOPPING else name


def policy(name: str) -> str:
    """A policy without a name of its own is called by its key."""
    return _(_NAMES[name]) if name in _NAMES else name
