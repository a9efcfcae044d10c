"""Names that can only mean this computer."""

from pages.components.access.same_machine import is_loopback


def test_loopback_names() -> None:
    for own in ("localhost", "tenfold.localhost", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        assert is_loopback(own)
    for other in ("", "localhost.localdomain", "0.0.0.0", "10.0.0.1", "notlocalhost"):
        assert not is_loopback(other)
