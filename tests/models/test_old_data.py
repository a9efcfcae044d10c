"""A database and an artifact that an earlier version wrote, opened by this one."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.database import Database
from elicitation.sessions.encoding import KINDS
from elicitation.sessions.events import Answered, Imported, Undone
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import Session, apply, replay
from elicitation.sessions.store import EventStore
from elicitation.studies.encoding import encode_study
from elicitation.studies.store import StudyStore
from models.artifacts import Artifact, load_artifact

OLD = Path(__file__).parents[1] / "data" / "v1"
EXPECTED = json.loads((OLD / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A copy: opening may add to a database."""
    copy = shutil.copy(OLD / "sessions.db", tmp_path / "sessions.sqlite3")
    with closing(Database(f"sqlite:///{copy}")) as opened:
        yield opened


@pytest.fixture(scope="module")
def artifact() -> Artifact:
    return load_artifact(OLD / "artifact")


def as_json(value: object) -> object:
    return json.loads(json.dumps(value))


def said(answers: tuple[Answered, ...]) -> list:
    return as_json(
        [[a.step, a.items, a.choice.kind, a.choice.items, a.response_ms] for a in answers]
    )


@pytest.mark.parametrize("name", EXPECTED["sessions"])
def test_every_session_says_what_it_said(database: Database, artifact: Artifact, name: str) -> None:
    expected = EXPECTED["sessions"][name]
    events = EventStore(database).read(name)
    assert len(events) == expected["n_events"]
    session = replay(events)
    started = as_json(asdict(session.started))
    assert {key: started[key] for key in expected["started"]} == expected["started"]
    assert said(session.answers) == expected["answers"]
    assert said(session.holdout_answers) == expected["holdout_answers"]
    assert (session.step, session.finished) == (expected["step"], expected["finished"])
    corrections = [[c.step, c.toward, c.away, c.strength] for c in session.corrections]
    assert as_json(corrections) == expected["corrections"]
    assert as_json(session.marks) == expected["marks"]
    belief = Belief(artifact.basis, session).posterior
    np.testing.assert_allclose(belief.mean, expected["belief_mean"], rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(belief.cov, expected["belief_cov"], rtol=0.0, atol=1e-9)


def test_every_kind_of_event_is_among_them(database: Database) -> None:
    events = [event for name in EXPECTED["sessions"] for event in EventStore(database).read(name)]
    assert {type(event) for event in events} == {*KINDS.values()} - {Imported}  # which came later
    assert {len(event.items) for event in events if isinstance(event, Answered)} == {2, 3, 4}


def test_the_questions_that_were_asked_are_asked_again(
    database: Database, artifact: Artifact
) -> None:
    basis = artifact.basis
    started, *events = EventStore(database).read("sets-of-four")
    session = Session(started)
    for event in events:
        if isinstance(event, Answered):
            question = next_question(Belief(basis, session), artifact.familiarity)
            assert tuple(basis.keys[item] for item in question.items) == event.items
        session = apply(session, event)


def test_an_old_session_goes_on(database: Database) -> None:
    store = EventStore(database)
    for name in EXPECTED["sessions"]:
        events = store.read(name)
        session = replay(events)
        store.append(name, len(events), Undone(session.step), created=1.8e9)
        again = replay(store.read(name))
        assert len(again.answers + again.holdout_answers) == max(
            0, len(session.answers + session.holdout_answers) - 1
        )


def test_links_lead_where_they_led(database: Database) -> None:
    links = LinkStore(database)
    expected: dict[tuple[str, str], list[str]] = {}
    for code, kind, session_id in EXPECTED["links"]:
        expected.setdefault((code, kind), []).append(session_id)
        assert code in links.codes(session_id, kind)
    for (code, kind), session_ids in expected.items():
        assert sorted(links.linked(code, kind)) == sorted(session_ids)
    assert links.linked("ROOMS", "room") == ("ROOMS-1", "ROOMS-2")


def test_studies_stand_as_they_stood_whatever_the_clock_said(database: Database) -> None:
    studies = StudyStore(database)
    for code, expected in EXPECTED["studies"].items():
        stored = [as_json(encode_study(study)) for study in studies.versions(code)]
        known = [{key: own[key] for key in old} for own, old in zip(stored, expected, strict=True)]
        assert known == expected
    latest = {study.code: study.closed for study in studies.latest()}
    assert latest == {"open": False, "closed": True, "reopened": False}
