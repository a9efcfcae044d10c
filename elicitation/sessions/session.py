"""A session is a fold over its events: nothing "current" is stored anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from elicitation.sessions.events import (
    Answered,
    AxisCorrected,
    Compared,
    Event,
    Finished,
    Imported,
    Introduced,
    Mark,
    Marked,
    Revised,
    Started,
    Stated,
    Undone,
    UnrecognisedEvent,
    Verdict,
)
from elicitation.sessions.revisions import Revision, restored, revised


@dataclass(frozen=True)
class History:
    """What the histories of a session say together: different keys of items, sorted."""

    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def says_taste(self) -> bool:
        """Whether a belief starts from it: items merely seen are known, and say no more."""
        return bool(self.liked or self.disliked)

    @property
    def items(self) -> tuple[str, ...]:
        """All items of the history, which the person therefore knows."""
        return (*self.liked, *self.disliked, *self.seen)


class Judgement(NamedTuple):
    """What a mark says about taste."""

    item: str  # catalogue key
    verdict: Verdict


@dataclass(frozen=True)
class Session:
    """What the events add up to. ``step`` counts the events that took effect after the start.

    Answers to hold-out questions are ``held`` apart: nothing that reads ``answers`` learns of them.
    """

    started: Started
    answers: tuple[Answered, ...] = ()
    step: int = 0
    finished: bool = False
    shown: tuple[str, ...] = field(default=(), repr=False)  # every item shown, undone ones excluded
    corrections: tuple[AxisCorrected, ...] = ()  # one an axis
    marks: tuple[tuple[str, Mark], ...] = ()  # item and mark, the latest last
    verdicts: tuple[Judgement, ...] = ()  # of marked items, the latest last
    holdout_answers: tuple[Answered, ...] = ()  # answers to hold-out questions
    imports: tuple[Imported, ...] = field(default=(), repr=False)  # histories, the latest last
    revisions: tuple[Revision, ...] = field(default=(), repr=False)  # the latest last
    statements: tuple[tuple[str, int], ...] = ()  # key and how much they agree, the latest last
    comparison: Compared | None = field(default=None, repr=False)  # of lists, the latest
    name: str = field(default="", repr=False)  # for the others of a group, "" = none

    @cached_property
    def history(self) -> History:
        """The histories that count, as one."""
        verdicts: dict[str, str] = {}
        for imported in self.imports:
            if not imported.n_items:
                verdicts.clear()
            for name in ("liked", "disliked", "seen"):
                verdicts |= dict.fromkeys(getattr(imported, name), name)
        lists: dict[str, list[str]] = {"liked": [], "disliked": [], "seen": []}
        for item, name in sorted(verdicts.items()):
            lists[name].append(item)
        return History(**{name: tuple(items) for name, items in lists.items()})

    @property
    def can_undo(self) -> bool:
        """Whether there is something that an undo takes back."""
        return bool(self.answers or self.holdout_answers or self.imports)

    def marked(self, *marks: Mark) -> tuple[str, ...]:
        """The items with one of these marks."""
        return tuple(item for item, mark in self.marks if mark in marks)

    @property
    def n_informative(self) -> int:
        """Answers that said something about taste: all but "haven't seen" and no name at all."""
        return sum(
            answer.choice.kind != "unknown" and bool(answer.items) for answer in self.answers
        )

    @property
    def n_counted(self) -> int:
        """Questions that count towards the plan: all screens of a plan, else informative ones."""
        return len(self.answers) if self.started.plan else self.n_informative

    @property
    def n_done(self) -> int:
        """Questions that are behind the person, hold-outs among them, known or not."""
        return self.n_counted + len(self.holdout_answers)

    @property
    def n_planned(self) -> int:
        return self.started.n_questions + len(self.started.holdouts)

    @property
    def is_complete(self) -> bool:
        """All that was planned is answered; hold-outs come before the last of the others."""
        return self.n_counted >= self.started.n_questions

    def is_holdout(self, items: tuple[str, ...]) -> bool:
        """Whether the plan holds this question out of the belief."""
        return any(set(items) == set(own) for own in self.started.holdouts)


def apply(session: Session, event: Event) -> Session:
    """The session after ``event``; a stale event, or an undo of nothing, returns it unchanged."""
    if isinstance(event, Started) or event.step != session.step:
        return session
    match event:
        case Answered() if session.is_holdout(event.items):
            held = (*session.holdout_answers, event)
            return replace(session, holdout_answers=held, step=session.step + 1, finished=False)
        case Answered():
            answers = (*session.answers, event)
        case Undone() if session.can_undo:
            return replace(_undone(session), step=session.step + 1, finished=False)
        case Revised():
            said = revised(session.answers, event)
            if said is None:
                return session
            before = next(own for own in session.answers if own.step == event.answer)
            revisions = (*session.revisions, Revision(event.step, before))
            session = replace(session, revisions=revisions)
            answers = said
        case Finished() if not session.finished:
            return replace(session, step=session.step + 1, finished=True)
        case AxisCorrected():
            kept_axes = tuple(
                correction
                for correction in session.corrections
                if (correction.toward, correction.away) != (event.toward, event.away)
            )
            corrections = (*kept_axes, event) if event.strength else kept_axes
            return replace(session, step=session.step + 1, corrections=corrections)
        case Imported() if event.n_items or session.history.items:
            imports = (*session.imports, event)
            return replace(session, step=session.step + 1, imports=imports)
        case Introduced() if event.name != session.name:
            return replace(session, step=session.step + 1, name=event.name)
        case Stated():
            others = tuple(own for own in session.statements if own[0] != event.statement)
            told = (*others, (event.statement, event.value))
            return replace(session, step=session.step + 1, statements=told)
        case Compared():
            return replace(session, step=session.step + 1, comparison=event)
        case UnrecognisedEvent():
            return replace(session, step=session.step + 1)
        case Marked():
            kept = tuple(own for own in session.marks if own[0] != event.item)
            marks = (*kept, (event.item, event.mark)) if event.mark else kept
            judged = tuple(own for own in session.verdicts if own[0] != event.item)
            verdicts = (*judged, Judgement(event.item, event.verdict)) if event.verdict else judged
            return replace(session, step=session.step + 1, marks=marks, verdicts=verdicts)
        case _:
            return session
    return replace(
        session, answers=answers, shown=items_of(answers), step=session.step + 1, finished=False
    )


def items_of(answers: Iterable[Answered]) -> tuple[str, ...]:
    """Every item that was shown, once, the first one first."""
    return tuple(dict.fromkeys(item for answer in answers for item in answer.items))


def _undone(session: Session) -> Session:
    """The session without its latest answer, revision, hold-out or history.

    An answer that is taken back takes its revisions with it.
    """
    groups = (session.answers, session.holdout_answers, session.imports, session.revisions)
    latest = max(group[-1].step for group in groups if group)
    if session.revisions and session.revisions[-1].step == latest:
        answers = restored(session.answers, session.revisions[-1])
        kept = session.revisions[:-1]
        return replace(session, answers=answers, shown=items_of(answers), revisions=kept)
    if session.imports and session.imports[-1].step == latest:
        return replace(session, imports=session.imports[:-1])
    if session.holdout_answers and session.holdout_answers[-1].step == latest:
        return replace(session, holdout_answers=session.holdout_answers[:-1])
    answers, gone = session.answers[:-1], session.answers[-1].step
    revisions = tuple(own for own in session.revisions if own.before.step != gone)
    return replace(session, answers=answers, shown=items_of(answers), revisions=revisions)


def replay(events: Iterable[Event]) -> Session:
    """Fold all events. Raises ValueError unless the first one is ``Started``."""
    iterator = iter(events)
    first = next(iterator, None)
    if not isinstance(first, Started):
        raise ValueError("a session must begin with Started")
    session = Session(first)
    for event in iterator:
        session = apply(session, event)
    return session
