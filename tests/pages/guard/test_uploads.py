"""Limits of uploads, by a clock of our own."""

from pages.components.guard.uploads import (
    MOST_BYTES,
    MOST_IN_ALL,
    MOST_OF_ADDRESS,
    MOST_OF_SESSION,
    OF_ADDRESS,
    WAITS_S,
    Uploads,
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def limits() -> tuple[Uploads, Clock, list[tuple[str, str]]]:
    removed: list[tuple[str, str]] = []
    clock = Clock()
    return Uploads(lambda session, file: removed.append((session, file)), clock), clock, removed


def test_a_length_is_announced_and_bounded() -> None:
    uploads, _, _ = limits()
    assert uploads.refusal("a", ("s", "1"), None) == 411
    assert uploads.refusal("a", ("s", "1"), MOST_BYTES + 1) == 413
    assert uploads.refusal("a", ("s", "1"), MOST_BYTES) == 0


def test_few_files_of_a_session_wait_at_once() -> None:
    uploads, _, removed = limits()
    for number in range(MOST_OF_SESSION):
        assert uploads.refusal("a", ("s", str(number)), 10) == 0
    assert uploads.refusal("a", ("s", "more"), 10) == 429
    assert uploads.refusal("a", ("s", "0"), 10) == 429, "one file, sent twice at once"
    uploads.done(("s", "0"))
    assert removed == [("s", "0")]
    assert uploads.refusal("a", ("s", "more"), 10) == 0


def test_bytes_of_an_address_and_of_all_are_bounded() -> None:
    uploads, _, _ = limits()
    waiting, clients = 0, 0
    while waiting < 2 * MOST_IN_ALL and clients < 100:
        for number in range(int(OF_ADDRESS.burst)):
            if uploads.refusal(f"c{clients}", (f"{clients}-{number}", "f"), MOST_BYTES):
                break
            waiting += MOST_BYTES
        assert waiting <= (clients + 1) * MOST_OF_ADDRESS
        clients += 1
    assert MOST_IN_ALL - MOST_BYTES < waiting <= MOST_IN_ALL


def test_what_nobody_reads_is_dropped_and_an_address_may_go_on_later() -> None:
    uploads, clock, removed = limits()
    for number in range(int(OF_ADDRESS.burst)):
        assert uploads.refusal("a", (f"s{number}", "f"), 1) == 0
    assert uploads.refusal("a", ("next", "f"), 1) == 429
    clock.now = WAITS_S + 1.0
    assert uploads.refusal("a", ("next", "f"), 1) == 0
    assert len(removed) == int(OF_ADDRESS.burst) and len(uploads) == 1
