"""What a researcher changes: the study, of two at the same moment the first; and who is in it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study, enrol
from pages.components.studies.participants import TOOK_PART

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


def test_a_participant_is_deleted_and_the_figures_follow(
    open_app: Callable[..., AppTest], studies: StudyStore, database_url: str
) -> None:
    with closing(Database(database_url)) as database:
        events, links = EventStore(database), LinkStore(database)
        for name in ("anna", "bert", "cleo"):
            own = enrol(STUDY, name)
            events.append(own.session_id, 0, own, 100.0)
            links.link("abc", TOOK_PART, own.session_id, 100.0)
        app = open_app("pages/studies.py", id="abc")

        def counts() -> str:
            return next(h.proto.body for h in app.get("html") if "counts" in h.proto.body)

        assert counts().count("<dd>3</dd>") == 2
        assert app.button(key="remove").disabled
        for who, n_left in (("nobody", 3), ("bert", 2), (STUDY.pseudonym("cleo"), 1)):
            app.text_input(key="remove_who").input(who)
            app.checkbox(key="remove_sure").check().run()
            app.button(key="remove").click().run()
            assert not app.exception and app.button(key="remove").disabled
            assert counts().count(f"<dd>{n_left}</dd>") == 2
        assert set(events.active(0.0)) == {enrol(STUDY, "anna").session_id}
