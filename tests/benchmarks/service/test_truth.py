"""The comparison of what was said with what is stored finds what is missing, changed or twice."""

import socket
import threading
from contextlib import closing, suppress

import pytest

from benchmarks.service.person import Diary, Said
from benchmarks.service.relay import Relay
from benchmarks.service.truth import Comparison, compared
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Started, pick
from elicitation.sessions.store import EventStore

ITEMS = tuple("abcd")


@pytest.fixture
def url(tmp_path) -> str:
    """A session with a pick of the right one, two taps, and an answer in a line of its own."""
    address = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Database(address)) as database:
        store = EventStore(database)
        store.append("s", 0, Started("s", 1, "a_optimal", 9, "toy", "f"), 0.0)
        store.append("s", 1, Answered(0, ("a", "b"), pick("b")), 0.0)
        taps = Choice("taps", ("b", "d"))
        store.append("s", 2, Answered(1, ITEMS, taps, question="taps"), 0.0)
    return address


SAID = [Said("s", 0, "right"), Said("s", 1, (1, 3))]


@pytest.mark.parametrize(
    ("kept", "unsure", "expected"),
    [
        (SAID, [], Comparison(2, 2)),
        (SAID[:1], SAID[1:], Comparison(1, 2)),
        (SAID, [Said("s", 0, "left")], Comparison(2, 2)),
        ([*SAID, Said("s", 2, "left")], [], Comparison(3, 2, lost=1)),
        ([Said("s", 0, "left"), SAID[1]], [], Comparison(2, 2, lost=1)),
        ([SAID[0], Said("s", 1, (1,))], [], Comparison(2, 2, lost=1)),
        (SAID[:1], [], Comparison(1, 2, doubled=1)),
        ([Said("other", 0, "left")], [], Comparison(1, 0, lost=1)),
    ],
)
def test_each_kind_of_difference_is_found(url, kept, unsure, expected) -> None:
    assert compared([Diary(kept, unsure)], url) == expected


def test_a_relay_passes_on_swallows_and_is_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def echo() -> None:
            while True:
                try:
                    end, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(end,), daemon=True).start()

        def answer(end: socket.socket) -> None:
            with end:
                while data := end.recv(100):
                    end.sendall(data)

        threading.Thread(target=echo, daemon=True).start()
        with closing(Relay(server.getsockname()[1])) as relay:

            def asked() -> bytes:
                with socket.create_connection(("127.0.0.1", relay.port), timeout=5) as end:
                    end.settimeout(0.3)
                    end.sendall(b"hello")
                    return end.recv(100)

            assert asked() == b"hello"
            relay.swallow()
            with pytest.raises(TimeoutError):
                asked()
            relay.restore()
            assert asked() == b"hello"
            relay.cut()
            with suppress(OSError):
                assert asked() == b""
        server.shutdown(socket.SHUT_RDWR)
