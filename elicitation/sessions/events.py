"""What happens in a session: frozen records that are stored and never changed.

Events name items by catalogue key, so a session survives a refitted model. Every event but the
first carries the step it reacted to; one whose step is not the session's is a late or doubled
click and changes nothing.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]  # which the decoder checks
ChoiceKind = Literal["pick", "same", "unknown", "both", "neither", "best_worst", "taps", "named"]
QuestionKind = Literal["best", "pair", "best_worst", "taps", "named"]
MAX_CORRECTION = 3  # answers that one correction may count as
MAX_IMPORTED = 20_000  # items of one history
MAX_NAMED = 3  # items that a person may name on one screen
MAX_NAME = 24  # letters of what a person is called

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
    """The last answer, revision of one or history was taken back, whichever came later."""

    step: Count


@dataclass(frozen=True)
class Revised:
    """The answer that was given at step ``answer`` is another: of the same question, said anew."""

    step: Count
    answer: Count
    choice: Choice


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
Verdict = Literal["", "liked", "disliked", "wanted", "unwanted"]
_VERDICTS: dict[Mark, tuple[Verdict, ...]] = {  # what a mark may say about taste
    "saved": ("", "wanted"),
    "seen": ("", "liked", "disliked"),
    "hidden": ("", "unwanted"),
    "": ("",),
}


@dataclass(frozen=True)
class Marked:
    """A pick was put aside; "" takes a mark back.

    ``verdict`` is what the mark says about taste, "" for nothing, as older events have it.
    """

    step: Count
    item: str
    mark: Mark
    verdict: Verdict = ""

    def __post_init__(self) -> None:
        if self.mark not in get_args(Mark):
            raise ValueError(f"mark: expected one of {get_args(Mark)}, got {self.mark!r}")
        if self.verdict not in _VERDICTS[self.mark]:
            raise ValueError(f"the mark {self.mark!r} cannot say {self.verdict!r}")


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
class Introduced:
    """What the others of a group may call this person; "" = nothing, as before.

    Raises ValueError if the name is too long, or has letters that print nothing.
    """

    step: Count
    name: str

    def __post_init__(self) -> None:
        if len(self.name) > MAX_NAME or not self.name.isprintable():
            raise ValueError(f"name: {MAX_NAME} letters at most, on one line")


@dataclass(frozen=True)
class Stated:
    """How much a participant agrees with a statement of their study; a later one replaces it."""

    step: Count
    statement: str  # its key
    value: Annotated[int, Meta(ge=1, le=9)]  # 1 = not at all


@dataclass(frozen=True)
class Compared:
    """A participant looked at lists of several arms, in this order, and said which one is better.

    Raises ValueError if there are fewer than two different arms, not one list for each, or what
    was said names none of them.
    """

    step: Count
    arms: tuple[str, ...]  # from the left
    lists: tuple[tuple[str, ...], ...]  # keys of items, best first, one list an arm
    preferred: str  # an arm, "" = none of them
    liked: tuple[str, ...] = ()  # items that they would take up

    def __post_init__(self) -> None:
        if len({*self.arms}) != len(self.arms) or len(self.arms) < 2:
            raise ValueError(f"arms: expected two or more different ones, got {self.arms}")
        if len(self.lists) != len(self.arms) or self.preferred not in (*self.arms, ""):
            raise ValueError("a list for each arm, and one of the arms as the better, expected")
        if not {*self.liked} <= {item for own in self.lists for item in own}:
            raise ValueError("liked: expected items of the lists")


@dataclass(frozen=True)
class UnrecognisedEvent:
    """An event of a kind that only a newer version of the program knows.

    It keeps the steps of the events after it: one that took effect there counts as a step here,
    and changes nothing else.
    """

    step: Count
    record: str  # the whole event as JSON, as it was read


Event = (
    Started
    | Answered
    | Undone
    | Revised
    | Finished
    | AxisCorrected
    | Marked
    | Imported
    | Introduced
    | Stated
    | Compared
    | UnrecognisedEvent
)
