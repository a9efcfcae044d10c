"""Four pages for everybody, one door to the others; on a phone without a drawer."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin

from pages.components.app.menu import RESEARCH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOUR = ["Questions", "Your picks", "Your taste", "Together"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_four_pages_and_the_door_are_one_press_away(
    browser: Browser, shared_server: Server, width: int
) -> None:
    is_phone = width < 640
    with closing(
        browser.new_context(viewport={"width": width, "height": 844}, has_touch=is_phone)
    ) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        begin(page, shared_server.url)
        page.locator(LEFT).click()
        at_question(page, 2)
        for name in (*FOUR, "Research"):
            links = page.get_by_role("link", name=name, exact=True)
            shown = [link for link in links.all() if link.is_visible()]
            assert len(shown) == 1, name
            (shown[0].tap if is_phone else shown[0].click)()
            if name != "Questions":
                heading = page.get_by_role("heading", level=1, name=name)
                expect(heading.first).to_be_visible(timeout=WAIT)
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0
        for _file, title, _purpose in RESEARCH:
            expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
        page.get_by_role("link", name="Behind the scenes", exact=True).click()
        expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=WAIT)
        at_rest(page)
        page.go_back()
        expect(page.get_by_role("heading", level=1, name="Research").first).to_be_visible()
        at_rest(page)
        page.get_by_role("link", name="Sparsity", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="Sparsity")).to_be_visible(timeout=WAIT)
        at_rest(page)
        page.go_back()
        expect(page.get_by_role("heading", level=1, name="Research").first).to_be_visible()
