"""What a database may do wrong, and what people and the log are told about it."""

import json
import logging
import os
import secrets
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import URL, make_url

from elicitation.sessions.database import Database, StoreUnavailable, masked
from elicitation.sessions.encoding import encode
from elicitation.sessions.events import Started, Undone, UnrecognisedEvent
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from elicitation.sessions.tables import SCHEMA_VERSION

EVENTS = (Started("s", 7, "a_optimal", 10, "toy", "f" * 64), *map(Undone, range(5)))


@contextmanager
def store_in(file: Path):
    with closing(Database(f"sqlite:///{file}")) as database:
        yield EventStore(database)


def write(store, session_id, events):
    for position, event in enumerate(events):
        store.append(session_id, position, event, created=1.5)


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
    with store_in(file) as store:
        write(store, "s", EVENTS)
    file.chmod(0o444)  # the journal's own files may still be made beside it
    with bound_by_permissions(), store_in(file) as store:
        assert store.read("s") == EVENTS
        with pytest.raises(StoreUnavailable, match="make its file and folder writable"):
            store.append("s", len(EVENTS), Undone(5), created=0.0)
    with store_in(file) as store:
        assert store.read("s") == EVENTS


def test_a_full_database_keeps_what_it_has_and_says_what_to_do(tmp_path):
    file = tmp_path / "sessions.sqlite3"
    with closing(Database(f"sqlite:///{file}")) as database:
        store = EventStore(database)
        write(store, "s", EVENTS)
        with database._engine.connect() as connection:  # the limit is the pooled connection's
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        def fill():
            for position in range(len(EVENTS), 10_000):
                store.append("s", position, Undone(position), created=0.0)

        with pytest.raises(StoreUnavailable, match="free some space"):
            fill()
        kept = store.read("s")
    assert kept[: len(EVENTS)] == EVENTS
    with store_in(file) as store:
        assert store.read("s") == kept


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("sqlite:////no/such/folder/s.sqlite3", "check that its folder exists"),
        ("not an address", "write it like"),
        ("oracular://someone:hunter2@no-such-host/name", "write it like"),
        ("postgresql://someone:hunter2@127.0.0.1:1/name", "check that its server runs"),
        ("postgresql://someone@127.0.0.1:1/name?password=hunter2", "check that its server runs"),
        ("postgresql://someone@no-such-host:hunter2/name", "write it like"),
    ],
)
def test_a_database_that_cannot_be_opened_says_what_to_do_and_nothing_of_where(url, advice, caplog):
    with pytest.raises(StoreUnavailable, match=advice) as caught:
        Database(url)
    told = str(caught.value)
    assert not any(word in told for word in ("hunter2", "127.0.0.1", "someone", "no/such", "such-"))
    assert "hunter2" not in caplog.text
    assert caught.value.__suppress_context__  # a traceback shows no more than the log


def test_the_log_says_what_the_database_said(caplog):
    with pytest.raises(StoreUnavailable):
        Database("postgresql://someone:hunter2@127.0.0.1:1/name")
    (record,) = caplog.records
    assert record.name == "tenfold" and record.levelno == logging.ERROR
    assert "port 1 failed" in record.getMessage()


# from three characters: a shorter secret is part of words that have nothing to do with it
passwords = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=3)


@given(passwords, st.sampled_from(["password", "sslpassword", "sslkey", "auth_token"]))
def test_secrets_are_masked_in_every_form(password, parameter):
    url = URL.create("postgresql", "me", password, "host", query={parameter: f"{password}2"})
    again = make_url(url.render_as_string(hide_password=False))
    for form in (password, quote(password, safe=""), f"{password}2"):
        assert masked(f"1 [{form}] 1", again).replace("***2", "***") == "1 [***] 1"


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, " * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        Database(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear reader")


def test_rows_of_a_newer_schema_or_of_nobody_are_refused(tmp_path):
    file = tmp_path / "sessions.sqlite3"
    with store_in(file) as store:
        write(store, "new", EVENTS)
        write(store, "odd", EVENTS)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE events SET version = 99 WHERE session_id = 'new'")
        connection.execute("UPDATE events SET payload = '[1, 2]' WHERE session_id = 'odd'")
    with store_in(file) as store:
        with pytest.raises(ValueError, match="version"):
            store.read("new")
        with pytest.raises(ValueError, match="payload"):
            store.read("odd")


def test_what_a_newer_version_wrote_is_read_and_gone_on_with(database):
    """After a roll-back: a field and a kind of event that this version does not have."""
    store, name = EventStore(database), secrets.token_hex(8)
    later = [
        encode(EVENTS[0]) | {"mood": "curious"},
        {"event": "rated", "step": 0, "item": "a", "stars": 5},
        {"event": "marked", "step": 1, "item": "a", "mark": "saved"},
    ]
    for position, record in enumerate(later):
        row = {
            "session_id": name,
            "position": position,
            "kind": record["event"],
            "payload": json.dumps(record),
            "created": 0.0,
            "version": SCHEMA_VERSION,
        }
        assert database.insert("events", row)
    started, rated, _ = events = store.read(name)
    assert started == EVENTS[0]
    assert isinstance(rated, UnrecognisedEvent) and encode(rated) == later[1]
    session = replay(events)
    assert session.step == 2 and session.marks == (("a", "saved"),)
    store.append(name, len(events), Undone(session.step), created=1.0)
    assert len(store.read(name)) == 4


def test_a_row_is_written_once_and_another_broken_constraint_is_reported(database, caplog):
    row = {"code": secrets.token_hex(8), "session_id": "s", "kind": "group", "created": 1.0}
    assert database.insert("links", row)
    assert not database.insert("links", row | {"kind": "share"})
    with pytest.raises(StoreUnavailable, match="server's log"):
        database.insert("links", row | {"session_id": "t", "kind": None})
    assert "IntegrityError" in caplog.text and row["code"] not in caplog.text
