"""Copies made while others write, and files that are damaged."""

import threading
from contextlib import closing
from pathlib import Path

import pytest

from elicitation.sessions.database import Database, StoreUnavailable
from elicitation.sessions.events import Marked, Started
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from models.backup import main

STARTED = Started("s", 7, "a_optimal", 10, "toy", "f" * 64)


def test_a_copy_made_while_somebody_answers_is_whole_and_private(tmp_path: Path) -> None:
    file, to = tmp_path / "s.sqlite3", tmp_path / "copy.sqlite3"
    written, done = threading.Event(), threading.Event()

    def answer(store: EventStore) -> None:
        n = 1
        while not done.is_set():
            store.append("s", n, Marked(n - 1, f"item {n}", "saved"), created=1.0)
            n += 1
            if n > 30:
                written.set()

    with closing(Database(f"sqlite:///{file}")) as database:
        store = EventStore(database)
        store.append("s", 0, STARTED, created=1.0)
        thread = threading.Thread(target=answer, args=(store,))
        thread.start()
        assert written.wait(30)
        assert main([str(to), "--database", f"sqlite:///{file}"]) == 0
        done.set()
        thread.join()
        n_events = len(store.read("s"))
    assert to.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part*")), "nothing half made is left"
    with closing(Database(f"sqlite:///{to}")) as database:
        copied = EventStore(database).read("s")
    assert 30 < len(copied) <= n_events and replay(copied).step == len(copied) - 1


def test_a_copy_replaces_nothing_and_says_what_to_do(tmp_path: Path, capsys) -> None:
    url, to = f"sqlite:///{tmp_path}/s.sqlite3", tmp_path / "there"
    Database(url).close()
    to.write_text("keep me")
    assert main([str(to), "--database", url]) == 1 and to.read_text() == "keep me"
    assert main([str(tmp_path / "x"), "--database", f"sqlite:///{tmp_path}/none"]) == 1
    assert main([str(tmp_path / "x"), "--database", "postgresql://somebody@host/name"]) == 2
    assert "pg_dump" in capsys.readouterr().err and not (tmp_path / "x").exists()


@pytest.mark.parametrize("how", ["overwritten within", "no database at all"])
def test_a_damaged_file_is_refused_when_it_is_opened(tmp_path: Path, how: str) -> None:
    file = tmp_path / "s.sqlite3"
    with closing(Database(f"sqlite:///{file}")) as database:
        store = EventStore(database)
        for n in range(100):
            store.append(f"s{n}", 0, STARTED, created=1.0)
    data = bytearray(file.read_bytes())
    if how == "overwritten within":
        data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    else:
        data = bytearray(b"this is a text of some length " * 100)
    file.write_bytes(data)
    with pytest.raises(StoreUnavailable, match=r"damaged|not a database"):
        Database(f"sqlite:///{file}")
    assert file.read_bytes() == bytes(data)
