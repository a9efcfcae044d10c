"""Pages take turns; who would wait for long stands in line, and comes in in order."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from threading import Lock

import pytest

from pages.components.service import admission
from pages.components.service.admission import GONE_S, LATEST_S, Admission, Place


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def entered(door: Admission, who: str) -> bool:
    with door.turn(who) as place:
        return place is None


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def full(clock: Clock, monkeypatch: pytest.MonkeyPatch):
    """A door behind which there is room for two, and both are inside; the way out, one by one."""
    monkeypatch.setattr(admission, "PATIENCE_S", 2.0)
    monkeypatch.setattr(admission, "FIRST_GUESS_S", 1.0)
    monkeypatch.setattr(admission, "HANGS_S", 0.01)
    door = Admission(clock)
    monkeypatch.setattr(admission, "WEIGHT", 0.0)  # pages take a second here, whatever the clock
    inside = [ExitStack(), ExitStack()]
    for n, stack in enumerate(inside):
        assert stack.enter_context(door.turn(f"inside {n}")) is None
    return door, inside


def test_one_page_at_a_time_and_a_failure_ends_its_turn() -> None:
    door, seen, inside, most = Admission(), Lock(), 0, 0

    def page(n: int) -> None:
        nonlocal inside, most
        with suppress(ZeroDivisionError), door.turn(str(n)) as place:
            assert place is None
            with seen:
                inside += 1
                most = max(most, inside)
            try:
                time.sleep(0.005)
                1 / (n % 3)
            finally:
                with seen:
                    inside -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(page, range(24)))
    assert most == 1 and door.n_inside == 0
    assert entered(door, "a")


def test_a_page_that_hangs_holds_up_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "HANGS_S", 0.05)
    door = Admission()
    with door.turn("hangs"), ThreadPoolExecutor(1) as thread:
        assert thread.submit(entered, door, "other").result(timeout=5)
    with door.work(), ThreadPoolExecutor(1) as thread:  # the second gave back only what it had
        assert not door._turn.acquire(blocking=False)


def test_who_would_wait_for_long_stands_in_line_and_comes_in_in_order(full, clock: Clock) -> None:
    door, inside = full
    for number, who in enumerate(("a", "b", "c"), start=1):
        with door.turn(who) as place:
            assert place is not None and place.number == number
            assert 0.0 < place.seconds <= LATEST_S
    assert door.n_in_line == 3 and door.n_inside == 2
    inside[0].close()
    assert door.is_near("b") == Place(2, pytest.approx(2.0, abs=1.0)), "a is first"
    assert not entered(door, "b") and not entered(door, "late")
    assert door.is_near("a") is None
    assert entered(door, "a")
    assert entered(door, "b") and door.n_in_line == 2


def test_who_leaves_the_line_is_forgotten(full, clock: Clock) -> None:
    door, inside = full
    assert not entered(door, "gone") and not entered(door, "stays")
    clock.now = GONE_S - 1.0
    assert not entered(door, "stays")
    clock.now = GONE_S + 1.0
    with door.turn("stays") as place:
        assert place is not None and place.number == 1
    inside[0].close()
    assert entered(door, "stays") and door.n_in_line == 0


def test_slower_pages_make_the_line_begin_earlier() -> None:
    clock = Clock()
    door = Admission(clock)
    for _ in range(200):
        with door.work():
            clock.now += 1.0
    with ExitStack() as stack, ThreadPoolExecutor(1) as thread:
        stack.enter_context(door.work())
        places = [door._place(str(n)) for n in range(8)]
        assert sum(place is None for place in places) in (4, 5), "some five seconds of pages"
        assert thread.submit(entered, door, "another").result() is False
