"""The door: what opens it, and how often one may try."""

import hashlib
import threading
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.database import Database
from elicitation.sessions.tries import TryStore
from pages.components.access.limits import LIMITS, LIMITS_OF_ALL, LONGEST, Limit, wait
from pages.components.access.passphrase import Door, digest
from pages.components.access.signin import may_enter
from pages.components.guard.addresses import client_of

SALT = b"sixteen bytes ok"
MOST, WINDOW = LIMITS[0]


@pytest.fixture
def tries(tmp_path):
    with closing(Database(f"sqlite:///{tmp_path}/s.sqlite3")) as database:
        yield TryStore(database, "test")


def test_the_digest_is_scrypt_and_depends_on_the_salt() -> None:
    # the vector of RFC 7914, section 12, fixes what scrypt is; ours is it with other costs
    assert hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16).hex().startswith("fdbabe1c")
    assert digest("open", SALT) == hashlib.scrypt(b"open", salt=SALT, n=2**14, r=8, p=1)
    assert digest("open", SALT) != digest("open", b"another salt ...")


def test_it_opens_for_its_passphrase_only(tries) -> None:
    door = Door("grüne Wiese", SALT, Limit(tries))
    assert door.opens("grüne Wiese", "a", 0.0)
    assert door.opens(unicodedata.normalize("NFD", " grüne Wiese\n"), "a", 0.0)
    for wrong in ("", "grune Wiese", "grüne Wiese!"):
        assert not door.opens(wrong, "a", 0.0)


def test_after_so_many_tries_one_waits_and_the_right_one_does_not_open_either(tries) -> None:
    door = Door("open", SALT, Limit(tries))
    for n in range(MOST):
        assert door.wait("a", n) == 0.0
        assert not door.opens("wrong", "a", float(n))
    assert door.wait("a", 10.0) == WINDOW - 10.0
    assert not door.opens("open", "a", 10.0)
    assert door.wait("b", 10.0) == 0.0 and door.opens("open", "b", 10.0)
    assert door.wait("a", WINDOW) == 0.0 and door.opens("open", "a", WINDOW)


def test_many_addresses_are_limited_together() -> None:
    most, window = LIMITS_OF_ALL[0]
    tries = [(f"client {n}", float(n) / most) for n in range(most)]
    assert wait(tries[:-1], "new", 1.0) == 0.0
    assert wait(tries, "new", 1.0) == pytest.approx(window - 1.0)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.floats(0.0, 7200.0)), max_size=100),
    st.floats(0.0, 7200.0),
)
def test_the_wait_ends_exactly_when_no_window_is_full(tries, now) -> None:
    tries = sorted((one for one in tries if one[1] <= now), key=lambda one: one[1])

    def full(at: float) -> bool:
        own = [t for who, t in tries if who == "a"]
        everybody = [t for _, t in tries]
        return any(
            sum(at - t < seconds for t in times) >= most
            for times, limits in ((own, LIMITS), (everybody, LIMITS_OF_ALL))
            for most, seconds in limits
        )

    waited = wait(tries, "a", now)
    assert (waited > 1e-6) <= full(now)
    assert not full(now + waited + 1e-6)
    if waited > 1e-3:
        assert full(now + waited - 1e-3)


def test_many_at_once_are_no_way_around(tries) -> None:
    door, opened = Door("open", SALT, Limit(tries)), []
    threads = [
        threading.Thread(target=lambda: opened.append(door.opens("wrong", "a", 0.0)))
        for _ in range(3 * MOST)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 3 * MOST and not any(opened)
    assert door.wait("a", 0.0) == WINDOW


def test_processes_count_together_and_no_try_is_kept_for_longer_than_needed(
    tries, tmp_path
) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/s.sqlite3")) as database:
        doors = (
            Door("open", SALT, Limit(tries)),
            Door("open", b"another salt ...", Limit(TryStore(database, "test"))),
        )
        for n in range(MOST):
            assert not doors[n % 2].opens("wrong", "a", float(n))
        assert not any(door.opens("open", "a", MOST) for door in doors)
    assert len(tries.since(-1.0)) == MOST
    assert doors[0].opens("open", "a", 2 * LONGEST)
    assert not tries.since(-1.0)


def test_a_clock_that_was_set_back_opens_nothing(tries) -> None:
    door = Door("open", SALT, Limit(tries))
    for _ in range(MOST):
        assert not door.opens("wrong", "a", 1000.0)
    assert not door.opens("open", "a", 500.0) and door.wait("a", 500.0) == WINDOW


def test_one_machine_is_one_client() -> None:
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff") != client_of("2001:db8:0:1::1")
    assert client_of("192.0.2.1") == "192.0.2.1" != client_of("192.0.2.2")
    assert client_of(None) == client_of("::1")
    assert client_of("no address") == "no address"


def test_a_list_admits_addresses_and_domains_that_are_verified() -> None:
    assert not may_enter("anybody@example.com", True, " ")
    assert may_enter("anybody@example.com", True, "*")
    assert not may_enter("anybody@example.com", False, "*")
    listed = "ada@example.org, @lab.example"
    assert may_enter("Ada@Example.org", True, listed)
    assert may_enter("bob@lab.example", True, listed)
    assert not may_enter("ada@example.org", False, listed)
    for other in ("eve@example.org", "eve@notlab.example", "lab.example", "@lab.example.evil", ""):
        assert not may_enter(other, True, listed), other
