"""Every kind of answer said anew on "Your taste", and taken back there."""

import pytest
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Started, pick, unknown
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore

KEYS = [f"tiny:{n}" for n in range(20, 50)]
GIVEN = {
    "best": Answered(0, tuple(KEYS[:2]), pick(KEYS[0])),
    "pair": Answered(1, tuple(KEYS[2:4]), Choice("both"), question="pair"),
    "best_worst": Answered(2, tuple(KEYS[4:8]), unknown(KEYS[4]), question="best_worst"),
    "taps": Answered(3, tuple(KEYS[8:12]), Choice("taps", (KEYS[8],)), question="taps"),
    "named": Answered(4, (KEYS[12],), Choice("named", (KEYS[12],)), question="named"),
}


@pytest.fixture
def taste(open_app, database_url):
    """The page of somebody who was asked questions of every kind, and their session."""
    store = EventStore(Database(database_url))
    store.append("own", 0, Started("own", 3, "a_optimal", 10, DATASET, ""), 0.0)
    for n, answer in enumerate(GIVEN.values(), start=1):
        store.append("own", n, answer, 0.0)

    def opened(n: int):
        page = open_app("pages/taste.py", s="own")
        return page.button(key=f"revise_{n}").click().run()

    return opened, lambda: replay(store.read("own"))


def keep(page) -> None:
    page.button(key="revise_keep").click().run()


def test_one_of_few_answers_is_changed_and_taken_back(taste, open_app):
    opened, session = taste
    page = opened(0)
    assert page.radio(key="revise_choice").value == page.radio(key="revise_choice").options[0]
    page.radio(key="revise_choice").set_value(page.radio(key="revise_choice").options[2])
    keep(page)
    assert session().answers[0].choice.kind == "same"
    page = open_app("pages/taste.py", s="own")
    page.button(key="revise_undo").click().run()
    assert session().answers[0] == GIVEN["best"]


def test_both_can_become_neither(taste):
    opened, session = taste
    page = opened(1)
    page.radio(key="revise_choice").set_value("Neither")
    keep(page)
    assert session().answers[1].choice == Choice("neither")


def test_best_and_worst_are_told_where_nothing_was_known(taste):
    opened, session = taste
    page = opened(2)
    best, worst = page.selectbox
    assert page.button(key="revise_keep").disabled
    best.set_value(KEYS[5])
    worst.set_value(KEYS[6]).run()
    keep(page)
    assert session().answers[2].choice == Choice("best_worst", (KEYS[5], KEYS[6]))


def test_taps_and_what_was_not_seen_are_changed(taste):
    opened, session = taste
    page = opened(3)
    page.button_group(key="revise_taps").set_value([KEYS[9], KEYS[10]])
    page.button_group(key="revise_unseen").set_value([KEYS[11]])
    keep(page)
    assert session().answers[3].choice == Choice("taps", (KEYS[9], KEYS[10]), (KEYS[11],))


def test_another_title_is_named(taste):
    opened, session = taste
    page = opened(4)
    page.text_input(key="revise_find").input("Film").run()
    offered = page.multiselect(key="revise_named")
    assert len(offered.options) > 1
    offered.unselect(KEYS[12])
    keep(page)
    assert session().answers[4].choice == Choice("named", ())


def test_a_participant_of_a_study_changes_nothing(open_app, database_url):
    store = EventStore(Database(database_url))
    started = Started("part", 3, "a_optimal", 10, DATASET, "", study="X", participant="p")
    store.append("part", 0, started, 0.0)
    store.append("part", 1, GIVEN["best"], 0.0)
    page = open_app("pages/taste.py", s="part")
    assert "revise_0" not in {button.key for button in page.button}
