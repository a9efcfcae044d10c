"""How the page speaks of items and genres.

A catalogue brings its own words, in English or whatever its owner writes. Those that come with
Tenfold are translated; all others appear as they are.
"""

from elicitation.sessions.events import QuestionKind
from models.datasets.catalogue import Words
from pages.components.app.i18n import N_, _, ngettext, number

_KNOWN = frozenset(
    (
        N_("film"),
        N_("films"),
        N_("watch"),
        N_("Haven't seen"),
        N_("Haven't seen either"),
        N_("Haven't seen any"),
        N_("book"),
        N_("books"),
        N_("read"),
        N_("Haven't read"),
        N_("Haven't read either"),
        N_("Haven't read any"),
    )
)
_SEEN = {  # what one does with an item -> to say that it was done, and to take that back
    "watch": (N_("Seen it"), N_("Haven’t seen it after all")),
    "read": (N_("Read it"), N_("Haven’t read it after all")),
}
_SEEN_OTHER = N_("Know it"), N_("Don’t know it after all")
_GENRES = frozenset(
    (
        N_("Action"),
        N_("Adventure"),
        N_("Animation"),
        N_("Biography"),
        N_("Children"),
        N_("Classics"),
        N_("Comedy"),
        N_("Crime"),
        N_("Documentary"),
        N_("Drama"),
        N_("Fantasy"),
        N_("Fiction"),
        N_("Film-Noir"),
        N_("History"),
        N_("Horror"),
        N_("Musical"),
        N_("Mystery"),
        N_("Nonfiction"),
        N_("Poetry"),
        N_("Romance"),
        N_("Sci-Fi"),
        N_("Thriller"),
        N_("War"),
        N_("Western"),
    )
)


def words(found: Words) -> Words:
    """The catalogue's words in the language of whoever looks."""
    return Words(*map(_known, (found.item, found.items, found.use, found.unknown)))


def unseen(found: Words, n: int = 1) -> str:
    """Said of one item, or of all ``n`` of a question; ``found`` as the catalogue has it."""
    if n == 1:
        return _known(found.unknown)
    whole = f"{found.unknown} {'either' if n == 2 else 'any'}"
    if whole in _KNOWN:
        return _(whole)
    told = _("{unknown} either") if n == 2 else _("{unknown} any")
    return told.format(unknown=found.unknown)


def asks(found: Words, kind: QuestionKind, n: int) -> str:
    """What a screen of ``n`` items asks; of a screen of names, how many may be named."""
    own = words(found)
    match kind:
        case "taps":
            told = _("Tap all the {items} you would like to {use}")
        case "named":
            told = _("Name up to {n} {items} you love")
        case "pair":
            told = _("Which would you like to {use}?")
        case "best_worst":
            told = _("Tap the one you like best, then the one you like least")
        case "best":
            told = _("Which do you like better?") if n == 2 else _("Which do you like best?")
    return told.format(n=number(n), items=own.items, use=own.use)


def seen(found: Words, taken_back: bool) -> str:
    """On the button that marks one item as seen, or takes that back."""
    return _(_SEEN.get(found.use, _SEEN_OTHER)[taken_back])


def answered(n_answered: int) -> str:
    return ngettext("{n} answer", "{n} answers", n_answered).format(n=number(n_answered))


def genre(name: str) -> str:
    return _(name) if name in _GENRES else name


def _known(word: str) -> str:
    return _(word) if word in _KNOWN else word
