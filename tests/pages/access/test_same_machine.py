"""Who sits at the server's own computer, and who only looks like it."""

import pytest

from pages.components.access.same_machine import is_loopback, is_nearby

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.8.8"])
@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_this_computer_is_nearby(peer, host) -> None:
    assert is_nearby(peer, {"host": host, "origin": f"http://{host}"}, "localhost")
    assert is_nearby(peer, {"host": host}, "localhost")  # no browser


@pytest.mark.parametrize(
    ("why", "peer", "headers", "public_name"),
    [
        ("another computer", "192.0.2.7", HERE, "localhost"),
        ("another one over IPv6", "::ffff:192.0.2.7", HERE, "localhost"),
        ("the connection is gone", None, {}, "localhost"),
        ("a proxy that says so", None, {**HERE, "X-Forwarded-For": "127.0.0.1"}, "localhost"),
        ("a proxy of the standard", None, {**HERE, "Forwarded": "for=127.0.0.1"}, "localhost"),
        ("a content network", None, {**HERE, "CF-Connecting-IP": "192.0.2.7"}, "localhost"),
        ("a tunnel keeps the name", None, {**HERE, "Host": "demo.tunnel.example"}, "localhost"),
        ("a rebound name", None, {**HERE, "Host": "evil.example:8501"}, "localhost"),
        ("another site's page", None, {**HERE, "Origin": "https://evil.example"}, "localhost"),
        ("a page of no site", None, {**HERE, "Origin": "null"}, "localhost"),
        ("a name that begins alike", None, {**HERE, "Host": "localhost.evil.example"}, "localhost"),
        ("a user's name", None, {**HERE, "Host": "localhost@evil.example"}, "localhost"),
        ("a broken name", None, {**HERE, "Host": "[::1"}, "localhost"),
        ("a public server", None, HERE, "tenfold.example"),
    ],
)  # fmt: skip
def test_others_are_not(why, peer, headers, public_name) -> None:
    assert not is_nearby(peer, headers, public_name), why


def test_loopback_names() -> None:
    assert is_loopback("tenfold.localhost")
    for other in ("", "localhost.localdomain", "0.0.0.0", "10.0.0.1", "notlocalhost"):
        assert not is_loopback(other)
