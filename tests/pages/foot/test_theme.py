"""The switch of colours: it holds on every page, in dialogs too, whatever the system says."""

import pytest
from playwright.sync_api import Browser, expect
from servers import Server
from walks import WAIT, at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIGHT, DARK = "rgb(251, 248, 243)", "rgb(21, 19, 15)"  # of .streamlit/config.toml


def test_colours_chosen_on_one_page_hold_on_all(browser: Browser, shared_server: Server) -> None:
    expect.set_options(timeout=WAIT)
    context = browser.new_context(color_scheme="light", has_touch=True)
    page = context.new_page()
    page.goto(shared_server.url)
    app, switch = page.locator(".stApp"), page.locator(".theme-switch")
    expect(app).to_have_css("background-color", LIGHT)
    expect(switch.get_by_role("radio", name="Auto")).to_have_attribute("aria-checked", "true")
    switch.get_by_role("radio", name="Dark").tap()
    expect(app).to_have_css("background-color", DARK)
    page.goto(f"{shared_server.url}/models")
    at_rest(page)
    expect(app).to_have_css("background-color", DARK)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    switch.get_by_role("radio", name="Auto").tap()
    expect(app).to_have_css("background-color", LIGHT)
    context.close()
