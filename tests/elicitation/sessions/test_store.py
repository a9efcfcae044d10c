import math
import os
import secrets
import signal
import subprocess
import sys
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elicitation.sessions.database import Database, PositionTaken
from elicitation.sessions.events import SAME, Answered, Finished, Started, Undone, pick, unknown
from elicitation.sessions.store import EventStore
from models.settings import ROOT

STARTED = Started("s", 7, "a_optimal", 10, "toy", "f" * 64)
EVENTS = (
    STARTED,
    Answered(0, ("alien", "amélie 1/2"), pick("alien")),
    Answered(1, ("a", "b"), unknown("a", "b")),
    Undone(2),
    Answered(3, ("a", "b"), SAME),
    Finished(4),
)


@pytest.fixture
def store(database):
    return EventStore(database)


def write(store, session_id, events):
    for position, event in enumerate(events):
        store.append(session_id, position, event, created=1.5)


def test_events_come_back_in_order_and_only_their_own(store):
    mine, other = secrets.token_urlsafe(), secrets.token_urlsafe()
    write(store, mine, EVENTS)
    write(store, other, EVENTS[:2])
    assert store.read(mine) == EVENTS
    assert store.read(other) == EVENTS[:2]
    assert store.read("nobody") == ()


def test_active_are_those_with_an_event_since(store):
    early, late = secrets.token_hex(8), secrets.token_hex(8)
    for position, event in enumerate(EVENTS):
        store.append(early, position, event, created=100.0 + position)
        store.append(late, position, event, created=200.0 + position)
    last = 100.0 + len(EVENTS) - 1
    n = len(EVENTS)
    assert {early: n, late: n}.items() <= store.active(last).items()  # at that very moment, too
    found = store.active(last + 0.5)
    assert found[late] == n and early not in found
    assert {early, late} <= store.active(-math.inf).keys() and store.active(math.inf) == {}


def test_the_log_says_when_each_event_was_written(store):
    name = secrets.token_hex(8)
    write(store, name, EVENTS)
    assert store.log(name) == tuple((1.5, event) for event in EVENTS)


def test_another_store_on_the_same_database_reads_what_was_written(store, url):
    session_id = secrets.token_urlsafe()
    write(store, session_id, EVENTS)
    again = Database(url)
    assert EventStore(again).read(session_id) == EVENTS
    again.close()


def test_a_place_is_written_once_and_the_first_writer_keeps_it(store):
    session_id = secrets.token_urlsafe()
    write(store, session_id, EVENTS[:2])
    with pytest.raises(PositionTaken):
        store.append(session_id, 1, Answered(0, ("a", "b"), pick("b")), created=2.0)
    assert store.read(session_id) == EVENTS[:2]


def test_of_many_writers_at_once_one_gets_each_place(store):
    session_id, n_writers, n_places = secrets.token_urlsafe(), 4, 10
    store.append(session_id, 0, STARTED, created=0.0)
    barrier, refused = Barrier(n_writers), []

    def writer(number: int) -> None:
        barrier.wait()
        for position in range(1, n_places + 1):
            try:
                answer = Answered(position, ("a", "b"), pick("a" if number % 2 else "b"))
                store.append(session_id, position, answer, created=float(number))
            except PositionTaken:
                refused.append(position)

    threads = [Thread(target=writer, args=(number,)) for number in range(n_writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == (n_writers - 1) * n_places
    assert [event.step for event in store.read(session_id)[1:]] == list(range(1, n_places + 1))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=70))
def test_an_id_that_no_session_can_have_reads_as_empty_or_is_refused(store, session_id):
    if session_id.isascii() and session_id.replace("-", "a").replace("_", "a").isalnum():
        return
    assert store.read(session_id) == ()
    with pytest.raises(ValueError, match="session_id"):
        store.append(session_id, 0, STARTED, created=0.0)


@pytest.mark.slow
def test_no_acknowledged_event_is_lost_when_the_writer_is_killed(url):
    session_id = secrets.token_urlsafe()
    program = (
        "import sys\n"
        "from elicitation.sessions.session import Undone\n"
        "from elicitation.sessions.database import Database\n"
        "from elicitation.sessions.store import EventStore\n"
        "store = EventStore(Database(sys.argv[1]))\n"
        "for position in range(10**6):\n"
        "    store.append(sys.argv[2], position, Undone(position), 0.0)\n"
        "    print(position, flush=True)\n"
    )
    command = [sys.executable, "-c", program, url, session_id]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            if int(line) == 25:
                os.kill(writer.pid, signal.SIGKILL)
                break
        acknowledged = 25 + len(writer.stdout.readlines())
    database = Database(url)
    events = EventStore(database).read(session_id)
    database.close()
    assert len(events) > acknowledged
    assert events == tuple(Undone(position) for position in range(len(events)))
