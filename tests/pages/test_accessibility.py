"""No serious or critical violation of the axe rules on any page, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, session_id

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "picks", "taste", "together", "uncertainty", "models", "shared")
# about Streamlit's own frame, which an app cannot change
FRAME = {"aria-allowed-role"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, shared_server: Server, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    session = session_id(page)
    found = []
    for name in ("start", *PAGES):
        address = "" if name == "start" else f"{name}?s={session}"
        page.goto(f"{shared_server.url}/{address}")
        expect(page.locator("h1").first).to_be_visible()
        at_rest(page)
        page.wait_for_timeout(500)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical") and violation["id"] not in FRAME:
                where = [node["html"][:160] for node in violation["nodes"][:3]]
                found.append((name or "ask", violation["id"], where))
    context.close()
    assert not found, "\n".join(map(str, found))
