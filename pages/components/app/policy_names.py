"""Names of policies, which choose questions, and of stopping rules, in the visitor's language."""

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


def stopping(name: str) -> str:
    """A stopping rule without a name of its own is called by its key."""
    return _(_STOPPING[name]) if name in _STOPPING else name


def policy(name: str) -> str:
    """A policy without a name of its own is called by its key."""
    return _(_NAMES[name]) if name in _NAMES else name
