"""What processes share: one holder of a lease, files that any hands out, choices that stay."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from elicitation.sessions.database import Database
from elicitation.sessions.events import Started
from elicitation.sessions.shared import holding as holding_module
from elicitation.sessions.shared.choices import ChoiceStore
from elicitation.sessions.shared.files import KEPT_S, MOST_BYTES, FileStore, SharedFile
from elicitation.sessions.shared.holding import holding
from elicitation.sessions.shared.leases import LASTS_S, LeaseStore
from elicitation.sessions.store import EventStore

PICTURE = SharedFile("a.png", "image/png", bytes(range(256)))


def test_one_holds_a_lease_until_it_gives_it_back_or_stops_renewing(database: Database) -> None:
    leases = LeaseStore(database)
    leases.give_back("work", leases.holder("work", 0.0))
    assert leases.take("work", "a", 0.0)
    assert not leases.take("work", "b", 1.0)
    assert leases.take("work", "a", 20.0), "renewed"
    assert not leases.take("work", "b", 20.0 + LASTS_S - 1.0)
    assert leases.holder("work", 21.0) == "a"
    assert leases.take("work", "b", 20.0 + LASTS_S), "it expired"
    assert not leases.take("work", "a", 21.0 + LASTS_S)
    leases.give_back("work", "a")
    assert leases.holder("work", 21.0 + LASTS_S) == "b", "only the holder gives it back"
    leases.give_back("work", "b")
    assert leases.holder("work", 21.0 + LASTS_S) == ""
    assert leases.take("other", "a", 0.0)


def test_of_many_that_ask_at_once_one_gets_it(database: Database) -> None:
    leases = LeaseStore(database)
    for name in ("fresh", "expired"):
        leases.take(name, "before", -2 * LASTS_S)
        if name == "fresh":
            leases.give_back(name, "before")
        with ThreadPoolExecutor(8) as threads:
            got = list(threads.map(lambda n, name=name: leases.take(name, f"{n}", 0.0), range(8)))
        assert sum(got) == 1


def test_a_file_is_there_until_its_time_is_over(database: Database) -> None:
    files = FileStore(database)
    files.put("f", PICTURE, "", 0.0)
    assert files.get("f", 1.0) == PICTURE
    files.put("f", SharedFile("a.png", "image/png", b"anew"), "", 2.0)
    found = files.get("f", 3.0)
    assert found is not None and found.content == b"anew"
    assert files.get("f", 2.0 + KEPT_S) is None and files.get("g", 0.0) is None
    files.forget_old(2.0 + KEPT_S)
    assert database.rows("SELECT id FROM files WHERE id = 'f'") == []
    files.put("large", SharedFile("l", "x/y", bytes(MOST_BYTES + 1)), "", 0.0)
    assert files.get("large", 1.0) is None


def test_what_is_about_a_session_goes_with_it(database: Database) -> None:
    choices, files, store = ChoiceStore(database), FileStore(database), EventStore(database)
    for name in ("gone", "stays"):
        store.append(name, 0, Started(name, 7, "a_optimal", 10, "toy", "f"), 0.0)
        choices.put(name, "place", "either")
        choices.put(name, "place", "classics")
        files.put(f"of {name}", PICTURE, name, 0.0)
    assert choices.of("gone") == {"place": "classics"}
    store.delete("gone")
    assert choices.of("gone") == {} and choices.of("stays") == {"place": "classics"}
    assert files.get("of gone", 1.0) is None and files.get("of stays", 1.0) == PICTURE
    store.delete("stays")


def test_work_is_done_by_one_at_a_time_and_a_loss_is_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding_module, "LASTS_S", 0.5)
    leases = LeaseStore(database)
    inside, most, done = 0, 0, []

    def work(n: int) -> None:
        nonlocal inside, most
        with holding(leases, "shift"):
            inside += 1
            most = max(most, inside)
            time.sleep(0.05)
            inside -= 1
        done.append(n)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, range(3)))
    assert sorted(done) == [0, 1, 2] and most == 1
    with holding(leases, "shift") as lost:
        database.write(["UPDATE leases SET holder = 'another'"], {})
        assert lost.wait(timeout=10)
    assert leases.holder("shift", 0.0) == "another", "what was lost is not given back"
    leases.give_back("shift", "another")


def test_who_was_killed_and_starts_again_need_not_wait(database: Database) -> None:
    leases = LeaseStore(database)
    assert leases.take("again", "the follower of a folder", time.time())
    began = time.monotonic()
    with holding(leases, "again", holder="the follower of a folder"):
        assert time.monotonic() - began < LASTS_S / 2
