"""Plans of screens that a session can name: which kind comes when."""

from collections.abc import Sequence

from elicitation.questions.screens import DEFAULT_PLAN, planned_screen

CLASSIC: tuple[str, ...] = ()  # no plan: questions of one size by the policy, picks among them

PLANS: dict[str, tuple[str, ...]] = {  # name -> screens in order, the last one repeats
    "classic": CLASSIC,
    "default": DEFAULT_PLAN,
    "pairs": ("pair2",),
    "best of four": ("best4",),
    "best and worst of four": ("best_worst4",),
    "tap of four": ("taps4",),
    "tap of nine": ("taps9",),
}


def is_plan(plan: Sequence[str]) -> bool:
    """Whether every screen of the plan is one that can be shown."""
    try:
        return all(bool(planned_screen(plan, n)) for n in range(len(plan)))
    except ValueError:
        return False
