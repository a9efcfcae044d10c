"""Answers said anew: which event changed which answer, so that an undo finds its way back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from elicitation.sessions.events import Answered, Revised


@dataclass(frozen=True)
class Revision:
    """A revision that holds: the step of its event, and the answer that it replaced."""

    step: int
    before: Answered


def revised(answers: Sequence[Answered], event: Revised) -> tuple[Answered, ...] | None:
    """The answers after ``event``; None where it changes nothing.

    It changes nothing if no answer was given at that step, if it says the same again, or if what it
    says is no answer to that question. Items that were typed are those of the new choice.
    """
    for n, answer in enumerate(answers):
        if answer.step == event.answer and answer.choice != event.choice:
            items = event.choice.items if answer.question == "named" else answer.items
            try:
                new = replace(answer, items=items, choice=event.choice)
            except ValueError:
                return None
            return (*answers[:n], new, *answers[n + 1 :])
    return None


def restored(answers: Sequence[Answered], revision: Revision) -> tuple[Answered, ...]:
    """The answers without the revision."""
    return tuple(
        revision.before if answer.step == revision.before.step else answer for answer in answers
    )
