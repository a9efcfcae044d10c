import math
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elicitation.sessions.session import SAME, Answered, Finished, Started, Undone, pick, unknown
from elicitation.sessions.store import PositionTaken, SessionStore, StoreUnavailable
from elicitation.studies.study import Study

ROOT = Path(__file__).parents[3]
STARTED = Started("s", 7, "a_optimal", 10, "toy", "f" * 64)
EVENTS = (
    STARTED,
    Answered(0, ("alien", "amélie 1/2"), pick("alien")),
    Answered(1, ("a", "b"), unknown("a", "b")),
    Undone(2),
    Answered(3, ("a", "b"), SAME),
    Finished(4),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/sessions.sqlite3"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def store(url):
    store = SessionStore(url)
    yield store
    store.close()


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


def test_lengths_count_the_events_behind_a_code(store):
    code, first, second, third, other = (secrets.token_hex(8) for _ in range(5))
    for n, name in enumerate((first, second, third)):
        store.link(code, "round", name, created=float(n))
    store.link(code, "share", other, created=0.0)
    write(store, second, EVENTS)
    write(store, third, EVENTS[:2])
    write(store, other, EVENTS)
    assert list(store.lengths(code, "round").items()) == [(first, 0), (second, 6), (third, 2)]
    assert store.lengths("nowhere", "round") == {}
    store.delete(second)
    assert store.lengths(code, "round") == {first: 0, third: 2}


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


def test_codes_lead_to_sessions_in_the_order_they_came(store):
    code, first, second = (secrets.token_hex(8) for _ in range(3))
    assert store.linked(code, "group") == ()
    for created, name in ((1.0, first), (2.0, second), (3.0, first)):
        store.link(code, "group", name, created)
    assert store.linked(code, "group") == (first, second)
    assert store.linked(code, "share") == ()
    assert store.codes(first, "group") == (code,)
    with pytest.raises(ValueError, match="letters"):
        store.link("no spaces here", "group", first, 1.0)


def test_what_is_deleted_is_gone_with_all_that_led_there(store):
    mine, other, code = (secrets.token_hex(8) for _ in range(3))
    for name in (mine, other):
        write(store, name, EVENTS)
        store.link(code, "group", name, 1.0)
    store.delete(mine)
    store.delete(mine)
    assert store.read(mine) == () and store.read(other) == EVENTS
    assert store.linked(code, "group") == (other,)
    write(store, mine, EVENTS[:1])  # and the place is free


def test_the_log_says_when_each_event_was_written(store):
    name = secrets.token_hex(8)
    write(store, name, EVENTS)
    assert store.log(name) == tuple((1.5, event) for event in EVENTS)


def test_a_study_is_kept_as_it_was_and_as_it_is(store):
    first, second = (
        Study(code, "Which?", ("random", "pref"), 5, 2, "toy", "f", (("a", "b"),), 2, "Yes.", "1")
        for code in (secrets.token_hex(4), secrets.token_hex(4))
    )
    assert store.study(first.code) == () == store.study("no such study")
    before = len(store.studies())
    store.put_study(first, 0, 1.0)
    store.put_study(second, 0, 2.0)
    closed = replace(first, closed=True)
    store.put_study(closed, 1, 3.0)
    with pytest.raises(PositionTaken):
        store.put_study(first, 1, 4.0)
    assert store.study(first.code) == (first, closed)
    assert len(store.studies()) == before + 2
    assert [study for study in store.studies() if study.code in (first.code, second.code)] == [
        second,
        closed,
    ]


def test_another_store_on_the_same_database_reads_what_was_written(store, url):
    session_id = secrets.token_urlsafe()
    write(store, session_id, EVENTS)
    again = SessionStore(url)
    assert again.read(session_id) == EVENTS
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
        "from elicitation.sessions.store import SessionStore\n"
        "store = SessionStore(sys.argv[1])\n"
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
    store = SessionStore(url)
    events = store.read(session_id)
    store.close()
    assert len(events) > acknowledged
    assert events == tuple(Undone(position) for position in range(len(events)))


@contextmanager
def bound_by_permissions():
    """File permissions hold inside, even when the tests run as root."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def open_folder():
    """A folder that everybody may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_a_read_only_database_can_be_read_and_says_why_not_written(open_folder):
    file = open_folder / "sessions.sqlite3"
    store = SessionStore(f"sqlite:///{file}")
    write(store, "s", EVENTS)
    store.close()
    file.chmod(0o444)  # the journal's own files may still be made beside it
    with bound_by_permissions():
        store = SessionStore(f"sqlite:///{file}")
        assert store.read("s") == EVENTS
        with pytest.raises(StoreUnavailable, match="make its file and folder writable"):
            store.append("s", len(EVENTS), Undone(5), created=0.0)
        store.close()
    assert SessionStore(f"sqlite:///{file}").read("s") == EVENTS


def test_a_full_database_keeps_what_it_has_and_says_what_to_do(tmp_path):
    file = tmp_path / "sessions.sqlite3"
    store = SessionStore(f"sqlite:///{file}")
    write(store, "s", EVENTS)
    with store._engine.connect() as connection:  # the limit is the connection's, and it is pooled
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill():
        for position in range(len(EVENTS), 10_000):
            store.append("s", position, Undone(position), created=0.0)

    with pytest.raises(StoreUnavailable, match="free some space"):
        fill()
    kept = store.read("s")
    store.close()
    assert kept[: len(EVENTS)] == EVENTS
    assert SessionStore(f"sqlite:///{file}").read("s") == kept


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("sqlite:////no/such/folder/s.sqlite3", "check that its folder exists"),
        ("not an address", "write it like"),
        ("oracular://host/name", "write it like"),
        ("postgresql://me:secret@127.0.0.1:1/name", "check that its server runs"),
    ],
)
def test_a_database_that_cannot_be_opened_says_what_to_do(url, advice):
    with pytest.raises(StoreUnavailable, match=advice) as caught:
        SessionStore(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, " * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        SessionStore(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear reader")


def test_rows_of_a_newer_program_or_of_nobody_are_refused(tmp_path):
    file = tmp_path / "sessions.sqlite3"
    store = SessionStore(f"sqlite:///{file}")
    write(store, "new", EVENTS)
    write(store, "odd", EVENTS)
    store.close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE events SET version = 99 WHERE session_id = 'new'")
        connection.execute("UPDATE events SET payload = '[1, 2]' WHERE session_id = 'odd'")
    connection.close()
    store = SessionStore(f"sqlite:///{file}")
    with pytest.raises(ValueError, match="version"):
        store.read("new")
    with pytest.raises(ValueError, match="payload"):
        store.read("odd")
    store.close()
