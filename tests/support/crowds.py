"""An audience: sessions of people drawn from the population, written as the app would."""

import time
from collections.abc import Iterator

import numpy as np

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.database import Database
from elicitation.sessions.events import Started
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import Session, apply
from elicitation.sessions.store import EventStore
from elicitation.simulation.archetypes import respondent
from elicitation.simulation.sessions import reply
from models.artifacts import Artifact


def audience(
    artifact: Artifact, database: Database, round_id: str, n_people: int, n_answers: int
) -> Iterator[None]:
    """Everybody comes in, then answers once in each step of the iteration."""
    basis, store = artifact.basis, EventStore(database)
    dataset = artifact.manifest["content"]["dataset"]
    people = []
    for seed in range(n_people):
        started = Started(f"{round_id}-{seed}", seed, "a_optimal", 10, dataset, basis.fingerprint)
        taste = basis.prior.sample(1, np.random.default_rng(seed))[0]
        person = respondent(basis, artifact.known, taste)
        store.append(started.session_id, 0, started, created=time.time())
        LinkStore(database).link(round_id, "round", started.session_id, created=time.time())
        people.append((person, Session(started)))
    yield
    for n in range(1, n_answers + 1):
        for seed, (person, session) in enumerate(people):
            question = next_question(Belief(basis, session), artifact.familiarity)
            if question is not None:
                event = reply(basis, person, question, seed)
                store.append(session.started.session_id, n, event, created=time.time())
                people[seed] = person, apply(session, event)
        yield
