"""The pages of researchers on a server with neither a passphrase nor a login."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from coroutines import run
from playwright.sync_api import Page, expect
from servers import Server
from tabs import Tab
from walks import WAIT, as_researcher, at_rest

from pages.components.access.desk import OneTimeKey

CLOSED = ("studies", "lab", "present")
FORGED = (  # each looked like the server's own computer behind one proxy or another
    {},
    {"Host": "localhost"},
    {"Host": "127.0.0.1:80", "Origin": "http://127.0.0.1"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
    {"Cookie": "tenfold_desk="},
    {"Cookie": "tenfold_desk=guess"},
)


@pytest.fixture(scope="module")
def server(world, tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("desk")
    with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", folder / "log")) as running:
        yield running


def status_and_cookie(server: Server, method: str, link: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    parts = urlsplit(link)
    connection.request(method, f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_nothing_that_a_visitor_can_write_opens_them(server, headers):
    async def look() -> list[str]:
        async with Tab(server, headers) as tab:
            return [(await tab.look(page)).text for page in CLOSED]

    for said in run(look()):
        assert "Open the link that the server printed" in said
        assert "Sign out" not in said


def test_a_printed_link_lets_one_browser_in_once(server):
    link = server.desk_link()
    assert status_and_cookie(server, "HEAD", link) == (303, ""), "a look ahead spends nothing"
    assert status_and_cookie(server, "GET", link[:-1]) == (303, "")
    status, cookie = status_and_cookie(server, "GET", link)
    assert status == 303 and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert status_and_cookie(server, "GET", link) == (303, "")
    assert server.desk_link() != link, "the next one is printed"

    async def walk() -> None:
        async with Tab(server, {"Cookie": cookie.partition(";")[0]}) as tab:
            for page in CLOSED:
                assert "Sign out" in (await tab.look(page)).text
            left = await tab.press(tab.seen.buttons["logout"])
            assert "Open the link that the server printed" in left.text
            assert "Sign out" not in (await tab.look("studies")).text

    run(walk())


def test_with_a_passphrase_no_link_is_printed_and_none_opens(world, tmp_path, monkeypatch):
    monkeypatch.setenv("TENFOLD_PASSPHRASE", "correct horse battery staple")
    with closing(Server(world, f"sqlite:///{tmp_path}/s.sqlite3", tmp_path / "log")) as other:
        assert "/desk" not in other.log.read_text()
        assert status_and_cookie(other, "GET", f"{other.url}/desk?key=") == (303, "")


def test_a_key_opens_once():
    key = OneTimeKey()
    first = key.key
    assert not key.spend("") and not key.spend(first + "x") and not key.spend("\udcff")
    assert key.spend(first) and not key.spend(first)
    assert key.spend(key.key)


@pytest.mark.browser
def test_whoever_clicks_it_is_in_until_they_sign_out(page: Page, server: Server) -> None:
    page.set_default_timeout(WAIT)
    page.goto(f"{server.url}/lab")
    expect(page.get_by_text("Open the link that the server printed")).to_be_visible(timeout=WAIT)
    as_researcher(page, server, "/lab")
    expect(page.get_by_role("heading", name="Lab", exact=True)).to_be_visible(timeout=WAIT)
    assert "key=" not in page.url and "tenfold_desk" not in page.evaluate("document.cookie")
    at_rest(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Open the link that the server printed")).to_be_visible(timeout=WAIT)
