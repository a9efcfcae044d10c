"""Links of a study that lead nowhere, and times that no browser measured."""

from dataclasses import replace
from hashlib import blake2b

import pytest
import streamlit as st
from worlds import DATASET

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.questions.stopping import LEAST_INFORMATION
from elicitation.sessions.database import Database
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study, enrol
from models.artifacts import load_artifact
from pages.components.app import assets, stopwatch

STUDY = Study(
    code="abc",
    name="A study",
    policies=("random",),
    n_questions=3,
    question_size=2,
    dataset=DATASET,
    fingerprint="any",
    holdouts=(),
    repeat_after=0,
    consent="First <b>part</b>.\n\nSecond part.",
    consent_version="1",
    secret="s",
)


def words(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def plan(database_url: str, study: Study) -> None:
    database = Database(database_url)
    StudyStore(database).put(study, 0, created=0.0)
    database.close()


@pytest.mark.parametrize(
    ("study", "query", "told"),
    [
        (STUDY, {"study": "xyz", "participant": "anna"}, "does not lead to a study here"),
        (STUDY, {"study": "a b'c", "participant": "anna"}, "does not lead to a study here"),
        (STUDY, {"study": "abc"}, "does not say who you are"),
        (STUDY, {"study": "abc", "participant": "<script>"}, "does not say who you are"),
        (
            replace(STUDY, closed=True),
            {"study": "abc", "participant": "a"},
            "accepts no more participants",
        ),
        (
            replace(STUDY, invited_only=True),
            {"study": "abc", "participant": "a"},
            "for invited people",
        ),
        (
            replace(STUDY, invited_only=True),
            {"study": "abc", "participant": "a", "key": STUDY.invitation("b")},
            "for invited people",
        ),
        (
            replace(STUDY, dataset="b"),
            {"study": "abc", "participant": "a"},
            "about another catalogue",
        ),
    ],
)
def test_a_link_that_leads_nowhere_says_why(open_app, database_url, study, query, told):
    plan(database_url, study)
    app = open_app(**query)
    assert not app.exception
    assert told in words(app)
    assert "agree" not in [button.key for button in app.button]


def test_nothing_is_stored_before_consent_and_its_text_is_only_text(open_app, database_url):
    plan(database_url, STUDY)
    app = open_app(study="abc", participant="anna")
    assert "First &lt;b&gt;part&lt;/b&gt;." in words(app)
    database = Database(database_url)
    store = EventStore(database)
    session = enrol(STUDY, "anna").session_id
    assert not store.read(session)
    app.button(key="agree").click().run()
    assert store.read(session)[0].consent == "1"
    assert "Question 1 of 3" in words(app)
    database.close()


def test_a_study_goes_on_beyond_its_plan_until_its_rule_says_stop(open_app, database_url):
    """The session is held against the rule by itself after every answer."""
    study = replace(STUDY, stopping="information")
    plan(database_url, study)
    app = open_app(study="abc", participant="anna")
    app.button(key="agree").click().run()
    artifact, session_id = assets.artifact(), enrol(study, "anna").session_id
    database = Database(database_url)
    n_beyond = 0
    for _answer in range(12):
        session = replay(EventStore(database).read(session_id))
        assert session.started.stopping == "information"
        question = next_question(Belief(artifact.basis, session), artifact.familiarity)
        little = question is None or question.expected_information < LEAST_INFORMATION
        is_asked = "left" in [button.key for button in app.button]
        assert is_asked != (question is None or (session.is_complete and little))
        if not is_asked:
            break
        n_beyond += session.is_complete
        app.button(key="left").click().run()
    assert n_beyond > 0  # as the fixed rule would not
    database.close()


def test_a_rule_that_stops_early_does_not_cost_the_holdouts(open_app, database_url, world):
    keys = load_artifact(world).basis.keys
    holdouts = (keys[:2], keys[2:4], keys[4:6])
    plan(database_url, replace(STUDY, stopping="plateau", n_questions=20, holdouts=holdouts))
    app = open_app(study="abc", participant="anna")
    app.button(key="agree").click().run()
    for _answer in range(23):
        if "left" not in [button.key for button in app.button]:
            break
        app.button(key="left").click().run()
    database = Database(database_url)
    session = replay(EventStore(database).read(enrol(STUDY, "anna").session_id))
    database.close()
    assert len(session.answers) < 20 and len(session.holdout_answers) == 3
    assert "That was the last question" in words(app)


@pytest.mark.parametrize("ms", [-1, True, "5", 5.5, None, 10**12])
def test_a_time_that_is_none_is_not_believed(monkeypatch, ms):
    sent = {stopwatch.KEY: {"took": {"step": 3, "ms": ms}}}
    monkeypatch.setattr(st, "session_state", sent)
    assert stopwatch.took(3) is None
    sent[stopwatch.KEY]["took"]["ms"] = 412
    assert stopwatch.took(3) == 412
    assert stopwatch.took(4) is None


def test_an_invitation_lets_in_whom_it_was_made_for(open_app, database_url):
    plan(database_url, replace(STUDY, invited_only=True))
    app = open_app(study="abc", participant="anna", key=STUDY.invitation("anna"))
    app.button(key="agree").click().run()
    assert "left" in [button.key for button in app.button]


def test_a_participants_number_is_no_key_to_their_place(open_app, database_url):
    """Whoever typed it undid the answers, deleted the session and got the completion code."""
    plan(database_url, replace(STUDY, completion_code="PROOF"))
    own = open_app(study="abc", participant="anna", browser="anna")
    own.button(key="agree").click().run()
    for _question in range(3):
        own.button(key="left").click().run()
    assert "PROOF" in [block.value for block in own.code]
    bot = open_app(study="abc", participant="anna", browser="bot")
    keys = {button.key for button in bot.button}
    assert not {"undo", "left", "delete", "agree"} & keys
    assert "PROOF" not in [block.value for block in bot.code] and "another browser" in words(bot)
    picks = open_app("pages/picks.py", study="abc", participant="anna", browser="bot")
    assert not picks.code and "delete" not in {button.key for button in picks.button}


def test_no_more_begin_than_the_study_needs(open_app, database_url):
    plan(database_url, replace(STUDY, most_participants=1))
    waiting = open_app(study="abc", participant="bert", browser="bert")
    first = open_app(study="abc", participant="anna", browser="anna")
    first.button(key="agree").click().run()
    waiting.button(key="agree").click().run()
    assert "all the participants it needs" in words(waiting)
    again = open_app(study="abc", participant="anna", browser="anna")
    assert "left" in {button.key for button in again.button}, "who has begun goes on"


def test_before_consent_only_the_number_of_visits_is_stored(open_app, database_url):
    plan(database_url, STUDY)
    open_app(study="abc", participant="anna")
    database = Database(database_url)
    (code, visit), *_rest = [
        (row.code, row.session_id) for row in database.rows("SELECT * FROM links")
    ]
    session = enrol(STUDY, "anna").session_id
    known = (session, blake2b(session.encode(), digest_size=16).hexdigest())
    assert code == "abc" and visit not in known and not _rest
