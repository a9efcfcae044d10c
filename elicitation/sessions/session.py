"""A session is a fold over its events: nothing "current" is stored anywhere.

Events name items by catalogue key, so a session survives a refitted model. Every event but the
first carries the step it reacted to; one whose step is not the session's is a late or doubled
click and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, get_args

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]  # which the decoder checks
ChoiceKind = Literal["pick", "same", "unknown"]
MAX_CORRECTION = 3  # answers that one correction may count as


@dataclass(frozen=True)
class Choice:
    """What a person said: ``pick`` names one item, ``same`` none, ``unknown`` the unseen ones.

    Raises ValueError if the number of items does not fit the kind.
    """

    kind: ChoiceKind
    items: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fits = {"pick": len(self.items) == 1, "same": not self.items, "unknown": bool(self.items)}
        if not fits.get(self.kind, False):
            raise ValueError(f"a choice of kind {self.kind!r} cannot name {len(self.items)} items")


def pick(item: str) -> Choice:
    return Choice("pick", (item,))


def unknown(*items: str) -> Choice:
    return Choice("unknown", items)


SAME = Choice("same")


@dataclass(frozen=True)
class Started:
    """First event of a session."""

    session_id: str
    seed: Count
    policy: str
    n_questions: Count  # planned; a person may stop earlier or go on
    dataset: str
    fingerprint: str  # of the artifact that asks
    question_size: Count = 2
    repeat_after: Count = 0  # answers, then the first pick is asked again turned round; 0 = never
    study: str = ""  # code of the study, "" = none
    participant: str = ""  # as the study's link names them
    consent: str = ""  # version of the text they agreed to
    holdouts: tuple[tuple[str, ...], ...] = ()  # asked among the others, never believed
    stopping: str = "fixed"  # rule that says when to stop, see STOPPING


@dataclass(frozen=True)
class Answered:
    """One answer to the question shown at ``step``; ``items`` in the order shown, left first."""

    step: Count
    items: tuple[str, ...]
    choice: Choice
    response_ms: Count | None = None  # from seeing to answering, by the browser's clock; None = ?

    def __post_init__(self) -> None:
        if len(set(self.items)) != len(self.items) or len(self.items) < 2:
            raise ValueError(f"a question needs two or more different items, got {self.items}")
        if not set(self.choice.items) <= set(self.items):
            raise ValueError(f"the choice {self.choice.items} is not among {self.items}")


@dataclass(frozen=True)
class Undone:
    """The last answer was taken back."""

    step: Count


@dataclass(frozen=True)
class Finished:
    """The person said that it is enough. An answer or an undo after it reopens the session."""

    step: Count


@dataclass(frozen=True)
class AxisCorrected:
    """The person corrected an axis of taste: rather items like ``toward`` than like ``away``.

    ``strength`` counts as so many answers, negative the other way; 0 takes the correction back. A
    later one of the same axis replaces an earlier one.
    """

    step: Count
    toward: tuple[str, ...]
    away: tuple[str, ...]
    strength: int

    def __post_init__(self) -> None:
        if not self.toward or not self.away or set(self.toward) & set(self.away):
            raise ValueError(f"an axis needs two different ends, got {self.toward}, {self.away}")
        if abs(self.strength) > MAX_CORRECTION:
            raise ValueError(f"strength: expected -{MAX_CORRECTION} to {MAX_CORRECTION}")


Mark = Literal["saved", "seen", "hidden", ""]


@dataclass(frozen=True)
class Marked:
    """A pick was put aside; "" takes a mark back. Says nothing about taste."""

    step: Count
    item: str
    mark: Mark

    def __post_init__(self) -> None:
        if self.mark not in get_args(Mark):
            raise ValueError(f"mark: expected one of {get_args(Mark)}, got {self.mark!r}")


@dataclass(frozen=True)
class UnrecognisedEvent:
    """An event of a kind that only a newer version of the program knows.

    It keeps the steps of the events after it: one that took effect there counts as a step here,
    and changes nothing else.
    """

    step: Count
    record: str  # the whole event as JSON, as it was read


Event = Started | Answered | Undone | Finished | AxisCorrected | Marked | UnrecognisedEvent


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
    holdout_answers: tuple[Answered, ...] = ()  # answers to hold-out questions

    def marked(self, *marks: Mark) -> tuple[str, ...]:
        """The items with one of these marks."""
        return tuple(item for item, mark in self.marks if mark in marks)

    @property
    def n_informative(self) -> int:
        """Answers that said something about taste: picks and "about the same"."""
        return sum(answer.choice.kind != "unknown" for answer in self.answers)

    @property
    def n_done(self) -> int:
        """Questions that are behind the person, hold-outs among them, known or not."""
        return self.n_informative + len(self.holdout_answers)

    @property
    def n_planned(self) -> int:
        return self.started.n_questions + len(self.started.holdouts)

    @property
    def is_complete(self) -> bool:
        """All that was planned is answered; hold-outs come before the last of the others."""
        return self.n_informative >= self.started.n_questions

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
        case Undone() if session.holdout_answers and not _ends_with_answer(session):
            return replace(
                session,
                holdout_answers=session.holdout_answers[:-1],
                step=session.step + 1,
                finished=False,
            )
        case Undone() if session.answers:
            answers = session.answers[:-1]
        case Finished() if not session.finished:
            return replace(session, step=session.step + 1, finished=True)
        case AxisCorrected():
            others = tuple(
                correction
                for correction in session.corrections
                if (correction.toward, correction.away) != (event.toward, event.away)
            )
            corrections = (*others, event) if event.strength else others
            return replace(session, step=session.step + 1, corrections=corrections)
        case UnrecognisedEvent():
            return replace(session, step=session.step + 1)
        case Marked():
            kept = tuple(own for own in session.marks if own[0] != event.item)
            marks = (*kept, (event.item, event.mark)) if event.mark else kept
            return replace(session, step=session.step + 1, marks=marks)
        case _:
            return session
    return replace(
        session, answers=answers, shown=items_of(answers), step=session.step + 1, finished=False
    )


def items_of(answers: Iterable[Answered]) -> tuple[str, ...]:
    """Every item that was shown, once, the first one first."""
    return tuple(dict.fromkeys(item for answer in answers for item in answer.items))


def _ends_with_answer(session: Session) -> bool:
    """Whether the last question that was answered is not a hold-out."""
    return bool(session.answers) and session.answers[-1].step > session.holdout_answers[-1].step


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
