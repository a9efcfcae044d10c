"""On a phone, by touch: an answer said anew, a chip for tonight, and a friend who compares."""

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import LEFT, RIGHT, WAIT, at_question, at_rest, begin, serious, stored

from elicitation.sessions.events import Revised, Undone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def answered(browser: Browser, url: str, side: str) -> Page:
    """The phone of somebody with two answers."""
    page = browser.new_context(**PHONE).new_page()
    page.set_default_timeout(WAIT)
    begin(page, url)
    for number in (1, 2):
        at_question(page, number)
        page.locator(side).tap()
    at_question(page, 3)
    return page


def arrived(page: Page) -> None:
    """Nothing moves any more: a tap lands on what was meant."""
    at_rest(page)
    page.wait_for_timeout(400)


def go(page: Page, name: str) -> None:
    page.locator(".st-key-menu").get_by_role("link", name=name).tap()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    arrived(page)


def test_an_answer_is_changed_a_list_narrowed_and_compared(
    browser: Browser, shared_server: Server
) -> None:
    expect.set_options(timeout=WAIT)
    page = answered(browser, shared_server.url, LEFT)
    go(page, "Your taste")
    page.get_by_text("Your answers", exact=True).tap()
    page.locator(".st-key-revise_0 button").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("About the same").tap()
    dialog.get_by_role("button", name="Keep this").tap()
    expect(dialog).to_have_count(0)
    arrived(page)
    page.get_by_role("button", name="Undo the change").tap()
    expect(page.get_by_role("button", name="Undo the change")).to_have_count(0)
    at_rest(page)
    events = stored(shared_server, page)
    assert [type(event) for event in events[-2:]] == [Revised, Undone], events[1:]

    go(page, "Your picks")
    expect(page.locator(".pick")).to_have_count(24)
    page.get_by_role("button", name="Light-hearted").tap()
    clear = page.locator(".st-key-tonight_clear button")
    expect(clear).to_contain_text("Only Light-hearted")
    expect(page.locator(".pick", has_text="Horror")).to_have_count(0)
    clear.tap()
    expect(page.locator(".pick", has_text="Horror")).not_to_have_count(0)
    page.get_by_role("button", name="Share", exact=True).tap()
    page.get_by_role("button", name="Create a link").tap()
    code = page.get_by_text("/shared?p=").first.inner_text().split("p=")[1].split()[0]

    friend = answered(browser, shared_server.url, RIGHT)
    friend.goto(f"{shared_server.url}/shared?p={code}")
    expect(friend.locator(".likeness")).to_contain_text("of 100 cases")
    expect(friend.locator(".beside li")).to_have_count(20)
    assert not serious(friend)
    for own in (page, friend):
        own.context.close()
