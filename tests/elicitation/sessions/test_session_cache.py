import pytest

from elicitation.sessions.events import Started, Undone
from elicitation.sessions.session import replay
from elicitation.sessions.session_cache import SessionCache
from elicitation.sessions.store import EventStore

STARTED = Started("s", 7, "a_optimal", 10, "toy", "f")


@pytest.fixture
def look():
    """A look at sessions held in a dictionary; the second value lists those that were read."""
    cache, sessions, was_read = SessionCache(), {}, []

    def read(name):
        was_read.append(name)
        return sessions[name]

    def at(**events):
        sessions.clear()
        sessions.update(events)
        was_read.clear()
        lengths = {name: len(own) for name, own in sessions.items()}
        return cache.look(lengths, read, lambda own: (replay(own).started, len(own))), was_read

    return at


def test_only_what_has_grown_is_read_again(look):
    first, second = (STARTED,), (STARTED, Undone(0))
    assert look(a=first, b=first) == ({"a": (STARTED, 1), "b": (STARTED, 1)}, ["a", "b"])
    assert look(a=first, b=first) == ({"a": (STARTED, 1), "b": (STARTED, 1)}, [])
    assert look(a=first, b=second) == ({"a": (STARTED, 1), "b": (STARTED, 2)}, ["b"])


def test_who_is_deleted_is_forgotten_and_who_has_not_begun_left_out(look):
    look(a=(STARTED,), b=(STARTED,))
    assert look(b=(STARTED,), c=()) == ({"b": (STARTED, 1)}, [])
    assert look(a=(STARTED,)) == ({"a": (STARTED, 1)}, ["a"])


def test_a_session_that_cannot_be_read_hides_no_other_and_is_named_once(look, caplog):
    broken = (Undone(0),)
    assert look(a=broken, b=(STARTED,)) == ({"b": (STARTED, 1)}, ["a", "b"])
    assert look(a=broken, b=(STARTED,)) == ({"b": (STARTED, 1)}, [])
    assert [record.getMessage() for record in caplog.records] == [
        "A session is left out: a session must begin with Started"
    ]
    assert look(a=(STARTED, Undone(0)))[0] == {"a": (STARTED, 2)}


def test_values_keep_their_identity_until_their_session_grows(database):
    cache, store = SessionCache(), EventStore(database)
    store.append("cached", 0, STARTED, 0.0)
    first = cache.look({"cached": 1}, store.read, list)
    assert cache.look({"cached": 1}, store.read, list)["cached"] is first["cached"]
    store.append("cached", 1, Undone(0), 0.0)
    assert cache.look({"cached": 2}, store.read, list)["cached"] == [STARTED, Undone(0)]
    store.delete("cached")
