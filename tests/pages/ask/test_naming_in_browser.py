"""Naming what one loves in a real browser, by searching as one types."""

import pytest
from playwright.sync_api import Browser, Page, expect
from screen_walks import (
    PHONE,
    field,
    last,
    number,
    open_at,
    session_of,
    settled,
)
from servers import Server
from walks import WAIT

from elicitation.sessions.events import Choice

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


def test_naming_films_as_one_types(page: Page, server: Server) -> None:
    open_at(page, server, "names", "named3", "taps4")
    expect(page.locator(".naming [data-part=done]")).to_have_text("Skip")
    expect(field(page)).to_be_focused()
    page.keyboard.type("film q1")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    field(page).press_sequentially("FILM X")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Film X")
    options.nth(1).click()
    field(page).press_sequentially("hushu")  # u, h and s are keys only where nobody types
    expect(page.get_by_text("Not in this catalogue.")).to_be_visible()
    field(page).fill("")
    chips = page.locator(".naming .chosen")
    expect(chips).to_have_count(2)
    page.get_by_role("button", name="Film Q16: remove").click()
    expect(chips).to_have_count(1)
    page.locator(".naming [data-part=done]").click()
    number(page, 2)
    answer = last(server, page)
    assert answer.question == "named" and len(answer.items) == 1
    page.get_by_role("button", name="Undo").click()
    number(page, 1)
    expect(field(page)).to_be_visible()
    assert session_of(server, page).answers == ()


def test_a_title_that_is_missing_is_said_so_with_the_nearest(page: Page, server: Server) -> None:
    open_at(page, server, "missing", "named3", "taps4")
    field(page).press_sequentially("fylm q16")
    expect(page.get_by_text("Not in this catalogue. The nearest titles:")).to_be_visible()
    expect(page.get_by_role("option").first).to_contain_text("Film Q16")
    page.keyboard.press("Enter")  # takes nothing that was not chosen
    expect(page.locator(".naming .chosen")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".naming .chosen")).to_have_count(1)
    field(page).press("Enter")
    number(page, 2)
    assert len(last(server, page).items) == 1


def test_three_names_are_enough_and_no_name_is_an_answer(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    open_at(page, server, "three", "named3", "named3", "taps4")
    for n, text in enumerate(("film a", "film b", "film c")):
        field(page).press_sequentially(text)
        expect(page.get_by_role("option").first).to_contain_text(text.title())
        page.get_by_role("option").first.tap()
        expect(page.locator(".naming .chosen")).to_have_count(n + 1)
    expect(page.locator(".naming input")).to_be_hidden()
    page.locator(".naming [data-part=done]").tap()
    number(page, 2)
    assert len(last(server, page).items) == 3
    settled(page, 1)
    page.locator(".naming [data-part=done]").tap()
    number(page, 3)
    assert last(server, page).choice == Choice("named")
    context.close()
