"""Files that only their owner reads, that forget, and whose loss is noticed; servers that hang."""

import os
import shutil
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress

import pytest
from sqlalchemy.engine import make_url

from elicitation.sessions.database import Database, StoreUnavailable
from elicitation.sessions.events import Marked, Started
from elicitation.sessions.store import EventStore

PATIENCE_S = 8.0  # 5 are promised, on a machine with nothing else to do
SECRET = "a-film-nobody-should-know-of"
EVENTS = (Started("s", 7, "a_optimal", 10, "toy", "f" * 64), Marked(0, SECRET, "saved"))


def write(store: EventStore) -> None:
    for position, event in enumerate(EVENTS):
        store.append("s", position, event, created=1.0)


def test_only_the_owner_reads_what_people_answered(tmp_path):
    old_mask = os.umask(0)
    try:
        with closing(Database(f"sqlite:///{tmp_path}/s.sqlite3")) as database:
            write(EventStore(database))
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(old_mask)
    assert set(modes.values()) == {0o600}, modes


def test_a_file_of_before_is_made_private_too(tmp_path):
    file = tmp_path / "s.sqlite3"
    sqlite3.connect(file).close()
    file.touch()
    file.chmod(0o664)
    Database(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_deleted_is_in_no_file(tmp_path):
    with closing(Database(f"sqlite:///{tmp_path}/s.sqlite3")) as database:
        store = EventStore(database)
        write(store)
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert SECRET.encode() in held, "it can be found before"
        store.delete("s")
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert SECRET.encode() not in held


@pytest.mark.parametrize("fate", ["removed", "replaced by an older copy", "moved"])
def test_answers_into_a_lost_file_are_refused_and_said_loudly(tmp_path, caplog, fate):
    file = tmp_path / "s.sqlite3"
    with closing(Database(f"sqlite:///{file}")) as database:
        store = EventStore(database)
        store.append("s", 0, EVENTS[0], created=1.0)
        if fate == "moved":
            file.rename(tmp_path / "elsewhere")
        elif fate == "removed":
            file.unlink()
        else:
            shutil.copy(file, tmp_path / "copy")
            (tmp_path / "copy").replace(file)
        with pytest.raises(StoreUnavailable, match="removed or replaced"):
            store.append("s", 1, EVENTS[1], created=1.0)
        with pytest.raises(StoreUnavailable, match="removed or replaced"):
            store.read("s")
    assert "CRITICAL" in caplog.text


def test_a_server_that_thinks_too_long_is_given_up(postgresql_url):
    with closing(Database(postgresql_url)) as database:
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match="too slow"):
            database.rows("SELECT pg_sleep(60)")
        assert time.monotonic() - began < PATIENCE_S
        assert database.rows("SELECT 1 AS one")[0].one == 1


@contextmanager
def relay(port: int):
    """The port of a relay to ``port``, and an event that makes it swallow what it is sent."""
    swallows, ends = threading.Event(), [socket.create_server(("127.0.0.1", 0))]

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not swallows.is_set():
                    target.sendall(data)

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = ends[0].accept()
                far = socket.create_connection(("127.0.0.1", port))
                ends.extend([near, far])
                threads.submit(pass_on, near, far)
                threads.submit(pass_on, far, near)

    with ThreadPoolExecutor(16) as threads:
        threads.submit(serve)
        try:
            yield ends[0].getsockname()[1], swallows
        finally:
            for end in ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()


def test_a_way_that_swallows_everything_is_given_up_and_found_again(postgresql_url):
    port = make_url(postgresql_url).port
    with relay(port) as (near, swallows):
        url = postgresql_url.replace(str(port), str(near))
        with closing(Database(url)) as database:
            assert database.rows("SELECT 1 AS one")
            swallows.set()
            for _ in range(2):  # in the open connection, then in a new one
                began = time.monotonic()
                with pytest.raises(StoreUnavailable):
                    database.rows("SELECT 1 AS one")
                assert time.monotonic() - began < PATIENCE_S
            swallows.clear()
            assert database.rows("SELECT 1 AS one")
