"""A session is a fold over its events: nothing "current" is stored anywhere.

Events name items by catalogue key, so a session survives a refitted model. Every event but the
first carries the step it reacted to; one whose step is not the session's is a late or doubled
click and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Literal, get_args

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]  # which the decoder checks
ChoiceKind = Literal["pick", "same", "unknown", "both", "neither", "best_worst", "taps", "named"]
QuestionKind = Literal["best", "pair", "best_worst", "taps", "named"]
MAX_CORRECTION = 3  # answers that one correction may count as
MAX_IMPORTED = 20_000  # items of one history
MAX_NAMED = 3  # items that a person may name on one screen

_CHOICES: dict[QuestionKind, tuple[ChoiceKind, ...]] = {  # what can be said to each question
    "best": ("pick", "same", "unknown"),
    "pair": ("pick", "both", "neither", "unknown"),
    "best_worst": ("best_worst", "pick", "unknown"),
    "taps": ("taps", "unknown"),
    "named": ("named",),
}


@dataclass(frozen=True)
class Choice:
    """What a person said about the items shown.

    ``pick`` names one item, ``best_worst`` the best and the worst, ``taps`` those tapped, which may
    be none, ``named`` those named, ``unknown`` the unseen ones; ``same``, ``both`` and ``neither``
    name none. ``unseen`` are items that the person has not seen either, whatever else they said.

    Raises ValueError if the number of items does not fit the kind, or an unseen item is named.
    """

    kind: ChoiceKind
    items: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.items)
        fits: dict[ChoiceKind, bool] = {
            "pick": n == 1,
            "best_worst": n == 2,
            "unknown": n > 0,
            "taps": True,
            "named": n <= MAX_NAMED,
        }
        if not fits.get(self.kind, n == 0 and self.kind in get_args(ChoiceKind)):
            raise ValueError(f"a choice of kind {self.kind!r} cannot name {n} items")
        if len(set(self.items)) < n or set(self.items) & set(self.unseen):
            raise ValueError(f"different items expected, none of them unseen, got {self}")


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
    plan: tuple[str, ...] = ()  # kinds of the screens in order, see PLANS; the last one repeats


@dataclass(frozen=True)
class Answered:
    """One answer to the question shown at ``step``; ``items`` in the order shown, left first."""

    step: Count
    items: tuple[str, ...]
    choice: Choice
    response_ms: Count | None = None  # from seeing to answering, by the browser's clock; None = ?
    question: QuestionKind = "best"

    def __post_init__(self) -> None:
        fewest = 0 if self.question == "named" else 2
        if len(set(self.items)) != len(self.items) or len(self.items) < fewest:
            raise ValueError(f"a question needs two or more different items, got {self.items}")
        if not set(self.choice.items + self.choice.unseen) <= set(self.items):
            raise ValueError(f"the choice {self.choice} is not among {self.items}")
        if self.choice.kind not in _CHOICES[self.question]:
            raise ValueError(f"{self.choice.kind!r} is no answer to a question {self.question!r}")
        if self.question == "named" and set(self.items) != set(self.choice.items):
            raise ValueError(f"the items of a screen of names are those named, got {self.items}")


@dataclass(frozen=True)
class Undone:
    """The last answer or history was taken back, whichever came later."""

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
class Imported:
    """A history from elsewhere, matched to the catalogue: keys of items, each in one list only.

    Histories add up, and of an item the latest verdict counts. One without items takes back all
    histories before it. Raises ValueError if an item occurs twice, or there are too many.
    """

    step: Count
    source: str = ""  # where it comes from, such as "Letterboxd"
    liked: tuple[str, ...] = field(default=(), repr=False)
    disliked: tuple[str, ...] = field(default=(), repr=False)
    seen: tuple[str, ...] = field(default=(), repr=False)  # known, neither liked nor disliked

    def __post_init__(self) -> None:
        items = (*self.liked, *self.disliked, *self.seen)
        if len(set(items)) != len(items):
            raise ValueError("a history names an item twice")
        if len(items) > MAX_IMPORTED:
            raise ValueError(f"a history has {MAX_IMPORTED} items at most, got {len(items)}")

    @property
    def n_items(self) -> int:
        return len(self.liked) + len(self.disliked) + len(self.seen)


@dataclass(frozen=True)
class History:
    """What the histories of a session say together: different keys of items, sorted."""

    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """All items of the history, which the person therefore knows."""
        return (*self.liked, *self.disliked, *self.seen)


@dataclass(frozen=True)
class UnrecognisedEvent:
    """An event of a kind that only a newer version of the program knows.

    It keeps the steps of the events after it: one that took effect there counts as a step here,
    and changes nothing else.
    """

    step: Count
    record: str  # the whole event as JSON, as it was read


Event = (
    Started | Answered | Undone | Finished | AxisCorrected | Marked | Imported | UnrecognisedEvent
)


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
    imports: tuple[Imported, ...] = field(default=(), repr=False)  # histories, the latest last

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
        """Answers that said something about taste: all but "haven't seen", "none" included."""
        return sum(answer.choice.kind != "unknown" for answer in self.answers)

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
        case Imported() if event.n_items or session.history.items:
            imports = (*session.imports, event)
            return replace(session, step=session.step + 1, imports=imports)
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


def _undone(session: Session) -> Session:
    """The session without its latest answer, hold-out or history."""
    groups = (session.answers, session.holdout_answers, session.imports)
    latest = max(group[-1].step for group in groups if group)
    if session.imports and session.imports[-1].step == latest:
        return replace(session, imports=session.imports[:-1])
    if session.holdout_answers and session.holdout_answers[-1].step == latest:
        return replace(session, holdout_answers=session.holdout_answers[:-1])
    answers = session.answers[:-1]
    return replace(session, answers=answers, shown=items_of(answers))


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
