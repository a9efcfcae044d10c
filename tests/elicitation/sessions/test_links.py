import secrets

import pytest

from elicitation.sessions.events import Started, Undone
from elicitation.sessions.links import LinkStore
from elicitation.sessions.store import EventStore

EVENTS = (Started("s", 7, "a_optimal", 10, "toy", "f" * 64), *map(Undone, range(5)))


@pytest.fixture
def store(database):
    return EventStore(database)


@pytest.fixture
def links(database):
    return LinkStore(database)


def write(store, session_id, events):
    for position, event in enumerate(events):
        store.append(session_id, position, event, created=1.5)


def test_lengths_count_the_events_behind_a_code(store, links):
    code, first, second, third, other = (secrets.token_hex(8) for _ in range(5))
    for n, name in enumerate((first, second, third)):
        links.link(code, "round", name, created=float(n))
    links.link(code, "share", other, created=0.0)
    write(store, second, EVENTS)
    write(store, third, EVENTS[:2])
    write(store, other, EVENTS)
    assert list(links.lengths(code, "round").items()) == [(first, 0), (second, 6), (third, 2)]
    assert links.lengths("nowhere", "round") == {}
    store.delete(second)
    assert links.lengths(code, "round") == {first: 0, third: 2}


def test_codes_lead_to_sessions_in_the_order_they_came(links):
    code, first, second = (secrets.token_hex(8) for _ in range(3))
    assert links.linked(code, "group") == ()
    for created, name in ((1.0, first), (2.0, second), (3.0, first)):
        links.link(code, "group", name, created)
    assert links.linked(code, "group") == (first, second)
    assert links.linked(code, "share") == ()
    assert links.codes(first, "group") == (code,)
    with pytest.raises(ValueError, match="letters"):
        links.link("no spaces here", "group", first, 1.0)


def test_what_is_deleted_is_gone_with_all_that_led_there(store, links):
    mine, other, code = (secrets.token_hex(8) for _ in range(3))
    for name in (mine, other):
        write(store, name, EVENTS)
        links.link(code, "group", name, 1.0)
    store.delete(mine)
    store.delete(mine)
    assert store.read(mine) == () and store.read(other) == EVENTS
    assert links.linked(code, "group") == (other,)
    write(store, mine, EVENTS[:1])  # and the place is free
