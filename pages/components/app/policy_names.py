"""Names of the policies, the rules that choose questions, in the language of whoever looks."""

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


def policy(name: str) -> str:
    """A policy without a name of its own is called by its key."""
    return _(_NAMES[name]) if name in _NAMES else name
