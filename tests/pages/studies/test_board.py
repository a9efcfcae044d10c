"""Two researchers change one study at the same moment: the second is told, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study

STUDY = Study("abc", "Which?", ("random",), 5, 2, DATASET, "f", (), 0, "Yes.", "1")


@pytest.fixture
def studies(database_url: str) -> Iterator[StudyStore]:
    with closing(Database(database_url)) as database:
        store = StudyStore(database)
        store.put(STUDY, 0, 100.0)
        yield store


def test_a_click_makes_the_next_version_whatever_the_clock_says(
    open_app: Callable[..., AppTest], studies: StudyStore
) -> None:
    studies.put(replace(STUDY, closed=True), 1, 1e12)  # by a clock that was ahead
    app = open_app("pages/studies.py", id="abc")
    app.button(key="close_study").click().run()
    assert [study.closed for study in studies.versions("abc")] == [False, True, False]
    assert app.button(key="close_study").label == "Close the study"


def test_who_changes_a_study_second_is_told_and_changes_nothing(
    open_app: Callable[..., AppTest], studies: StudyStore
) -> None:
    app = open_app("pages/studies.py", id="abc")
    changed = replace(STUDY, closed=True)
    studies.put(changed, 1, 200.0)
    app.button(key="close_study").click().run()
    assert studies.versions("abc") == (STUDY, changed)
    assert any("changed this study just now" in html.proto.body for html in app.get("html"))
    assert app.button(key="close_study").label == "Reopen the study"
