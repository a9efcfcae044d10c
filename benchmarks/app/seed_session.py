"""A reproducible stored session for screenshots and timings."""

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import Question, next_question
from elicitation.sessions.events import Answered, Choice, Event, Started, pick
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from models.artifacts import Artifact

SEED = 7


def plant(
    artifact: Artifact,
    store: EventStore,
    name: str,
    n_answers: int,
    question_size: int = 2,
    plan: tuple[str, ...] = (),
) -> str:
    """Write a session with a number of answers and return its id. Raises ValueError if no
    question is left."""
    basis = artifact.basis
    dataset = artifact.manifest["content"]["dataset"]
    started = Started(
        name, SEED, "a_optimal", 10, dataset, basis.fingerprint, question_size, plan=plan
    )
    events: list[Event] = [started]
    for n in range(n_answers):
        question = next_question(Belief(basis, replay(events)), artifact.familiarity)
        if question is None:
            raise ValueError(f"there is nothing left to ask after {n} answers")
        events.append(answered(question, tuple(basis.keys[item] for item in question.items), n))
    for position, event in enumerate(events):
        store.append(name, position, event, created=0.0)
    return name


def answered(question: Question, keys: tuple[str, ...], n: int) -> Answered:
    """The answer number ``n``, which follows from nothing but that number."""
    match question.kind:
        case "named":
            return Answered(question.step, (), Choice("named"), None, "named")
        case "taps":
            return Answered(question.step, keys, Choice("taps", keys[n % 3 :: 4]), None, "taps")
        case "best_worst":
            choice = Choice("best_worst", (keys[n % 2], keys[-1]))
            return Answered(question.step, keys, choice, None, "best_worst")
        case kind:
            return Answered(question.step, keys, pick(keys[n % 3 == 1]), None, kind)
