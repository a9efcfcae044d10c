"""The app below a path, behind a proxy that passes on nothing else."""

from contextlib import closing
from pathlib import Path

import pytest
from nginx import proxied
from playwright.sync_api import Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, begin

from pages.components.delivery.base_path import base_path


def test_a_path_is_written_one_way() -> None:
    assert {base_path(text) for text in ("films", "/films", "films/", "/films/")} == {"/films"}
    assert base_path("") == base_path(None) == base_path("/") == ""


@pytest.mark.browser
@pytest.mark.slow
def test_everything_is_found_below_the_path(page: Page, world: Path, tmp_path: Path) -> None:
    page.set_default_timeout(WAIT)
    asked: list[tuple[str, int]] = []
    page.on("response", lambda answer: asked.append((answer.url, answer.status)))
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Server(world, url, tmp_path / "log", below="/films")) as server:
        try:
            behind = proxied(tmp_path, server.port, "/films")
            with behind as address:
                begin(page, f"{address}/")
                page.locator(LEFT).click()
                at_question(page, 2)
                page.goto(page.url.replace(f"{address}/", f"{address}/picks"))
                page.get_by_role("button", name="Share").click()
                page.get_by_role("button", name="Create a link").click()
                link = page.locator(".stCode code", has_text="/films/shared?p=").first
                expect(link).to_be_visible()
                assert "/films/shared?p=" in link.inner_text()
                page.keyboard.press("Escape")
                with page.expect_download() as download:
                    page.get_by_role("button", name="Picture").click()
                assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
                image = page.locator("meta[property='og:image']").get_attribute("content")
                assert image and image.startswith(f"{address}/preview.png")
                page.goto(image)
                page.goto(f"{address}/together")
                fonts = [each for each in asked if each[0].endswith(".woff2")]
                cookies = [each for each in page.context.cookies() if "tenfold" in each["name"]]
        except FileNotFoundError as error:
            pytest.skip(str(error))
    elsewhere = [found for found, _ in asked if not found.startswith((f"{address}/", "blob:"))]
    assert fonts and not elsewhere
    # of "/films/picks" the platform's script does not know where the page's name begins, and tries
    tried = ("/picks/_stcore/", "/shared/_stcore/", "/together/_stcore/")
    assert [
        url for url, status in asked if status >= 400 and not any(t in url for t in tried)
    ] == []
    assert {each["path"] for each in cookies} == {"/films"}
