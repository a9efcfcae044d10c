"""Databases of every earlier form: brought up once, by whoever is first; newer ones are left."""

import json
import multiprocessing
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from elicitation.sessions.database import Database
from elicitation.sessions.events import Started, Undone
from elicitation.sessions.migrations.upgrade import FOLDER, HEAD, revision_of
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from elicitation.sessions.tables import METADATA

STARTED = Started("s", 7, "a_optimal", 10, "toy", "f" * 64)
EVENTS = """CREATE TABLE events (session_id VARCHAR(64) NOT NULL, position INTEGER NOT NULL,
kind VARCHAR(16) NOT NULL, payload TEXT NOT NULL, created FLOAT NOT NULL, version INTEGER NOT NULL,
PRIMARY KEY (session_id, position))"""
LINKS = """CREATE TABLE links (code VARCHAR(64) NOT NULL, session_id VARCHAR(64) NOT NULL,
kind VARCHAR(16) NOT NULL, created FLOAT NOT NULL, PRIMARY KEY (code, session_id))"""
STUDIES = """CREATE TABLE studies (code VARCHAR(64) NOT NULL, position INTEGER NOT NULL,
payload TEXT NOT NULL, created FLOAT NOT NULL, version INTEGER NOT NULL,
PRIMARY KEY (code, position))"""
TRIES = """CREATE TABLE tries (id VARCHAR(64) NOT NULL, client VARCHAR(64) NOT NULL,
created FLOAT NOT NULL, PRIMARY KEY (id))"""
FORMS = {  # as programs made them before there were steps
    "nothing": (),
    "first": (EVENTS,),
    "groups": (EVENTS, LINKS),
    "0.1.0": (EVENTS, LINKS, STUDIES),
    "0.2.0": (
        *(EVENTS, LINKS, STUDIES, TRIES),
        "CREATE INDEX ix_events_created ON events (created)",
        "CREATE INDEX ix_links_session_id ON links (session_id)",
    ),
}
ROW = (  # as every program since the first has written it
    "INSERT INTO events (session_id, position, kind, payload, created, version) "
    "VALUES ('s', {position}, '{kind}', '{payload}', 1.0, 1)"
)


def as_before(url: str, form: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("alembic_version", *METADATA.tables):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        for statement in FORMS[form]:
            connection.exec_driver_sql(statement)
        if FORMS[form]:
            started = json.dumps({"event": "started", **vars(STARTED)})
            row = ROW.format(position=0, kind="started", payload=started)
            connection.execute(text(row.replace(":", r"\:")))
    engine.dispose()


def differences(url: str) -> list:
    engine = create_engine(url)
    with engine.connect() as connection:
        assert revision_of(connection) == HEAD
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    return found


def test_the_last_step_is_the_one_named() -> None:
    assert ScriptDirectory(str(FOLDER)).get_heads() == [HEAD]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_becomes_this_one_and_keeps_what_it_holds(url: str, form: str) -> None:
    as_before(url, form)
    with closing(Database(url)) as database:
        kept = EventStore(database).read("s")
        assert kept == ((STARTED,) if FORMS[form] else ())
    assert differences(url) == []


def opened(url: str, begin: float, told: "multiprocessing.Queue") -> None:
    time.sleep(max(0.0, begin - time.time()))
    try:
        with closing(Database(url)) as database:
            told.put(EventStore(database).read("s") == (STARTED,))
    except BaseException as error:
        told.put(repr(error))


def test_many_processes_that_start_at_once_bring_it_up_once(url: str) -> None:
    as_before(url, "first")
    context = multiprocessing.get_context("fork")
    told, begin = context.Queue(), time.time() + 0.3
    processes = [context.Process(target=opened, args=(url, begin, told)) for _ in range(6)]
    for process in processes:
        process.start()
    answers = [told.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    assert answers == [True] * 6
    assert differences(url) == []


def test_what_a_newer_program_left_is_read_and_written_by_this_one(url: str) -> None:
    """A roll-back by one version: a table, a column, a field and a kind of event are unknown."""
    as_before(url, "0.2.0")
    Database(url).close()
    engine = create_engine(url)
    newer = {"event": "sang", "step": 0, "song": "la"}
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE of_tomorrow (id INTEGER)")
        connection.exec_driver_sql("ALTER TABLE events ADD COLUMN mood TEXT DEFAULT ''")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        row = ROW.format(position=1, kind="sang", payload=json.dumps(newer))
        connection.execute(text(row.replace(":", r"\:")))
    with closing(Database(url)) as database:
        store = EventStore(database)
        store.append("s", 2, Undone(1), created=2.0)
        assert replay(store.read("s")).step == 1
        assert len(store.read("s")) == 3
    with engine.begin() as connection:
        assert revision_of(connection) == "9999"
        assert inspect(connection).has_table("of_tomorrow")
        connection.exec_driver_sql("DROP TABLE of_tomorrow")
        connection.exec_driver_sql("ALTER TABLE events DROP COLUMN mood")
    engine.dispose()


def test_statements_of_the_program_before_work_on_the_tables_of_this_one(url: str) -> None:
    """Those of 0.2.0, which runs beside this one while replicas are replaced."""
    as_before(url, "0.2.0")
    with closing(Database(url)) as database:
        engine = create_engine(url)
        with engine.begin() as connection:
            undone = ROW.format(position=1, kind="undone", payload='{"event": "undone", "step": 0}')
            connection.execute(text(undone.replace(":", r"\:")))
            for row in (
                "links VALUES ('c', 's', 'group', 1.0)",
                "studies VALUES ('c', 0, '{}', 1.0, 1)",
                "tries VALUES ('i', 'c', 1.0)",
            ):
                connection.exec_driver_sql(f"INSERT INTO {row}")
        engine.dispose()
        assert EventStore(database).read("s") == (STARTED, Undone(0))
        database.delete_session("s")


def test_a_file_that_may_only_be_read_keeps_its_form(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite3"
    as_before(f"sqlite:///{file}", "0.1.0")
    with closing(Database(f"sqlite:///file:{file}?mode=ro&uri=true")) as database:
        assert EventStore(database).read("s") == (STARTED,)
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "tries" not in tables
