"""Screens of every kind at every size, and for whoever does not see them."""

import pytest
from playwright.sync_api import Browser, Page, expect
from screen_walks import (
    PHONE,
    done,
    field,
    last,
    number,
    open_at,
    planted,
    settled,
)
from servers import Server
from walks import WAIT, at_rest, serious

from elicitation.sessions.events import Choice

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


@pytest.mark.parametrize("n", [4, 9])
def test_on_a_phone_all_posters_are_seen_at_once_and_tapped(
    browser: Browser, server: Server, n: int
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    open_at(page, server, f"phone{n}", f"taps{n}")
    taps = page.locator(".tap")
    boxes = [taps.nth(k).bounding_box() for k in range(n)] + [done(page).bounding_box()]
    menu = page.locator(".st-key-menu").bounding_box()
    foot = menu["y"] if menu else 844
    assert 700 < foot < 844
    assert all(box and box["y"] >= 0 and box["y"] + box["height"] <= foot for box in boxes)
    assert min(box["height"] for box in boxes if box) >= 44
    assert min(box["width"] for box in boxes if box) >= 44
    taps.nth(1).tap()
    taps.nth(2).tap()
    page.locator("[data-screen=unseen]").tap()
    taps.nth(0).tap()
    done(page).tap()
    number(page, 2)
    answer = last(server, page)
    assert answer.choice == Choice("taps", answer.items[1:3], answer.items[:1])
    settled(page, 1)
    done(page).tap()
    number(page, 3)
    page.get_by_role("button", name="Undo").tap()
    number(page, 2)
    context.close()


def test_on_a_short_screen_the_button_that_answers_stays_in_sight(
    page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": 390, "height": 560})
    open_at(page, server, "short", "taps9")
    button, menu = done(page).bounding_box(), page.locator(".st-key-menu").bounding_box()
    assert button and menu
    assert button["y"] > 0 and button["y"] + button["height"] <= menu["y"]
    done(page).click()
    number(page, 2)


@pytest.mark.parametrize("plan", ["taps9", "taps4", "best_worst4", "best4", "pair2", "named3"])
def test_at_320_pixels_nothing_is_cut(page: Page, server: Server, plan: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server.url}/?s={planted(server, f'small-{plan}', plan)}")
    page.locator(".tap, .naming input, .st-key-left, .st-key-1").first.wait_for()
    at_rest(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        "() => [...document.querySelectorAll('.screen button, .naming button, .naming input,"
        " .screen .title, .stMain .stButton button')].filter(e => { const b ="
        " e.getBoundingClientRect(); return b.width && (b.left < 0 || b.right > innerWidth ||"
        " e.scrollWidth > e.clientWidth + 1); }).map(e => e.outerHTML.slice(0, 200))"
    )
    assert not cut


@pytest.mark.parametrize("width", [641, 700, 768, 900, 1024, 1440])
@pytest.mark.parametrize("plan", ["taps9", "best_worst4"])
def test_at_every_width_a_screen_stays_in_its_column(
    page: Page, server: Server, plan: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_at(page, server, f"wide-{plan}-{width}", plan)
    assert page.evaluate(
        "() => { const s = document.querySelector('.screen'); const b = s.parentElement"
        ".getBoundingClientRect(); return [...s.querySelectorAll('button')].every(e => e"
        ".getBoundingClientRect().right <= b.right + 1 && e.scrollWidth <= e.clientWidth + 1); }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, server: Server, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    found = []
    for plan in ("taps9", "best_worst4", "pair2", "named3"):
        page.goto(f"{server.url}/?s={planted(server, f'axe-{scheme}-{plan}', plan)}")
        number(page, 1)
        if plan == "taps9":
            settled(page, 0)
            page.keyboard.press("1")
            page.keyboard.press("h")
            page.keyboard.press("2")
        if plan == "named3":
            field(page).press_sequentially("film q")
            expect(page.get_by_role("option").first).to_be_visible()
        found += serious(page)
    context.close()
    assert not found, "\n".join(map(str, found))
