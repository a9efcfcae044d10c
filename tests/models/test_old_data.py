"""Databases and artifacts that earlier versions wrote, opened by this one."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.database import Database
from elicitation.sessions.encoding import KINDS
from elicitation.sessions.events import (
    Answered,
    Compared,
    Imported,
    Introduced,
    Marked,
    Revised,
    Stated,
)
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import Session, apply, replay
from elicitation.sessions.store import EventStore
from elicitation.studies.encoding import encode_study
from elicitation.studies.store import StudyStore
from models.artifacts import Artifact, load_artifact

DATA = Path(__file__).parents[1] / "data"
ARTIFACTS = {"v0a": "v1", "v0b": "v1", "v1": "v1", "v2": "v2"}  # version -> whose artifact
EXPECTED = {
    version: json.loads((DATA / version / "expected.json").read_text(encoding="utf-8"))
    for version in ARTIFACTS
}
SESSIONS = [(version, name) for version in ARTIFACTS for name in EXPECTED[version]["sessions"]]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """Copies: opening adds to a database."""
    folder = tmp_path_factory.mktemp("old")
    with ExitStack() as stack:
        yield {
            version: stack.enter_context(closing(Database(f"sqlite:///{copy}")))
            for version in ARTIFACTS
            for copy in [shutil.copy(DATA / version / "sessions.db", folder / f"{version}.sqlite3")]
        }


@cache
def artifact_of(version: str) -> Artifact:
    return load_artifact(DATA / ARTIFACTS[version] / "artifact")


def as_json(value: object) -> object:
    return json.loads(json.dumps(value))


def said(answers: tuple[Answered, ...]) -> list:
    return as_json(
        [[a.step, a.items, a.choice.kind, a.choice.items, a.response_ms] for a in answers]
    )


@pytest.mark.parametrize(("version", "name"), SESSIONS)
def test_every_session_says_what_it_said(
    databases: dict[str, Database], version: str, name: str
) -> None:
    expected = EXPECTED[version]["sessions"][name]
    events = EventStore(databases[version]).read(name)
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
    later = {  # what sessions did not say before v2
        "questions": [answer.question for answer in session.answers],
        "unseen": [answer.choice.unseen for answer in session.answers],
        "verdicts": session.verdicts,
        "history": asdict(session.history),
    }
    assert {key: as_json(later[key]) for key in later if key in expected} == {
        key: expected[key] for key in later if key in expected
    }
    belief = Belief(artifact_of(version).basis, session).posterior
    np.testing.assert_allclose(belief.mean, expected["belief_mean"], rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(belief.cov, expected["belief_cov"], rtol=0.0, atol=1e-9)


LATER = {Introduced, Revised, Compared, Stated}  # kinds of events that came after v2


@pytest.mark.parametrize(("version", "missing"), [("v1", {Imported, *LATER}), ("v2", LATER)])
def test_every_kind_of_event_is_among_them(
    databases: dict[str, Database], version: str, missing: set[type]
) -> None:
    store, names = EventStore(databases[version]), EXPECTED[version]["sessions"]
    events = [event for name in names for event in store.read(name)]
    assert {type(event) for event in events} == {*KINDS.values()} - missing


def test_sets_of_every_size_are_among_them(databases: dict[str, Database]) -> None:
    store, names = EventStore(databases["v1"]), EXPECTED["v1"]["sessions"]
    events = [event for name in names for event in store.read(name)]
    assert {len(event.items) for event in events if isinstance(event, Answered)} == {2, 3, 4}


@pytest.mark.parametrize(("version", "name"), [("v1", "sets-of-four"), ("v2", "classic")])
def test_the_questions_that_were_asked_are_asked_again(
    databases: dict[str, Database], version: str, name: str
) -> None:
    artifact = artifact_of(version)
    basis = artifact.basis
    started, *events = EventStore(databases[version]).read(name)
    session = Session(started)
    for event in events:
        if isinstance(event, Answered):
            question = next_question(Belief(basis, session), artifact.familiarity)
            assert tuple(basis.keys[item] for item in question.items) == event.items
        session = apply(session, event)


def test_links_lead_where_they_led(databases: dict[str, Database]) -> None:
    for version, database in databases.items():
        links = LinkStore(database)
        expected: dict[tuple[str, str], list[str]] = {}
        for code, kind, session_id in EXPECTED[version]["links"]:
            expected.setdefault((code, kind), []).append(session_id)
            assert code in links.codes(session_id, kind)
        for (code, kind), session_ids in expected.items():
            assert sorted(links.linked(code, kind)) == sorted(session_ids)
    assert LinkStore(databases["v1"]).linked("ROOMS", "room") == ("ROOMS-1", "ROOMS-2")


def test_studies_stand_as_they_stood_whatever_the_clock_said(
    databases: dict[str, Database],
) -> None:
    for version, database in databases.items():
        studies = StudyStore(database)
        for code, expected in EXPECTED[version]["studies"].items():
            stored = [as_json(encode_study(study)) for study in studies.versions(code)]
            known = [
                {key: own[key] for key in old} for own, old in zip(stored, expected, strict=True)
            ]
            assert known == expected
    latest = {study.code: study.closed for study in StudyStore(databases["v1"]).latest()}
    assert latest == {"open": False, "closed": True, "reopened": False}


@pytest.mark.parametrize(("version", "name"), SESSIONS)
def test_an_old_session_goes_on(databases: dict[str, Database], version: str, name: str) -> None:
    store = EventStore(databases[version])
    events = store.read(name)
    session = replay(events)
    store.append(name, len(events), Marked(session.step, "tiny:0", "saved"), created=1.8e9)
    again = replay(store.read(name))
    assert ("tiny:0", "saved") in again.marks and again.step == session.step + 1
