"""Two servers on one database and no stickiness: whichever is asked knows what the other knows."""

import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin

from benchmarks.service.postgresql import Postgresql

PASSPHRASE = "correct horse battery staple"


@pytest.mark.browser
@pytest.mark.slow
def test_files_signing_in_and_controls_hold_at_every_replica(
    page: Page, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_PASSPHRASE", PASSPHRASE)
    page.set_default_timeout(WAIT)
    try:
        postgresql = Postgresql()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    with (
        closing(postgresql),
        closing(Server(world, postgresql.url, tmp_path / "log-a")) as a,
        closing(Server(world, postgresql.url, tmp_path / "log-b")) as b,
    ):
        begin(page, a.url)
        page.locator(LEFT).click()
        at_question(page, 2)
        page.goto(page.url.replace(a.url, b.url))  # a cookie does not ask for the port
        at_question(page, 2)
        page.locator(LEFT).click()
        at_question(page, 3)

        page.goto(page.url.replace(f"{b.url}/", f"{b.url}/picks"))
        at_rest(page)
        with page.expect_download() as download, page.expect_request("**/media/**") as asked:
            page.get_by_role("button", name="Picture").click()
        made = Path(download.value.path()).read_bytes()
        assert made.startswith(b"\x89PNG")
        elsewhere = asked.value.url.replace(b.url, a.url)
        with urllib.request.urlopen(elsewhere) as answer:
            assert answer.read() == made
            assert "tenfold.png" in answer.headers["content-disposition"]

        slider = page.get_by_role("slider").first
        for key in ("End", "ArrowLeft"):
            slider.focus()
            page.keyboard.press(key)
            at_rest(page)
        expect(page.get_by_text("Rather classics", exact=True)).to_be_visible()
        at_rest(page)
        page.goto(page.url.replace(b.url, a.url))
        expect(page.get_by_text("Rather classics", exact=True)).to_be_visible()

        page.goto(f"{a.url}/studies")
        page.get_by_role("textbox", name="Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Enter").click()
        out = page.get_by_role("button", name="Sign out")
        expect(out).to_be_visible()
        page.goto(f"{b.url}/lab")
        expect(out).to_be_visible()
        out.click()
        expect(page.get_by_role("textbox", name="Passphrase")).to_be_visible()
        page.goto(f"{a.url}/lab")
        expect(page.get_by_role("textbox", name="Passphrase")).to_be_visible()
    for log in ("log-a", "log-b"):
        assert "Traceback" not in (tmp_path / log).read_text()
