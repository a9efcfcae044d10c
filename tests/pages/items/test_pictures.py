import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.datasets.catalogue import Catalogue
from pages.components.guard.headers import policy
from pages.components.items import pictures
from pages.components.items.listing import poster_of


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://img.example.org/a.jpg", "img.example.org"),
        ("HTTPS://IMG.example.org/a.jpg", "img.example.org"),
        ("http://img.example.org/a.jpg", ""),
        ("https://me@img.example.org/a.jpg", ""),
        ("https://img.example.org:8443/a.jpg", ""),
        ("https://img.example.org:x/a.jpg", ""),
        ("//img.example.org/a.jpg", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_plain_https_has_a_host(address, host):
    assert pictures.host_of(address) == host


KNOWN, OTHER = "https://img.example.org/a.jpg", "https://track.example.com/a.gif"
INLINE = "data:image/png;base64,AAAA"
CATALOGUE = Catalogue(
    keys=("a", "b", "c", "d"),
    titles=("A", "B", "C", "D"),
    years=(0, 0, 0, 0),
    genres=((), (), (), ()),
    images=(KNOWN, OTHER, INLINE, ""),
    descriptions=("",) * 4,
)


def test_pictures_of_named_hosts_are_shown_and_the_others_drawn(monkeypatch):
    monkeypatch.setenv("TENFOLD_IMAGE_HOSTS", "img.example.org, 'self' *; https://x.org")
    assert [pictures.of(CATALOGUE, item) for item in range(4)] == [KNOWN, "", INLINE, ""]
    assert pictures.refused(CATALOGUE) == ("track.example.com",)
    assert KNOWN in poster_of(CATALOGUE, 0) and "track" not in poster_of(CATALOGUE, 1)
    monkeypatch.delenv("TENFOLD_IMAGE_HOSTS")
    assert KNOWN not in poster_of(CATALOGUE, 0)


@given(st.text())
def test_no_setting_widens_the_policy_beyond_hosts(listed):
    named = pictures._hosts(listed)
    assert all(c.isalnum() or c in ".-" for name in named for c in name)
    written = policy((), sorted(f"https://{host}" for host in named))
    assert written.count(";") == policy().count(";")
