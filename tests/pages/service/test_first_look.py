"""Two people who open pages that nobody has seen yet load them one after the other."""

from threading import Barrier, Event, Thread

import pytest

from pages.components.service.first_look import FirstLooks


def test_first_looks_come_one_after_the_other() -> None:
    looks, inside, go_on = FirstLooks(), Event(), Event()
    order: list[str] = []

    def slow() -> None:
        with looks.at("models"):
            inside.set()
            go_on.wait(10)
            order.append("models")

    def quick() -> None:
        with looks.at("lab"):
            order.append("lab")

    threads = [Thread(target=slow), Thread(target=quick)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    threads[1].join(0.2)
    assert threads[1].is_alive() and not order
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["models", "lab"]


def test_who_comes_later_waits_for_nobody_even_where_the_first_look_failed() -> None:
    looks, together = FirstLooks(), Barrier(2, timeout=10)
    with pytest.raises(ZeroDivisionError), looks.at("models"):
        raise ZeroDivisionError

    def later() -> None:
        with looks.at("models"):
            together.wait()

    threads = [Thread(target=later) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not together.broken and not any(thread.is_alive() for thread in threads)
