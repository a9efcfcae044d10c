"""What an experiment found, in words."""

import math

from pages.components.app.i18n import N_, _, ngettext, number, percent

_MEASURES = {"top_10_regret": N_("regret"), "utility_correlation": N_("accuracy")}


def measure(name: str) -> str:
    return _(_MEASURES[name])


def who(name: str, n_there: int) -> str:
    """Under the choice of who answers; ``n_there`` people can be replayed."""
    if name == "drawn":
        return _("sampled from the fitted population; their true taste is known")
    return _("from the data, at most {n}; no base reward was learned from them").format(
        n=number(n_there)
    )


def liking(value: float) -> str:
    return _("True liking {value}").format(value=number(value, 2, signed=True))


def stars(value: float) -> str:
    """Nan = the person gave none."""
    if math.isnan(value):
        return _("never rated")
    return _("{n} stars").format(n=number(value, 1))


def rated_best(winner: str) -> str:
    return _("By their own stars they like {winner} best.").format(winner=winner)


def progress(done: int, total: int, running: bool) -> str:
    if done == total:
        return _("Done.")
    told = _("{done} of {total} parts done") if running else _("{done} of {total} parts; stopped")
    return told.format(done=number(done), total=number(total))


def asked_by_all(n_people: int) -> str:
    return ngettext(
        "{n} person has been asked by all policies so far.",
        "{n} people have been asked by all policies so far.",
        n_people,
    ).format(n=number(n_people))


def needed_head(name: str, after: int) -> str:
    return _("{measure} as random after {n}").format(measure=measure(name), n=number(after))


def needed(questions: float, low: float, high: float, most: int) -> str:
    """Number of questions and its interval; infinite where it was not reached."""

    def told(value: float) -> str:
        return _("over {n}").format(n=number(most)) if math.isinf(value) else number(value)

    return _("{n} ({low} to {high})").format(n=told(questions), low=told(low), high=told(high))


def power(first: str, second: str, per_arm: int | None) -> str:
    if per_arm is None:
        return _(
            "{first} and {second} cannot be told apart by these simulations. Simulate more people "
            "before you plan a study of the two."
        ).format(first=first, second=second)
    return _("{n} participants for each of {first} and {second}, {both} together.").format(
        n=number(per_arm), first=first, second=second, both=number(2 * per_arm)
    )


def truth(winner: str, chance: float) -> str:
    return _(
        "In truth they like {winner} best; a careful answer says so in {share} of cases."
    ).format(winner=winner, share=percent(chance))


def regret(before: float, after: float) -> str:
    return _("Regret of the top ten: {before} before this answer, {after} after it.").format(
        before=number(before, 2), after=number(after, 2)
    )
