"""Two tabs that write at the same moment: nothing that still means something is lost."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, AxisCorrected, Event, Marked, Started, pick
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from pages.components.app import assets, state, tab


class Hurried(EventStore):
    """A database in which another tab writes just after we have read, ``times`` times."""

    def hurry(self, event_at: Callable[[int], Event], times: int) -> None:
        self._event_at, self._left = event_at, times

    def read(self, session_id: str) -> tuple[Event, ...]:
        events = super().read(session_id)
        if getattr(self, "_left", 0):
            self._left -= 1
            event = self._event_at(replay(events).step)
            self.append(session_id, len(events), event, created=0.0)
        return events


@pytest.fixture
def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hurried]:
    database = Database(database_url)
    found = Hurried(database)
    found.append("one", 0, Started("one", 1, "a_optimal", 10, DATASET, "any"), created=0.0)
    monkeypatch.setattr(assets, "events", lambda: found)
    monkeypatch.setattr(assets, "links", lambda: LinkStore(database))
    monkeypatch.setattr(st, "session_state", {state.QUERY: "one"})
    monkeypatch.setattr(st, "query_params", {})
    yield found
    database.close()


def test_a_correction_is_kept_although_another_came_in_between(store: Hurried) -> None:
    store.hurry(lambda step: AxisCorrected(step, ("a",), ("b",), 1), times=2)
    state.correction(("c",), ("d",), 3)
    assert {correction.strength for correction in replay(store.read("one")).corrections} == {1, 3}


def test_an_answer_that_came_second_changes_nothing(store: Hurried) -> None:
    store.hurry(lambda step: Answered(step, ("a", "b"), pick("a")), times=1)
    state.answer(0, ("a", "b"), pick("b"))
    assert [a.choice.items for a in replay(store.read("one")).answers] == [("a",)]


def test_a_session_that_is_full_says_so_and_takes_no_more(store: Hurried) -> None:
    for step in range(state.MOST_ANSWERS):
        store.append("one", 1 + step, Answered(step, ("a", "b"), pick("a")), created=0.0)
    state.answer(state.MOST_ANSWERS, ("a", "b"), pick("b"))
    assert "full" in tab.problem()
    assert len(replay(store.read("one")).answers) == state.MOST_ANSWERS
    state.mark("a", "saved")
    assert not tab.problem() and replay(store.read("one")).marks
    state.undo(state.MOST_ANSWERS + 1)
    assert len(replay(store.read("one")).answers) == state.MOST_ANSWERS - 1


def test_events_without_effect_on_taste_are_bounded_too(store: Hurried) -> None:
    for n in range(1, state.MOST_EVENTS):
        store.append("one", n, Marked(n - 1, "a", "saved" if n % 2 else ""), created=0.0)
    state.mark("b", "saved")
    assert "full" in tab.problem() and len(store.read("one")) == state.MOST_EVENTS
