"""Answers and reasons in words: what somebody chose, and what is recommended because of it."""

from collections.abc import Sequence

from elicitation.sessions.events import Answered
from pages.components.app.i18n import _, listed
from pages.components.app.text import Title


def because(
    answers: Sequence[Answered], title: Title, own: bool = True, brought: bool = False
) -> str:
    """ "because you chose Alien over Notting Hill"; where the list starts without answers.

    ``own`` says whether those are the answers of whoever looks, ``brought`` whether the list starts
    from a history.
    """
    if not answers:
        return start(own, brought)
    reasons = said(answers[0], title, own)
    for before, answer in zip(answers, answers[1:], strict=False):
        both_picks = before.choice.kind == answer.choice.kind == "pick"
        more = _over(answer, title) if both_picks else said(answer, title, own)
        reasons = _("{reason}, and {more}").format(reason=reasons, more=more)
    return _("because {reason}").format(reason=reasons)


def start(own: bool = True, brought: bool = False) -> str:
    """What the list starts from: the crowd, or a history."""
    if not brought:
        return _("what most people like")
    return _("what people with your ratings like") if own else _("like the ratings they brought")


def said(answer: Answered, title: Title, own: bool = True) -> str:
    """One answer in words."""
    named = answer.choice.items
    if answer.choice.kind == "pick":
        told = (
            _("you chose {title} over {others}") if own else _("they chose {title} over {others}")
        )
        return told.format(title=title(named[0]), others=listed(list(map(title, _others(answer)))))
    if answer.choice.kind == "same":
        told = (
            _("{titles} are about the same to you")
            if own
            else _("{titles} are about the same to them")
        )
        return told.format(titles=listed(list(map(title, answer.items))))
    told = _("you do not know {titles}") if own else _("they do not know {titles}")
    return told.format(titles=listed(list(map(title, named))))


def says(who: str, answer: Answered, title: Title) -> str:
    """What somebody does, as a sentence."""
    named = list(map(title, answer.choice.items))
    if answer.choice.kind == "pick":
        return _("{who} chooses {title}.").format(who=who, title=named[0])
    if answer.choice.kind == "same":
        return _("{who} finds them about the same.").format(who=who)
    return _("{who} does not know {titles}.").format(who=who, titles=listed(named))


def _over(answer: Answered, title: Title) -> str:
    """A pick after another pick, which has said who chose."""
    return _("{title} over {others}").format(
        title=title(answer.choice.items[0]), others=listed(list(map(title, _others(answer))))
    )


def _others(answer: Answered) -> list[str]:
    return [item for item in answer.items if item not in answer.choice.items]
