"""Whole visits from the invitation to the picks: on a phone by touch, and by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import LEFT, RIGHT, WAIT, at_question, at_rest, stored

from elicitation.sessions.events import Answered, Marked

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIDEWAYS = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    yield page
    context.close()


def test_a_whole_visit_by_touch(phone: Page, shared_server: Server) -> None:
    phone.goto(shared_server.url)
    phone.get_by_role("button", name="Start").tap()
    for number in range(1, 11):
        at_question(phone, number)
        for card in (LEFT, RIGHT):
            expect(phone.locator(card)).to_be_in_viewport()
        phone.locator(RIGHT if number % 3 else LEFT).tap()
    expect(phone.get_by_text("Your list is ready")).to_be_visible()
    assert not phone.evaluate(SIDEWAYS)
    phone.get_by_role("button", name="See your picks").tap()
    expect(phone.locator(".pick")).to_have_count(24)
    at_rest(phone)
    phone.locator(".pick .more").first.tap()
    phone.get_by_role("dialog").get_by_role("button", name="Save").tap()
    expect(phone.locator(".aside .chip")).to_have_count(1)
    assert not phone.evaluate(SIDEWAYS)
    events = stored(shared_server, phone)
    assert sum(isinstance(event, Answered) for event in events) == 10
    assert sum(isinstance(event, Marked) for event in events) == 1


def tab_to(page: Page, inside: str) -> None:
    """Press Tab until the focus is inside the selector; fails if it never comes there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("where => document.activeElement.closest(where) !== null", inside):
            return
    raise AssertionError(f"sixty tabs do not lead to {inside}")


def test_a_whole_visit_by_keyboard_alone(page: Page, shared_server: Server) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    page.goto(shared_server.url)
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    at_rest(page)
    tab_to(page, ".st-key-start_button")
    page.keyboard.press("Enter")
    at_question(page, 1)
    expect(page.locator("html")).to_have_attribute("data-gestures", "on")
    for number in range(1, 11):
        at_question(page, number)
        page.keyboard.press(("ArrowLeft", "ArrowRight", "s")[number % 3])
    expect(page.get_by_text("Your list is ready")).to_be_visible()
    at_rest(page)
    tab_to(page, ".st-key-see_picks")
    page.keyboard.press("Enter")
    expect(page.locator(".pick")).to_have_count(24)
    at_rest(page)
    tab_to(page, ".pick .more")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
