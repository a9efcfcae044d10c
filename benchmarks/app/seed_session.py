"""A reproducible stored session for screenshots and timings."""

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.events import Answered, Event, Started, pick
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from models.artifacts import Artifact

SEED = 7


def plant(
    artifact: Artifact, store: EventStore, name: str, n_answers: int, question_size: int = 2
) -> str:
    """Write a session with a number of answers and return its id. Raises ValueError if no
    question is left."""
    basis = artifact.basis
    dataset = artifact.manifest["content"]["dataset"]
    started = Started(name, SEED, "a_optimal", 10, dataset, basis.fingerprint, question_size)
    events: list[Event] = [started]
    for n in range(n_answers):
        question = next_question(Belief(basis, replay(events)), artifact.familiarity)
        if question is None:
            raise ValueError(f"there is nothing left to ask after {n} answers")
        keys = tuple(basis.keys[item] for item in question.items)
        events.append(Answered(question.step, keys, pick(keys[n % 3 == 1])))
    for position, event in enumerate(events):
        store.append(name, position, event, created=0.0)
    return name
