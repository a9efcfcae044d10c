"""A catalogue whose every text is Markdown and HTML: pages show it as text and fetch nothing."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from hostile import HOST, save_hostile_world
from playwright.sync_api import Page
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, session_id

pytestmark = pytest.mark.browser

# what a picture, a link, an element, a heading, a formula or a colour of such a text would become
MADE = (
    f'img[src*="{HOST}/p"], a[href*="{HOST}/l"], [onclick], .stMarkdown h1, .katex, '
    ".stMarkdownColoredText"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    world = save_hostile_world(folder / "world")
    with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", folder / "log")) as running:
        yield running


def test_no_text_of_a_catalogue_becomes_anything_else(page: Page, server: Server) -> None:
    """A picture in the name of a genre was fetched from its host, from the filter and from axes."""
    page.set_default_timeout(WAIT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def look() -> None:
        at_rest(page)
        page.wait_for_timeout(300)
        assert page.locator(MADE).evaluate_all("all => all.map(e => e.outerHTML)") == []

    begin(page, server.url)
    for number in (2, 3):
        page.locator(LEFT).click()
        at_question(page, number)
    look()
    own = session_id(page)
    page.goto(f"{server.url}/picks?s={own}")
    page.locator(".pick").first.wait_for()
    page.locator(".st-key-tune button").first.click()
    page.locator(".st-key-genres").wait_for()
    look()
    page.goto(f"{server.url}/taste?s={own}")
    page.locator(".axis").first.wait_for()
    look()
    page.goto(f"{server.url}/together?s={own}")
    page.get_by_role("button", name="Invite").click()
    page.locator(".matches").first.wait_for()
    look()
    assert not [url for url in asked if HOST in url]
