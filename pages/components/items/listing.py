"""Recommendations as ordered lists in HTML. Pure: picks and a catalogue in, escaped text out."""

from collections.abc import Sequence
from functools import partial
from html import escape

from elicitation.recommendations.group import GroupPick
from elicitation.recommendations.personal_list import Recommendation
from elicitation.sessions.events import Mark
from elicitation.sessions.session import Session
from models.datasets.catalogue import Catalogue, Words
from pages.components.app.i18n import N_, _, number, percent
from pages.components.app.text import sentence
from pages.components.items import pictures, reasons, titles, vocabulary
from pages.components.items.posters import poster

LEGEND = N_(
    "The bar shows how likely you are to prefer this to a typical favourite; the paler part is "
    "our margin of error."
)
OTHERS_LEGEND = N_(
    "The bar shows how likely they are to prefer this to a typical favourite; the paler part is "
    "our margin of error."
)
START = N_("Liked by many, perhaps new to you")  # of a list before the first answer
N_EXPLAINED = 4  # of the live list's items say why they rose: more than that nobody reads


def live_list(
    catalogue: Catalogue,
    picks: Sequence[Recommendation],
    heading: str,
    own: bool = True,
) -> str:
    """The list beside the question: what moved up or is new says why.

    Who looks at their ``own`` list can press its entries.
    """
    if not picks:
        told = _("Nothing is left to suggest: you know it all.")
        return (
            f'<section class="live"><h2>{escape(heading)}</h2>'
            f'<p role="status">{escape(told)}</p></section>'
        )
    risen = sorted((pick for pick in picks if _rises(pick)), key=_from_below, reverse=True)
    explained = {pick.item for pick in risen[:N_EXPLAINED]}
    rows = "".join(
        _row(catalogue, rank, pick, pick.item in explained, own)
        for rank, pick in enumerate(picks, start=1)
    )
    legend = _(LEGEND if own else OTHERS_LEGEND)
    return (
        f'<section class="live"><h2>{escape(heading)}</h2>'
        f'<p class="sr" role="status">{escape(_summary(catalogue, picks))}</p>'
        f'<ol>{rows}</ol><p class="fine">{escape(legend)}</p></section>'
    )


def full_list(
    catalogue: Catalogue,
    picks: Sequence[Recommendation],
    own: bool = True,
    brought: bool = False,
    words: Words | None = None,
) -> str:
    """The list of the picks page: a poster, the match and the reasons of each item.

    Who looks at their ``own`` list can press its entries; ``brought`` says that the list starts
    from a history. With the catalogue's ``words`` each entry can be ticked off as known.
    """
    entries = "".join(_entry(catalogue, pick, "pick", own, brought, words) for pick in picks)
    return f'<ol class="picks">{entries}</ol>'


def classics(
    catalogue: Catalogue, picks: Sequence[Recommendation], brought: bool, words: Words
) -> str:
    """What somebody probably knows; the same entries as in ``full_list``, not numbered."""
    entries = "".join(_entry(catalogue, pick, "classic", True, brought, words) for pick in picks)
    return f'<ul class="picks">{entries}</ul>'


def saved_items(catalogue: Catalogue, session: Session) -> str:
    """What was saved, and what was put aside, each to be pressed; empty if nothing was."""
    return "".join(
        f'<section class="aside"><h2>{escape(heading)}</h2><ul>{entries}</ul></section>'
        for heading, marks in ((_("Saved for later"), _SAVED), (_("Seen and hidden"), _ASIDE))
        if (entries := "".join(map(partial(_chip, catalogue), session.marked(*marks))))
    )


_SAVED: tuple[Mark, ...] = ("saved",)
_ASIDE: tuple[Mark, ...] = ("seen", "hidden")


def _chip(catalogue: Catalogue, key: str) -> str:
    item = catalogue.numbers.get(key)
    if item is None:
        return ""
    title = titles.short(catalogue, item)
    return f'<li class="chip">{escape(title)}{_more(catalogue, item)}</li>'


def people(names: Sequence[str], counts: Sequence[int]) -> str:
    """Who is in the group, and how much each has answered."""
    chips = "".join(
        f'<li class="chip">{escape(name)} <span class="year">{escape(said)}</span></li>'
        for name, said in zip(names, map(vocabulary.answered, counts), strict=True)
    )
    return f'<section class="aside" aria-live="polite"><ul>{chips}</ul></section>'


def for_all(
    catalogue: Catalogue,
    picks: Sequence[GroupPick],
    names: Sequence[str],
    opinions: bool = True,
    words: Words | None = None,
) -> str:
    """The group's list: each item, with ``opinions`` also what each person thinks of it.

    With the catalogue's ``words`` whoever has seen an item can take it out for all.
    """
    told = names if opinions else ()
    entries = "".join(_for_all(catalogue, pick, told, words) for pick in picks)
    return f'<ol class="picks">{entries}</ol>'


def matches(pick: GroupPick, names: Sequence[str]) -> str:
    """What everybody thinks of one item, as bars."""
    bars = "".join(
        f'<li style="--match:{match:.3f}"><span>{escape(name)}</span><b>{percent(match)}</b></li>'
        for name, match in zip(names, pick.matches, strict=bool(names))
    )
    return f'<ul class="matches">{bars}</ul>'


def known(catalogue: Catalogue, item: int, words: Words) -> str:
    """A button that ticks the item off as known, without a verdict."""
    title, told = titles.short(catalogue, item), vocabulary.seen(words, taken_back=False)
    return (
        f'<div class="verdict-row"><button data-act="seen" '
        f'data-item="{escape(catalogue.keys[item])}">{escape(told)}'
        f'<span class="sr">: {escape(title)}</span></button></div>'
    )


def _for_all(
    catalogue: Catalogue, pick: GroupPick, names: Sequence[str], words: Words | None
) -> str:
    title = titles.short(catalogue, pick.item)
    ticked = known(catalogue, pick.item, words) if words else ""
    return (
        f'<li class="pick"><div class="thumb">{poster_of(catalogue, pick.item)}</div>'
        f'<div class="pick-words"><span class="name"><b>{escape(title)}</b></span>'
        f"{matches(pick, names)}</div>{ticked}</li>"
    )


def poster_of(catalogue: Catalogue, item: int, described: bool = True) -> str:
    """The poster of an item, with its description where there is one and it is not beside it."""
    return poster(
        catalogue.keys[item],
        titles.whole(catalogue, item),
        catalogue.years[item],
        catalogue.genres[item],
        pictures.of(catalogue, item),
        catalogue.descriptions[item] if described else "",
    )


def _rises(pick: Recommendation) -> bool:
    return pick.climbed is None or pick.climbed > 0


def _from_below(pick: Recommendation) -> int:
    """Places climbed; an item that is new has come from below the list."""
    return 10 if pick.climbed is None else pick.climbed


def _row(catalogue: Catalogue, rank: int, pick: Recommendation, explained: bool, own: bool) -> str:
    reason = ""
    if explained and pick.reasons:
        because = reasons.because([pick.reasons[0].answer], titles.title_of(catalogue), own)
        reason = f'<span class="why">{escape(because)}</span>'
    kind = " up" if _rises(pick) else ""
    return (
        f'<li class="row{kind}" style="--came:{_from_below(pick)}"><span class="rank">{rank}</span>'
        f'<span class="name">{_name(catalogue, pick)}{reason}</span>'
        f"{_movement(pick.climbed)}{_match(pick)}"
        f"{_more(catalogue, pick.item) if own else ''}</li>"
    )


def _entry(
    catalogue: Catalogue,
    pick: Recommendation,
    kind: str,
    own: bool,
    brought: bool,
    words: Words | None,
) -> str:
    answers = [reason.answer for reason in pick.reasons[:2]]
    because = sentence(reasons.because(answers, titles.title_of(catalogue), own, brought))
    match = _("{share} match").format(share=percent(pick.match))
    genres = " · ".join(map(vocabulary.genre, catalogue.genres[pick.item][:3]))
    return (
        f'<li class="{kind}"><div class="thumb">{poster_of(catalogue, pick.item)}</div>'
        f'<div class="pick-words"><span class="name">{_name(catalogue, pick)}</span>'
        f'<span class="genres">{escape(genres)}</span>'
        f'<span class="why">{escape(because)}</span>'
        f'<span class="percent" aria-hidden="true">{escape(match)}</span>'
        f"{_match(pick)}</div>{_more(catalogue, pick.item) if own else ''}"
        f"{_verdicts(catalogue, pick.item, words) if words else ''}</li>"
    )


def _verdicts(catalogue: Catalogue, item: int, words: Words) -> str:
    """Three buttons that tick the item off as known: without a word, as liked, as not liked."""
    key, title = escape(catalogue.keys[item]), titles.short(catalogue, item)
    said = (
        ("seen", vocabulary.seen(words, taken_back=False)),
        ("liked", _("Liked it")),
        ("disliked", _("Didn’t like it")),
    )
    buttons = "".join(
        f'<button data-act="{act}" data-item="{key}">{escape(told)}'
        f'<span class="sr">: {escape(title)}</span></button>'
        for act, told in said
    )
    return f'<div class="verdict-row">{buttons}</div>'


def _more(catalogue: Catalogue, item: int) -> str:
    """A button that covers its entry: all about the item. See gestures.py."""
    told = _("{title}: tell me more").format(title=titles.short(catalogue, item))
    return (
        f'<button class="more" data-act="more" data-item="{escape(catalogue.keys[item])}">'
        f'<span class="sr">{escape(told)}</span></button>'
    )


def _name(catalogue: Catalogue, pick: Recommendation) -> str:
    year = catalogue.years[pick.item]
    shown = f' <span class="year">{year}</span>' if year else ""
    return f"<b>{escape(titles.short(catalogue, pick.item))}</b>{shown}"


def _moved(climbed: int | None) -> str:
    """For ears; the eye gets an arrow."""
    if climbed is None:
        return _("new")
    if climbed == 0:
        return _("same place")
    told = _("up {n}") if climbed > 0 else _("down {n}")
    return told.format(n=number(abs(climbed)))


def _movement(climbed: int | None) -> str:
    words = escape(_moved(climbed))
    if climbed is None:
        return f'<span class="move new">{words}</span>'
    if climbed == 0:
        return '<span class="move"></span>'
    sign, kind = ("▲", "up") if climbed > 0 else ("▼", "down")
    return (
        f'<span class="move {kind}"><span aria-hidden="true">{sign}{abs(climbed)}</span>'
        f'<span class="sr">{words}</span></span>'
    )


def _match(pick: Recommendation) -> str:
    """A bar to the match with a band for how sure that is; the same in words for ears."""
    words = escape(
        _("{share} match, likely {low} to {high}").format(
            share=percent(pick.match), low=percent(pick.low), high=percent(pick.high)
        )
    )
    return (
        f'<span class="match" title="{words}"><span class="bar" style="--match:{pick.match:.3f};'
        f'--low:{pick.low:.3f};--high:{pick.high:.3f}"></span>'
        f'<span class="sr">{words}</span></span>'
    )


def _summary(catalogue: Catalogue, picks: Sequence[Recommendation]) -> str:
    risen = [pick for pick in picks if _rises(pick)]
    title = titles.title_of(catalogue)
    told = [
        _("First is {title}.").format(title=title(catalogue.keys[pick.item])) for pick in picks[:1]
    ]
    if risen:
        names = ", ".join(title(catalogue.keys[pick.item]) for pick in risen)
        told.append(_("Moved up: {titles}.").format(titles=names))
    else:
        told.append(_("Nothing moved up."))
    return " ".join(told)
