"""Screens of posters to tap in a real browser: by mouse, by keyboard, and by touch on a phone."""

from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from screen_walks import (
    PHONE,
    done,
    last,
    number,
    open_at,
    pressed,
    session_of,
    settled,
)
from servers import Server
from walks import WAIT, at_rest, stored

from elicitation.sessions.events import Choice, Undone, pick

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


def test_tap_of_nine_by_mouse_and_undo(page: Page, server: Server) -> None:
    open_at(page, server, "mouse9", "taps9")
    taps = page.locator(".tap")
    expect(taps).to_have_count(9)
    expect(done(page)).to_have_accessible_name("None of these")
    for n in (0, 3, 5):
        taps.nth(n).click()
    taps.nth(3).click()  # taken back
    assert pressed(page) == [0, 5]
    expect(done(page)).to_have_accessible_name("Done")
    page.locator("[data-screen=unseen]").click()
    taps.nth(7).click()
    titles = [taps.nth(n).get_attribute("title") for n in range(9)]
    done(page).click()
    number(page, 2)
    answer = last(server, page)
    items = answer.items
    assert answer.choice == Choice("taps", (items[0], items[5]), (items[7],))
    assert pressed(page) == []
    page.get_by_role("button", name="Undo").click()
    number(page, 1)
    assert [taps.nth(n).get_attribute("title") for n in range(9)] == titles
    assert session_of(server, page).answers == ()
    assert isinstance(stored(server, page)[-1], Undone)


def test_a_tap_asks_the_server_nothing(page: Page, server: Server) -> None:
    open_at(page, server, "quiet9", "taps9")
    sent = []
    page.on("websocket", lambda socket: None)
    page.evaluate(
        "() => { const own = WebSocket.prototype.send; window.sent = 0;"
        " WebSocket.prototype.send = function (m) { window.sent += 1; return own.call(this, m); } }"
    )
    for n in (1, 2, 3, 2):
        page.locator(".tap").nth(n).click()
    sent = page.evaluate("window.sent")
    assert sent == 0 and pressed(page) == [1, 3]
    done(page).click()
    number(page, 2)
    assert page.evaluate("window.sent") > 0


def test_tap_of_nine_by_keyboard(page: Page, server: Server) -> None:
    open_at(page, server, "keys9", "taps9")
    for key in ("2", "9", "2", "4"):
        page.keyboard.press(key)
    assert pressed(page) == [3, 8]
    page.keyboard.press("h")
    page.keyboard.press("1")
    page.keyboard.press("h")
    page.keyboard.press("Enter")
    number(page, 2)
    answer = last(server, page)
    assert answer.choice == Choice("taps", (answer.items[3], answer.items[8]), (answer.items[0],))
    settled(page, 1)
    page.keyboard.press("5")
    page.keyboard.press("0")  # takes back first
    assert pressed(page) == []
    page.keyboard.press("0")
    number(page, 3)
    assert last(server, page).choice == Choice("taps")
    page.keyboard.press("u")
    number(page, 2)
    settled(page, 3)
    page.keyboard.press("Tab")
    page.locator(".tap").nth(6).focus()
    page.keyboard.press("Space")
    assert pressed(page) == [6]


def test_a_doubled_press_counts_once(page: Page, server: Server) -> None:
    open_at(page, server, "double", "taps9")
    page.locator(".tap").nth(0).click()
    done(page).dblclick()
    settled(page, 1)
    (answer,) = session_of(server, page).answers
    assert answer.choice.items == answer.items[:1]
    page.evaluate(
        """() => new Promise(after => {
            const enter = () => document.body.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
            enter()
            enter()
            const watch = setInterval(() => {
                if (document.querySelector('.screen').dataset.step !== '2') return
                enter()  // meant for the screen before
                clearInterval(watch)
                after()
            }, 5)
        })"""
    )
    settled(page, 2)
    assert len(session_of(server, page).answers) == 2


def test_what_is_tapped_stays_while_a_pick_is_looked_at(page: Page, server: Server) -> None:
    open_at(page, server, "dialog", "taps4")
    page.locator(".tap").nth(1).click()
    page.locator(".live .more").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("2")  # belongs to the dialog
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert pressed(page) == [1]
    done(page).click()
    number(page, 2)
    assert last(server, page).choice.items == (last(server, page).items[1],)


def test_what_is_tapped_outlives_a_server_that_is_killed(
    page: Page, world_by_scores: Path, tmp_path: Path
) -> None:
    own = Server(world_by_scores, f"sqlite:///{tmp_path}/s.sqlite3", tmp_path / "log")
    with closing(own):
        open_at(page, own, "killed", "taps4")
        page.locator(".tap").nth(2).click()
        own.kill()
        page.locator(".tap").nth(0).click()
        own.start()
        expect(page.locator(".offline")).to_be_hidden()
        at_rest(page)
        assert pressed(page) == [0, 2]
        done(page).click()
        page.wait_for_timeout(1000)
        at_rest(page)
        if not session_of(own, page).answers:  # the first press did not say what it saw
            expect(page.get_by_text("Please choose again")).to_be_visible()
            done(page).click()
        number(page, 2)
        answer = last(own, page)
        assert answer.choice == Choice("taps", (answer.items[0], answer.items[2]))


def test_best_and_worst_of_four_by_mouse_and_undo(page: Page, server: Server) -> None:
    open_at(page, server, "worst", "best_worst4")
    taps = page.locator(".tap")
    expect(done(page)).to_be_disabled()
    taps.nth(2).click()
    taps.nth(0).click()
    expect(taps.nth(2)).to_contain_text("Best")
    expect(taps.nth(0)).to_contain_text("Least")
    taps.nth(2).click()  # the best is taken back, and the other one is the best
    expect(taps.nth(0)).to_contain_text("Best")
    taps.nth(3).click()
    done(page).click()
    number(page, 2)
    answer = last(server, page)
    assert answer.choice == Choice("best_worst", (answer.items[0], answer.items[3]))
    page.keyboard.press("Backspace")
    number(page, 1)
    assert session_of(server, page).answers == ()


def test_best_and_worst_of_four_by_keyboard_and_touch(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    open_at(page, server, "worst-keys", "best_worst4")
    page.keyboard.press("Enter")  # nothing is said yet
    page.keyboard.press("4")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    number(page, 2)
    first = last(server, page)
    assert first.choice == Choice("best_worst", (first.items[3], first.items[0]))
    settled(page, 1)
    page.locator(".tap").nth(1).tap()
    done(page).tap()
    number(page, 3)
    assert last(server, page).choice == pick(last(server, page).items[1])
    context.close()
