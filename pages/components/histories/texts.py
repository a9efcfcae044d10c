"""What is said about a file that somebody brought."""

from elicitation.sessions.session import History
from pages.components.app.i18n import N_, _, ngettext, number, percent

PROBLEMS = {  # by UploadError.kind
    "large": N_(
        "This file is too large. An export of ratings is below 5 MB; if yours is not, please "
        "upload only the table with the ratings."
    ),
    "damaged": N_("This file is damaged or no table. Please export it again."),
    "nested": N_("There is an archive inside this file. Please upload the table itself."),
    "empty": N_("There is no table in this file."),
    "unknown": N_(
        "No column of this file names titles. Two columns are enough: title and rating, with "
        "these words in the first row."
    ),
    "people": N_("This file has ratings of several people. Please bring only your own."),
}


def found(place: str, n_found: int, n_items: int) -> str:
    """How much of the file is in the catalogue."""
    share = percent(n_found / n_items if n_items else 0.0)
    told = _("{found} of {all} titles are in our catalogue ({share}).").format(
        found=number(n_found), all=number(n_items), share=share
    )
    return f"{place}: {told}" if place else told


def likes(like: float | None, best: float | None, history: History) -> str:
    """What counts as a like, and how many titles are liked."""
    n = number(len(history.liked))
    if like is None or best is None:
        return _("There are no ratings in it: all {n} count as liked.").format(n=n)
    return _("{like} or more of {best} counts as a like: {n} liked, {others} not.").format(
        like=_short(like),
        best=_short(best),
        n=n,
        others=number(len(history.disliked) + len(history.seen)),
    )


def brought(history: History) -> str:
    """On the picks page: what the list starts from."""
    n = len(history.items)
    told = ngettext(
        "Your list starts from {n} title that you brought along.",
        "Your list starts from {n} titles that you brought along.",
        n,
    )
    kept = _("We neither ask about them nor recommend them.")
    return f"{told.format(n=number(n))} {kept}"


def _short(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
