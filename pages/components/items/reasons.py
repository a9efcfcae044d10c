"""Answers, marks and reasons in words: what is recommended, and because of what."""

from collections.abc import Sequence
from typing import TypeGuard

from elicitation.sessions.events import Answered
from elicitation.sessions.likes import liked_in
from elicitation.sessions.session import Judgement
from pages.components.app.i18n import _, listed, ngettext, number
from pages.components.app.text import Title

MOST_TITLES = 4  # in one reason: more than that nobody reads


def because(
    answers: Sequence[Answered | Judgement], title: Title, own: bool = True, brought: bool = False
) -> str:
    """ "because you chose Alien over Notting Hill"; where the list starts without answers.

    ``own`` says whether those are the answers of whoever looks, ``brought`` whether the list starts
    from a history.
    """
    if not answers:
        return start(own, brought)
    reasons = said(answers[0], title, own)
    for before, answer in zip(answers, answers[1:], strict=False):
        if _is_pick(before) and _is_pick(answer):
            more = _over(answer, title)
        else:
            more = said(answer, title, own)
        reasons = _("{reason}, and {more}").format(reason=reasons, more=more)
    return _("because {reason}").format(reason=reasons)


def start(own: bool = True, brought: bool = False) -> str:
    """What the list starts from: the crowd, or a history."""
    if not brought:
        return _("what most people like")
    return _("what people with your ratings like") if own else _("like the ratings they brought")


def said(answer: Answered | Judgement, title: Title, own: bool = True) -> str:
    """One answer, or one mark, in words."""
    if isinstance(answer, Judgement):
        return _judged(answer, title, own)
    named, shown = answer.choice.items, answer.items
    match answer.choice.kind:
        case "pick":
            told = (
                _("you chose {title} over {others}")
                if own
                else _("they chose {title} over {others}")
            )
            return told.format(title=title(named[0]), others=_all(_others(answer), title))
        case "best_worst":
            told = (
                _("you liked {title} best and {last} least")
                if own
                else _("they liked {title} best and {last} least")
            )
            return told.format(title=title(named[0]), last=title(named[1]))
        case "same":
            told = (
                _("{titles} are about the same to you")
                if own
                else _("{titles} are about the same to them")
            )
            return told.format(titles=_all(shown, title))
        case "named":
            told = _("you named {titles}") if own else _("they named {titles}")
            return told.format(titles=_all(named, title))
        case "unknown":
            told = _("you do not know {titles}") if own else _("they do not know {titles}")
            return told.format(titles=_all(named, title))
        case _:
            return _tapped(answer, title, own)


def _judged(mark: Judgement, title: Title, own: bool) -> str:
    told = {
        "liked": (_("you liked {title}"), _("they liked {title}")),
        "disliked": (_("you didn’t like {title}"), _("they didn’t like {title}")),
        "wanted": (_("you saved {title}"), _("they saved {title}")),
        "unwanted": (_("{title} was not for you"), _("{title} was not for them")),
    }
    return told[mark.verdict][not own].format(title=title(mark.item))


def _tapped(answer: Answered, title: Title, own: bool) -> str:
    """What was tapped, both of a pair too; of a screen without a tap, what was passed over."""
    liked = liked_in(answer)
    if liked:
        told = _("you tapped {titles}") if own else _("they tapped {titles}")
        return told.format(titles=_all(liked, title))
    told = _("you passed over {titles}") if own else _("they passed over {titles}")
    seen = [item for item in answer.items if item not in answer.choice.unseen]
    return told.format(titles=_all(seen, title))


def says(who: str, answer: Answered, title: Title) -> str:
    """What somebody does, as a sentence."""
    named, liked = answer.choice.items, liked_in(answer)
    match answer.choice.kind:
        case "pick":
            return _("{who} chooses {title}.").format(who=who, title=title(named[0]))
        case "best_worst":
            told = _("{who} likes {title} best and {last} least.")
            return told.format(who=who, title=title(named[0]), last=title(named[1]))
        case "same":
            return _("{who} finds them about the same.").format(who=who)
        case "named" if named:
            return _("{who} names {titles}.").format(who=who, titles=_all(named, title))
        case "unknown":
            return _("{who} does not know {titles}.").format(who=who, titles=_all(named, title))
        case _ if liked:
            return _("{who} taps {titles}.").format(who=who, titles=_all(liked, title))
        case _:
            return _("{who} takes none of them.").format(who=who)


def _all(items: Sequence[str], title: Title) -> str:
    """The titles; of many the first ones, and how many more."""
    if len(items) <= MOST_TITLES:
        return listed(list(map(title, items)))
    n = len(items) - MOST_TITLES + 1
    told = ngettext("{titles} and {n} more", "{titles} and {n} more", n)
    return told.format(titles=", ".join(map(title, items[: MOST_TITLES - 1])), n=number(n))


def _over(answer: Answered, title: Title) -> str:
    """A pick after another pick, which has said who chose."""
    return _("{title} over {others}").format(
        title=title(answer.choice.items[0]), others=_all(_others(answer), title)
    )


def _is_pick(answer: Answered | Judgement) -> TypeGuard[Answered]:
    return isinstance(answer, Answered) and answer.choice.kind == "pick"


def _others(answer: Answered) -> list[str]:
    return [item for item in answer.items if item not in answer.choice.items]
