"""When enough has been asked: a table of rules."""

from collections.abc import Callable
from dataclasses import dataclass

from elicitation.questions.next_question import Question
from elicitation.sessions.session import Session

LEAST_INFORMATION = 0.1  # nats that a question must promise to be worth the reading
STABLE_SHARE = 0.8  # of the list is expected to stay


@dataclass(frozen=True)
class Progress:
    """What rules go by."""

    n_answered: int  # comparisons
    n_planned: int
    information: float  # nats that the next question promises, 0 if none is left
    certainty: Callable[[], float]  # as ``stability.certainty``; costs some milliseconds


Rule = Callable[[Progress], bool]

STOPPING: dict[str, Rule] = {
    "fixed": lambda progress: progress.n_answered >= progress.n_planned,
    "information": lambda progress: progress.information < LEAST_INFORMATION,
    "stable": lambda progress: progress.certainty() >= STABLE_SHARE,
}


def should_stop(
    session: Session, question: Question | None, certainty: Callable[[], float]
) -> bool:
    """Whether the plan is done and, besides, one of the other rules says stop."""
    information = question.expected_information if question else 0.0
    planned = session.started.n_questions
    progress = Progress(session.n_informative, planned, information, certainty)
    others = [rule for name, rule in STOPPING.items() if name != "fixed"]
    return STOPPING["fixed"](progress) and any(rule(progress) for rule in others)
