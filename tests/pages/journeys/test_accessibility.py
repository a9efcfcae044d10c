"""No serious or critical violation of the axe rules on any page, light and dark."""

import pytest
from playwright.sync_api import Browser, expect
from servers import Server
from walks import LEFT, WAIT, at_question, begin, serious, session_id

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    *(
        "",
        "picks",
        "taste",
        "together",
        "uncertainty",
        "models",
        "lab",
        "present",
        "shared",
        "research",
    ),
    *("sparsity?part=data", "sparsity?part=activation"),
)


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
        address = "" if name == "start" else f"{name}{'&' if '?' in name else '?'}s={session}"
        page.goto(f"{shared_server.url}/{address}")
        expect(page.locator("h1").first).to_be_visible()
        found += serious(page)
    context.close()
    assert not found, "\n".join(map(str, found))
