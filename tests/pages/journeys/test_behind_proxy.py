"""The proxy of deploy/haproxy before two servers: TLS, stickiness, and what it keeps to itself."""

import http.server
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from proxies import HAPROXY, Proxy, free_port
from servers import Server
from walks import LEFT, WAIT, at_question, begin

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(HAPROXY is None, reason="HAProxy is not on this machine"),
]
TRUSTING = ssl._create_unverified_context()


def get(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body, whatever the status is."""
    request = urllib.request.Request(url, headers=headers)
    try:
        answer = urllib.request.urlopen(request, context=TRUSTING, timeout=20)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, dict(answer.headers), answer.read().decode(errors="replace")


class Echo(http.server.BaseHTTPRequestHandler):
    """Says what it was asked with, and is always ready."""

    def do_GET(self) -> None:
        body = "".join(f"{name.lower()}: {value}\n" for name, value in self.headers.items())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def echoed(tmp_path: Path) -> Iterator[Proxy]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        threading.Thread(target=echo.serve_forever, daemon=True).start()
        with closing(Proxy(tmp_path, (echo.server_port, free_port()))) as proxy:
            while get(proxy.url)[0] == 503:  # no server was found ready yet
                time.sleep(0.1)
            yield proxy
        echo.shutdown()


def test_what_a_visitor_says_about_themselves_goes_no_further(echoed: Proxy) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    _, _, body = get(f"{echoed.url}/", **forged)
    assert "x-forwarded-for: 127.0.0.1\n" in body and "203.0.113.9" not in body
    assert "x-forwarded-proto: https\n" in body


def test_figures_and_probes_are_not_for_visitors_and_the_log_holds_no_key(echoed: Proxy) -> None:
    for path in ("/metrics", "/healthz", "/readyz"):
        assert get(f"{echoed.url}{path}")[0] == 404
    assert get(f"{echoed.url}/shared?p=SECRET&s=SECRET")[0] == 200
    while "GET /shared" not in (written := echoed.log.read_text()):  # written after the answer
        time.sleep(0.1)
    assert "SECRET" not in written


def test_plain_requests_are_sent_to_tls(echoed: Proxy) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as moved:
        opener.open(f"http://localhost:{echoed.plain}/picks", timeout=20)
    with moved.value as answer:
        assert answer.status == 301 and answer.headers["Location"].startswith("https://")


@pytest.mark.browser
def test_who_answers_goes_on_at_the_other_server_when_theirs_dies(
    browser: Browser, world: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path}/sessions.sqlite3"
    servers = [Server(world, database, tmp_path / f"log{n}") for n in range(2)]
    with closing(servers[0]), closing(servers[1]):
        ports = [server.port for server in servers]
        with closing(Proxy(tmp_path, ports)) as proxy:
            context = browser.new_context(ignore_https_errors=True)
            page = context.new_page()
            page.set_default_timeout(WAIT)
            expect.set_options(timeout=WAIT)
            begin(page, proxy.url)
            page.locator(LEFT).click()
            at_question(page, 2)
            cookies = {cookie["name"]: cookie for cookie in context.cookies()}
            open_to_eavesdroppers = [name for name in cookies if not cookies[name]["secure"]]
            assert not open_to_eavesdroppers
            theirs = cookies["tenfold_replica"]["value"]
            servers[theirs == "second"].kill()
            expect(page.locator(".offline")).to_be_hidden()
            page.reload()
            at_question(page, 2)  # nothing is lost, and the same question stands there
            page.locator(LEFT).click()
            at_question(page, 3)
            context.close()
