"""Stepping through a session, one's own or another."""

import csv
import io

import numpy as np
from worlds import BASES, DATASET

from elicitation.explanations.belief_map import QuestionMap
from elicitation.explanations.belief_steps import belief_steps
from elicitation.inference.belief import Belief
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.session import Session, replay
from elicitation.sessions.store import EventStore
from pages.components.belief import tables as belief_tables

PAGE = "pages/uncertainty.py"


def plant(database_url: str) -> str:
    database = Database(database_url)
    store = EventStore(database)
    store.append("other", 0, Started("other", 1, "a_optimal", 10, DATASET, "any"), created=0.0)
    for step in range(3):
        keys = (f"tiny:{10 + 2 * step}", f"tiny:{11 + 2 * step}")
        store.append("other", step + 1, Answered(step, keys, pick(keys[0])), created=0.0)
    database.close()
    return "other"


def words(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_slider_goes_back_to_the_beginning(open_app, database_url):
    app = open_app(PAGE, s=plant(database_url))
    assert app.slider(key="step").value == 3
    for step in (0, 2):
        app.slider(key="step").set_value(step).run()
        assert not app.exception
        assert len(app.get("plotly_chart")) == 5


def test_another_session_is_shown_to_who_may_and_a_wrong_id_is_told(open_app, database_url):
    name = plant(database_url)
    app = open_app(PAGE)
    assert not app.get("plotly_chart")
    app.text_input(key="other_session").input(name).run()
    assert not app.get("plotly_chart"), "nobody has signed in"
    app.text_input(key="passphrase").input("correct horse battery staple")
    next(b for b in app.button if b.label == "Enter").click().run()
    assert len(app.get("plotly_chart")) == 5
    app.text_input(key="other_session").input("x'; drop").run()
    assert not app.exception
    assert "There is no session with this id here" in words(app)


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table)))


def test_the_numbers_behind_each_picture():
    borders = [np.array([[0.5, 1.0], [2.0, -1.0]]), np.zeros((1, 2))]
    table = rows(belief_tables.of_ellipses(borders))
    assert [row["answers"] for row in table] == ["0", "0", "1"]
    assert float(table[1]["second direction"]) == -1.0
    found = QuestionMap(np.array([[0, 2]]), np.array([0.25]), np.array([1.5]), np.array([0.1]))
    (row,) = rows(belief_tables.of_questions(found, ["=a", "b", "c"]))
    assert (row["first"], row["second"]) == ("'=a", "c")  # no formula in a spreadsheet
    assert [float(row[name]) for name in ("log-odds", "deviation", "information")] == [
        0.25,
        1.5,
        0.1,
    ]
    (row,) = rows(belief_tables.of_membership(["b"], np.array([0.75])))
    assert row == {"item": "b", "probability": "0.75"}


def test_the_numbers_are_those_of_the_lessons(open_app, database_url, world):
    from models.artifacts import load_artifact

    basis = load_artifact(world).basis
    database = Database(database_url)
    session: Session = replay(EventStore(database).read(plant(database_url)))
    database.close()
    taught = belief_steps(Belief(basis, session))
    table = rows(belief_tables.of_lessons(taught, basis.names))
    assert [float(row["trace"]) for row in table] == [lesson.trace for lesson in taught]
    assert float(table[3][f"mean of {BASES[0]}"]) == taught[3].mean[0]
