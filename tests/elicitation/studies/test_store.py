"""Versions of studies: what holds, who comes second, and what cannot be read."""

import json
import secrets
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from elicitation.sessions.database import PositionTaken
from elicitation.sessions.tables import SCHEMA_VERSION
from elicitation.studies.encoding import encode_study
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study


@pytest.fixture
def studies(database):
    return StudyStore(database)


def study() -> Study:
    code = secrets.token_hex(4)
    return Study(
        code, "Which?", ("random", "pref"), 5, 2, "toy", "f", (("a", "b"),), 2, "Yes.", "1"
    )


def test_a_study_is_kept_as_it_was_and_as_it_is(studies):
    first, second = study(), study()
    assert studies.versions(first.code) == () == studies.versions("no such study")
    before = len(studies.latest())
    studies.put(first, 0, 1.0)
    studies.put(second, 0, 2.0)
    closed = replace(first, closed=True)
    studies.put(closed, 1, 3.0)
    with pytest.raises(PositionTaken):
        studies.put(first, 1, 4.0)
    assert studies.versions(first.code) == (first, closed)
    assert len(studies.latest()) == before + 2
    assert [own for own in studies.latest() if own.code in (first.code, second.code)] == [
        second,
        closed,
    ]


def test_the_last_version_holds_although_the_clock_went_back(studies):
    planned = study()
    studies.put(planned, 0, 100.0)
    closed = replace(planned, closed=True)
    studies.put(closed, 1, 50.0)
    assert studies.versions(planned.code) == (planned, closed)
    assert closed in studies.latest() and planned not in studies.latest()


def test_of_many_changes_at_once_one_is_made_and_the_others_are_told(studies):
    planned, n_writers = study(), 4
    studies.put(planned, 0, 0.0)
    barrier, outcomes = Barrier(n_writers), []

    def change(number: int) -> None:
        barrier.wait()
        try:
            studies.put(replace(planned, name=f"Name {number}"), 1, 1.0)
            outcomes.append(number)
        except PositionTaken:
            outcomes.append(None)

    threads = [Thread(target=change, args=(number,)) for number in range(n_writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [number for number in outcomes if number is not None]
    assert len(outcomes) == n_writers
    assert [own.name for own in studies.versions(planned.code)] == ["Which?", f"Name {winner}"]


def test_a_study_that_this_version_cannot_carry_out_hides_no_other(studies, database, caplog):
    planned, strange = study(), study()
    studies.put(planned, 0, 1.0)
    row = {
        "code": strange.code,
        "position": 0,
        "payload": json.dumps(encode_study(strange) | {"policies": ["of tomorrow"]}),
        "created": 2.0,
        "version": SCHEMA_VERSION,
    }
    assert database.insert("studies", row)
    found = [own.code for own in studies.latest()]
    assert planned.code in found and strange.code not in found
    assert strange.code in caplog.text
    with pytest.raises(ValueError, match="policies"):
        studies.versions(strange.code)
