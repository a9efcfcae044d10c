"""Several tastes in one person, on the taste page and behind a recommendation."""

import pytest
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Event, Marked, Started, pick
from elicitation.sessions.store import EventStore


def plant(database_url: str, chosen: tuple[int, ...], saved: int) -> str:
    """Somebody who chose these items of the tiny world, each against another."""
    events: list[Event] = [Started("several", 1, "a_optimal", 10, DATASET, "any")]
    for step, item in enumerate(chosen):
        keys = (f"tiny:{item}", f"tiny:{40 + step}")
        events.append(Answered(step, keys, pick(keys[0])))
    events.append(Marked(len(chosen), f"tiny:{saved}", "saved"))
    database = Database(database_url)
    store = EventStore(database)
    for position, event in enumerate(events):
        store.append("several", position, event, created=0.0)
    database.close()
    return "several"


def words(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_two_kinds_of_choices_are_two_tastes(open_app, database_url):
    session = plant(database_url, (4, 8, 12, 5, 9), saved=16)
    app = open_app("pages/taste.py", s=session)
    assert not app.exception
    assert "Taste 1 ·" in words(app)
    (cards,) = (body for body in words(app).split("\n") if 'class="personas"' in body)
    first, second = cards.split("<li")[1:]
    assert "Film E4" in first and "Film I8" in first
    assert "Film F5" in second and "Film J9" in second


@pytest.mark.parametrize("chosen", [(4, 8), (4, 8, 12, 20, 24, 28)])
def test_one_taste_or_few_choices_say_what_it_would_take(open_app, database_url, chosen):
    app = open_app("pages/taste.py", s=plant(database_url, chosen, saved=16))
    assert any("point to a single taste" in caption.value for caption in app.caption)
    assert 'class="personas"' not in words(app)


def test_a_closer_look_says_which_side_an_item_suits(open_app, database_url):
    session = plant(database_url, (4, 8, 12, 5, 9), saved=16)
    app = open_app("pages/picks.py", s=session)
    app.session_state["closer"] = "tiny:32"  # of the first kind
    app.run()
    assert not app.exception
    assert "For your taste 1, which chose" in words(app)
