"""When to stop asking: the table STOPPING of rules, and where the app pauses by them.

A session names its rule when it starts. Every rule but "plateau" lets the planned number of
questions be answered first; "plateau" takes it for the most that is asked. A person may always stop
earlier, or go on.
"""

from collections.abc import Callable
from dataclasses import dataclass

from elicitation.questions.next_question import Question
from elicitation.sessions.session import Session

LEAST_INFORMATION = 0.1  # nats that a question must promise to be worth the reading
STABLE_SHARE = 0.8  # of the list is expected to stay
STAYED_SHARE = 0.5  # of the list that was there before each of the last answers
LEAST_ANSWERS = 3  # before which no plateau is believed
EVERY = 5  # answers beyond the plan or the last pause, after which the app may pause again
NEVER = (-1, -1)


def not_known() -> float:
    """Of a list that nobody looked at: nothing of it is known to have stayed."""
    return 0.0


@dataclass(frozen=True)
class StoppingInputs:
    """What rules decide by."""

    n_answered: int  # answers that count, see ``Session.n_counted``
    n_planned: int  # likewise
    information: float  # nats that the next question promises, 0 if none is left
    certainty: Callable[[], float]  # see ``stability.certainty``; costs some milliseconds
    stayed: Callable[[], float] = not_known  # see ``stability.stayed``; likewise

    @property
    def beyond(self) -> int:
        """Informative answers beyond the plan, negative before its end."""
        return self.n_answered - self.n_planned


Rule = Callable[[StoppingInputs], bool]


def fixed(inputs: StoppingInputs) -> bool:
    """After the planned number; for a person who goes on, every EVERY answers if ``adaptive``."""
    return inputs.beyond == 0 or (inputs.beyond % EVERY == 0 and adaptive(inputs))


def uninformative(inputs: StoppingInputs) -> bool:
    """Once the plan is done and the next question promises less than LEAST_INFORMATION."""
    return inputs.beyond >= 0 and inputs.information < LEAST_INFORMATION


def stable(inputs: StoppingInputs) -> bool:
    """Once the plan is done and the expected share of the list that stays is STABLE_SHARE."""
    return inputs.beyond >= 0 and inputs.certainty() >= STABLE_SHARE


def adaptive(inputs: StoppingInputs) -> bool:
    """Once the plan is done and a question tells little or the list is stable."""
    return uninformative(inputs) or stable(inputs)


def plateau(inputs: StoppingInputs) -> bool:
    """Once a question tells little or the list has stopped changing, at the latest when planned."""
    if inputs.beyond >= 0:
        return True
    if inputs.n_answered < LEAST_ANSWERS:
        return False
    return inputs.information < LEAST_INFORMATION or inputs.stayed() >= STAYED_SHARE


STOPPING: dict[str, Rule] = {
    "fixed": fixed,
    "information": uninformative,
    "stable": stable,
    "adaptive": adaptive,
    "plateau": plateau,
}
EARLY = frozenset(("plateau",))  # rules that may stop before the planned number


def says_stop(
    rule: str,
    n_answered: int,
    n_planned: int,
    question: Question | None,
    certainty: Callable[[], float],
    stayed: Callable[[], float] = not_known,
) -> bool:
    """Whether the rule of this name says stop before ``question``, which comes next.

    ``n_answered`` and ``n_planned`` count informative answers; for ``certainty`` and ``stayed`` see
    ``StoppingInputs``. Raises ValueError if there is no such rule.
    """
    if rule not in STOPPING:
        raise ValueError(f"stopping: expected one of {', '.join(STOPPING)}, got {rule!r}")
    information = question.expected_information if question else 0.0
    return STOPPING[rule](StoppingInputs(n_answered, n_planned, information, certainty, stayed))


def should_stop(
    session: Session,
    question: Question | None,
    certainty: Callable[[], float],
    stayed: Callable[[], float] = not_known,
) -> bool:
    """Whether the rule that the session names says stop, see ``says_stop``."""
    started = session.started
    answered, planned = session.n_counted, started.n_questions
    return says_stop(started.stopping, answered, planned, question, certainty, stayed)


def is_pausing(
    session: Session,
    question: Question | None,
    certainty: Callable[[], float],
    continued: tuple[int, int] = NEVER,
    stayed: Callable[[], float] = not_known,
) -> bool:
    """Whether the app offers to stop now: the person said that it is enough, or the rule does.

    ``continued`` is the step and the number of informative answers at which the person last chose
    to go on. The rule is then not asked before the plan is done, or, where it was or the rule is
    one of EARLY, before EVERY more answers. Raises ValueError as ``should_stop``.
    """
    step, answered = continued
    if session.finished:
        return session.step != step
    first = 0 if session.started.stopping in EARLY else session.started.n_questions
    resumes = first if answered < first else answered + EVERY
    return session.n_counted >= resumes and should_stop(session, question, certainty, stayed)
