"""Signing in with OpenID Connect, at a provider that runs for the test."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from servers import Server
from walks import WAIT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = {"ada@lab.example": True, "eve@lab.example": False, "bob@elsewhere.example": True}
SECRETS = """
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "a secret of this test, long enough"
client_id = "tenfold"
client_secret = "secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("oidc-provider-mock")), "--port", str(port)]
    for email, verified in PEOPLE.items():
        claims = {"sub": email, "email": email, "email_verified": verified}
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=1).close()
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


def test_only_who_is_listed_and_verified_comes_in(
    page: Page, provider: str, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
    monkeypatch.setenv("TENFOLD_STAFF", "@lab.example")
    page.set_default_timeout(WAIT)
    server = Server(world, f"sqlite:///{tmp_path}/sessions.sqlite3", tmp_path / "log")
    with closing(server):
        server.kill()  # its port is known only now
        secrets.write_text(SECRETS.format(url=server.url, provider=provider))
        server.start()
        for email, comes_in in zip(PEOPLE, (True, False, False), strict=True):
            page.goto(f"{server.url}/present")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{provider}/**")
            page.get_by_text(email).first.click()
            page.wait_for_url(f"{server.url}/**")
            page.goto(f"{server.url}/present")
            expect(page.get_by_role("button", name="Sign out")).to_be_visible(timeout=WAIT)
            expect(page.get_by_role("button", name="Open a room")).to_have_count(int(comes_in))
            if not comes_in:
                expect(page.get_by_text(f"signed in as {email}")).to_be_visible()
            page.context.clear_cookies()
        page.goto(f"{server.url}/present")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("button", name="Open a room")).to_have_count(0)
