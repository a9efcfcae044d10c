"""A participant of a recruiting platform: questions, blinded lists, statements, and back."""

import pytest
from worlds import DATASET

from elicitation.recommendations.personal_list import ranking
from elicitation.sessions.database import Database
from elicitation.sessions.events import Compared, Stated
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from elicitation.studies.arms import order_of
from elicitation.studies.questionnaires import RESQUE, with_check
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study, enrol
from pages.components.app import assets

STUDY = Study(
    *("abc", "Which?", ("random",), 2, 2, DATASET, "f", (), 0, "Yes.", "1"),
    completion_url="https://app.prolific.example/done?cc=C1&who={participant}",
    secret="s",
    statements=with_check(RESQUE[:2]),
    lists=("mult_vae", "ease"),
    parameter="PROLIFIC_PID",
)


def said(app) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))


def press(app, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def best_of(store: EventStore, name: str, arm: str) -> str:
    """Key of the first item of this arm's list, computed apart from the page."""
    artifact, session = assets.artifact(), replay(store.read(name))
    belief = assets.belief(artifact, session)
    (item,) = ranking(belief, assets.ranker(artifact, session, prior=arm), 1)
    return artifact.catalogue.keys[item]


@pytest.fixture
def store(database_url: str) -> EventStore:
    database = Database(database_url)
    StudyStore(database).put(STUDY, 0, 0.0)
    return EventStore(database)


def test_the_whole_way_of_a_participant_and_their_row(open_app, store) -> None:
    app = open_app(browser="anna", study="abc", PROLIFIC_PID="5f3a")
    name = enrol(STUDY, "5f3a").session_id
    assert store.read(name) == ()  # nothing before consent
    app.button(key="agree").click().run()
    for _question in range(2):
        app.button(key="left").click().run()
    assert "List A" in said(app) and "mult_vae" not in said(app)  # blinded
    press(app, "Go on")
    assert "Please choose a list" in said(app)
    app.radio(key="compare_best").set_value("List B")
    first = order_of(replay(store.read(name)), STUDY.lists)[0]
    item = best_of(store, name, first)
    app.button_group(key="compare_liked").set_value([item])
    press(app, "Go on")
    (compared,) = [event for event in store.read(name) if isinstance(event, Compared)]
    assert compared.liked == (item,) and item == compared.lists[0][0]
    assert compared.preferred == compared.arms[1] and {*compared.arms} == {*STUDY.lists}
    assert "undo" not in {button.key for button in app.button}
    app.button_group(key="statement_accuracy").set_value(4)
    press(app, "Go on")
    assert "Thank you" not in " ".join(title.value for title in app.title)
    app.button_group(key="statement_attention").set_value(2)
    app.button_group(key="statement_novelty").set_value(1)
    press(app, "Go on")
    told = [event for event in store.read(name) if isinstance(event, Stated)]
    assert {event.statement: event.value for event in told} == {
        "accuracy": 4,
        "attention": 2,
        "novelty": 1,
    }
    assert [title.value for title in app.title] == ["Thank you"]
    board = open_app("pages/studies.py", id="abc")
    row = said(board).partition("<tbody>")[2].partition("</tr>")[0]
    for cell in (STUDY.pseudonym("5f3a"), "2 of 2", "compared", "3 of 3", "1 of 1", "completed"):
        assert f"<td>{cell}</td>" in row, cell
    assert "5f3a" not in said(board) and "PROLIFIC_PID=" in board.code[0].value


def test_a_form_makes_such_a_study(open_app, database_url) -> None:
    form = open_app("pages/studies.py")
    labelled = {field.label: field for field in (*form.text_input, *form.text_area)}
    labelled["Name (only you see it)"].input("Lists")
    labelled["Statements of your own, one a line"].input("I laughed.\n\nI cried.")
    labelled["Name of the participant’s id in links of a recruiting platform"].input("PID")
    next(own for own in form.multiselect if own.label.startswith("Lists to")).select("ease")
    next(own for own in form.checkbox if own.label.startswith("With an attention")).check()
    press(form, "Create the study")
    assert "two or three lists" in said(form)
    next(own for own in form.multiselect if own.label.startswith("Lists to")).select("mult_vae")
    press(form, "Create the study")
    (study,) = StudyStore(Database(database_url)).latest()
    assert [own.text for own in study.statements][::2] == ["I laughed.", "I cried."]
    assert (study.lists, study.parameter) == (("ease", "mult_vae"), "PID")
