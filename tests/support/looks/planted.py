"""Sessions of every kind in a database: what pages are shown with to eyes and to axe.

All is fixed by a seed, so two runs on one artifact show the same.
"""

import numpy as np
from crowds import audience

from benchmarks.app.seed_session import SEED, plant
from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Marked, Started, pick
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study, draw_holdouts, enrol
from models.artifacts import Artifact
from pages.components.rooms.groups import GROUP
from pages.components.studies import texts
from pages.components.studies.participants import TOOK_PART

SCREENS = {"tap": "taps9", "worst": "best_worst4", "both": "pair2", "name": "named3"}


def plant_all(artifact: Artifact, database: Database, n_in_room: int, by_plan: bool) -> None:
    """Sessions begun and done, with marks, in a group and shared; a study, a room with an audience.

    ``by_plan``: the artifact's basis says who knows what, so that there are screens of all kinds.
    """
    store, links = EventStore(database), LinkStore(database)
    plan = artifact.plan if by_plan else ()
    for name, n_answers in (("asking", 4), ("done", 10), ("guest", 8)):
        plant(artifact, store, name, n_answers, plan=plan)
    plant(artifact, store, "four", 4, question_size=4)
    for name, screen in SCREENS.items() if by_plan else ():
        store.append(name, 0, _begun(artifact, name, (screen,)), created=0.0)
    _mark(artifact, store, plant(artifact, store, "marked", 10, plan=plan))
    for name in ("marked", "guest"):
        links.link("GR2P", GROUP, name, created=0.0)
    links.link("PARTY", "room", "PARTY-1", created=0.0)
    links.link("PICKS", "share", "done", created=0.0)
    take_part(artifact, database, n_people=12)
    for _ in audience(artifact, database, "PARTY-1", n_in_room, n_answers=8):
        pass


def take_part(artifact: Artifact, database: Database, n_people: int) -> None:
    """A study under two policies, and people who answered it; the last two have not finished."""
    basis, rng = artifact.basis, np.random.default_rng(SEED)
    study = Study(
        code="STUDY",
        name="Lots or information?",
        policies=("random", "a_optimal"),
        n_questions=8,
        question_size=2,
        dataset=artifact.manifest["content"]["dataset"],
        fingerprint=basis.fingerprint,
        holdouts=draw_holdouts(basis, artifact.known, 2, 2, rng),
        repeat_after=7,
        consent=texts.consent_template(artifact.words),
        consent_version="1",
        completion_code="TF-7Q2",
    )
    StudyStore(database).put(study, 0, created=0.0)
    for number in range(n_people):
        events = [enrol(study, f"person-{number}")]
        name = events[0].session_id
        LinkStore(database).link(study.code, TOOK_PART, name, created=float(number))
        while not replay(events).is_complete and (number < n_people - 2 or len(events) < 5):
            question = next_question(Belief(basis, replay(events)), artifact.familiarity)
            keys = tuple(basis.keys[item] for item in question.items)
            better = basis.offsets[question.items[0]] > basis.offsets[question.items[1]]
            choice = pick(keys[int(better == (rng.random() < 0.3))])
            events.append(Answered(question.step, keys, choice, int(rng.integers(1500, 6000))))
        for position, event in enumerate(events):
            EventStore(database).append(name, position, event, created=float(position))


def _begun(artifact: Artifact, name: str, plan: tuple[str, ...]) -> Started:
    dataset, fingerprint = artifact.manifest["content"]["dataset"], artifact.basis.fingerprint
    return Started(name, SEED, "a_optimal", 10, dataset, fingerprint, plan=plan)


def _mark(artifact: Artifact, store: EventStore, name: str) -> None:
    """Saved, seen and liked, hidden: the best known items that were not compared."""
    events = list(store.read(name))
    shown = {item for event in events if isinstance(event, Answered) for item in event.items}
    best_known = np.argsort(-artifact.basis.offsets, kind="stable")
    free = [key for n in best_known if (key := artifact.basis.keys[n]) not in shown]
    for key, mark, verdict in zip(
        free, ("saved", "seen", "hidden"), ("", "liked", ""), strict=False
    ):
        position = len(events)
        events.append(Marked(replay(events).step, key, mark, verdict))
        store.append(name, position, events[-1], created=0.0)
