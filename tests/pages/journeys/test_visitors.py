"""Journeys in a real browser: keys, a closer look, corrections, sharing, deletion, two people."""

import re
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, session_id, settled, stored

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, AxisCorrected, Marked
from elicitation.sessions.store import EventStore

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    at_rest(page)


def ready(page: Page, server: Server, n_answers: int) -> None:
    begin(page, server.url)
    for number in range(1, n_answers + 1):
        at_question(page, number)
        page.locator(LEFT).click()
    at_question(page, n_answers + 1)


def test_letters_answer_too_and_help_says_so(page: Page, shared_server: Server) -> None:
    begin(page, shared_server.url)
    for number, key in enumerate(("s", "S", "ArrowUp", "1"), start=1):
        at_question(page, number)
        page.keyboard.press(key)
    at_question(page, 4)  # "1" means nothing in a pair
    title = page.locator(f"{LEFT} p")
    before = title.inner_text()
    page.keyboard.press("h")
    expect(title).not_to_have_text(before)
    at_question(page, 4)
    at_rest(page)
    page.keyboard.press("u")
    expect(title).to_have_text(before)
    at_rest(page)
    page.keyboard.press("?")
    expect(page.locator(".keys")).to_be_visible()
    kinds = [e.choice.kind for e in stored(shared_server, page) if isinstance(e, Answered)]
    assert kinds == ["same", "same", "same", "unknown"]


def test_a_closer_look_tells_why_and_puts_aside(page: Page, shared_server: Server) -> None:
    ready(page, shared_server, 2)
    page.locator(".live .more").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".pull").first).to_be_visible()
    expect(dialog.get_by_text("You chose").first).to_be_visible()
    acts, why = dialog.locator(".st-key-closer_actions"), dialog.locator(".pulls")
    assert acts.bounding_box()["y"] < why.bounding_box()["y"], "first what one can do"
    bar = dialog.locator(".pull").first
    colour = "node => getComputedStyle(node, '::after').backgroundColor"
    assert bar.evaluate(colour) not in ("rgba(0, 0, 0, 0)", "transparent"), "tokens reach dialogs"
    assert "Fraunces" in dialog.locator("h2 p").evaluate(
        "node => getComputedStyle(node).fontFamily"
    )
    first = page.locator(".live .name b").first.inner_text()
    dialog.get_by_role("button", name="Not for me").click()
    expect(page.locator(".live .name b").first).not_to_have_text(first)
    go(page, "Your picks")
    expect(page.locator(".aside .chip", has_text=first)).to_be_visible()
    page.locator(".aside .chip .more").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Show it again").click()
    expect(page.locator(".aside")).to_have_count(0)
    page.locator(".pick .more").nth(1).click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved for later")).to_be_visible()
    marks = [e.mark for e in stored(shared_server, page) if isinstance(e, Marked)]
    assert marks == ["hidden", "", "saved"]


def test_a_corrected_axis_moves_the_person_and_can_be_taken_back(
    page: Page, shared_server: Server
) -> None:
    ready(page, shared_server, 2)
    go(page, "Your taste")
    dot, slider = page.locator(".place .dot").first, page.get_by_role("slider").first

    def place() -> float:
        box = dot.bounding_box()  # none while the page is drawn anew
        return box["x"] if box else float("nan")

    def comes_to(there: Callable[[float], bool]) -> None:
        """The slider tells the server after a pause, and the dot glides."""
        deadline = time.monotonic() + WAIT / 1000
        while not there(place()):
            assert time.monotonic() < deadline, f"the dot stayed at {place()}, from {start}"
            page.wait_for_timeout(100)

    at_rest(page)
    start = place()
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
        at_rest(page)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^much more "))
    comes_to(lambda x: x < start - 10)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        at_rest(page)
    expect(slider).to_have_attribute("aria-valuetext", "no change")
    comes_to(lambda x: abs(x - start) < 3)
    assert any(isinstance(e, AxisCorrected) for e in stored(shared_server, page))


def test_filters_narrow_the_list(page: Page, shared_server: Server) -> None:
    ready(page, shared_server, 1)
    go(page, "Your picks")
    expect(page.locator(".pick")).to_have_count(24)
    page.get_by_role("button", name="Tune").click()
    page.get_by_role("button", name="Horror", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator(".pick")).not_to_have_count(24)
    for genres in page.locator(".pick .genres").all_inner_texts():
        assert "Horror" in genres


def test_a_shared_link_shows_and_cannot_answer_until_everything_is_deleted(
    page: Page, browser: Browser, shared_server: Server
) -> None:
    ready(page, shared_server, 3)
    go(page, "Your picks")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Create a link").click()
    code = page.locator("code.language-plaintext", has_text="/shared?p=")
    expect(code).to_be_visible()
    link, own = code.inner_text().strip(), session_id(page)
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    with closing(browser.new_context()) as context:
        other = context.new_page()
        other.set_default_timeout(WAIT)
        other.goto(link)
        expect(other.locator(".pick")).to_have_count(12)
        assert own not in other.content() and own not in other.url
        other.goto(f"{shared_server.url}/?s={link.split('p=')[1]}")
        expect(other.get_by_text("does not lead to a session here")).to_be_visible()
        page.get_by_role("button", name="Your data").click()
        page.get_by_text("I am sure").click()
        page.get_by_role("button", name="Delete everything about me").click()
        expect(page.get_by_text("Everything about you has been deleted")).to_be_visible()
        database = Database(shared_server.database_url)
        assert EventStore(database).read(own) == ()
        database.close()
        other.goto(link)
        expect(other.get_by_text("This link shows nothing")).to_be_visible()


def test_two_people_one_list(page: Page, browser: Browser, shared_server: Server) -> None:
    ready(page, shared_server, 2)
    go(page, "Together")
    page.get_by_role("button", name="Invite somebody").click()
    expect(page.locator(".code")).to_be_visible()
    code = page.locator(".code").inner_text()
    expect(page.locator(".qr img")).to_be_visible()
    with closing(browser.new_context(viewport={"width": 390, "height": 844})) as context:
        guest = context.new_page()
        guest.set_default_timeout(WAIT)
        guest.goto(f"{shared_server.url}/?g={code}")
        expect(guest.get_by_text(f"group {code}")).to_be_visible()
        guest.get_by_role("button", name="Start").click()
        at_question(guest, 1)
        guest.locator(".st-key-right button").click()
        at_question(guest, 2)
    expect(page.locator(".chip", has_text="Guest 1")).to_be_visible()  # within seconds, by itself
    expect(page.locator(".pick .matches").first.locator("li")).to_have_count(2)
    average = page.locator(".pick .name").all_inner_texts()
    page.get_by_text("Somebody loves it", exact=True).click()
    expect(page.get_by_text("the person who likes it most")).to_be_visible()
    expect(page.locator(".pick .name")).not_to_have_text(average)


def test_a_wrong_code_says_so(page: Page, shared_server: Server) -> None:
    ready(page, shared_server, 1)
    go(page, "Together")
    page.get_by_label("Or enter a code").fill("AAAAA")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("No group has this code")).to_be_visible()


def test_the_language_can_be_changed(page: Page, shared_server: Server) -> None:
    page.goto(shared_server.url)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("button", name="Los geht’s")).to_be_visible()
    expect(page.get_by_role("link", name="Für Sie").first).to_be_visible()  # the menu, too
    page.get_by_role("button", name="Los geht’s").click()
    expect(page.get_by_text("Frage 1 von 10")).to_be_visible()


def test_the_page_is_in_the_language_of_the_browser_to_its_last_number(
    browser: Browser, shared_server: Server
) -> None:
    with closing(browser.new_context(locale="de-AT")) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(shared_server.url)
        page.get_by_role("button", name="Los geht’s").click()
        settled(page)
        page.locator(LEFT).click()
        expect(page.get_by_text("Frage 2 von 10")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", "de")
        assert re.search(r"\d\N{NO-BREAK SPACE}% passend", page.locator(".live").inner_text())
        go(page, "Für Sie")
        page.get_by_role("button", name="Anpassen").click()
        slider = page.get_by_role("slider", name="Beliebt ↔ persönlich")
        slider.press("Home")
        slider.press("ArrowRight")
        expect(page.get_by_text("0,05", exact=True)).to_be_visible()
        go(page, "Fragen")  # another page, drawn anew
        expect(page.locator("html")).to_have_attribute("lang", "de")
