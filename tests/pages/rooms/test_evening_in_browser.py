"""A group's evening on a phone: a code, a winner, "seen it", and one more question by touch."""

import re

import pytest
from playwright.sync_api import Browser, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, serious, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_phones_find_what_to_watch_tonight(browser: Browser, shared_server: Server) -> None:
    expect.set_options(timeout=WAIT)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    contexts = [browser.new_context(**phone) for _person in range(2)]
    host, guest = (context.new_page() for context in contexts)
    begin(host, shared_server.url)
    host.locator(LEFT).tap()
    at_question(host, 2)
    host.locator(".st-key-menu").get_by_role("link", name="Together").tap()
    host.get_by_role("button", name="Invite somebody").tap()
    code = host.locator("p.code").inner_text()
    begin(guest, f"{shared_server.url}/?g={code}")
    guest.locator(LEFT).tap()
    at_question(guest, 2)
    guest.locator(".st-key-menu").get_by_role("link", name="Together").tap()
    guest.get_by_label("What the others may call you").fill("Ada")
    guest.keyboard.press("Enter")
    expect(host.locator(".matches").first).to_contain_text("Ada")  # by itself
    winner = guest.locator(".tonight")
    expect(winner).to_contain_text("Tonight: ")
    at_rest(guest)
    before = winner.get_by_role("status").inner_text()
    winner.locator("[data-act=seen]").tap()
    expect(winner.get_by_role("status")).not_to_have_text(before)
    expect(host.locator(".tonight").get_by_role("status")).not_to_have_text(before)
    guest.get_by_role("button", name="Ask me one more").tap()
    for _question in range(2):
        expect(guest.locator(LEFT)).to_be_visible()
        at_rest(guest)
        settled(guest)
        step = guest.locator("html").get_attribute("data-settled")
        guest.locator(LEFT).tap()
        expect(guest.locator("html")).not_to_have_attribute("data-settled", step or "")
    guest.get_by_role("button", name="That’s enough").tap()
    expect(guest.locator(".chip").first).to_contain_text(re.compile("[13] answer"))
    assert not serious(guest)
    for context in contexts:
        context.close()
