"""Pairs and fours to choose from, a study and a whole session in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect
from screen_walks import (
    PHONE,
    done,
    last,
    number,
    planted,
    pressed,
    session_of,
    settled,
)
from servers import Server
from walks import WAIT, session_id
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Choice, pick
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


def test_best_of_four_by_mouse_and_keyboard_and_undo(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?s={planted(server, 'best', 'best4')}")
    number(page, 1)
    expect(page.locator("html")).to_have_attribute("data-gestures", "on")
    page.locator(".st-key-3 button").click()
    number(page, 2)
    assert last(server, page).choice == pick(last(server, page).items[2])
    page.keyboard.press("2")
    number(page, 3)
    assert last(server, page).choice == pick(last(server, page).items[1])
    page.keyboard.press("u")
    number(page, 2)


def test_a_key_presses_once_however_many_questions_came_before(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?s={planted(server, 'once', 'pair2')}")
    number(page, 1)
    for n in (2, 3, 4):
        page.keyboard.press("ArrowUp")
        number(page, n)
    page.evaluate(
        "() => { window.presses = 0; document.addEventListener('click', () => window.presses++) }"
    )
    page.keyboard.press("h")
    number(page, 5)
    assert page.evaluate("window.presses") == 1


def test_pairs_with_both_and_neither_by_keyboard_mouse_and_touch(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{server.url}/?s={planted(server, 'pairs', 'pair2')}")
    number(page, 1)
    expect(page.locator("html")).to_have_attribute("data-gestures", "on")
    for n, (key, kind) in enumerate(
        (("ArrowUp", "both"), ("ArrowDown", "neither"), ("ArrowLeft", "pick"), ("h", "unknown")),
        start=2,
    ):
        page.keyboard.press(key)
        number(page, n)
        assert last(server, page).choice.kind == kind
    page.locator(".st-key-both button").tap()
    number(page, 6)
    assert last(server, page).choice == Choice("both")
    page.locator(".st-key-neither button").click()
    number(page, 7)
    page.locator(".st-key-undo button").tap()
    number(page, 6)
    boxes = [page.locator(f".st-key-{key} button").bounding_box() for key in ("left", "neither")]
    assert all(box and box["y"] + box["height"] <= 844 for box in boxes)
    context.close()


def test_a_study_of_screens_measures_how_long_each_took(page: Page, server: Server) -> None:
    study = Study(
        code="screens",
        name="Screens",
        policies=("a_optimal",),
        n_questions=3,
        question_size=2,
        dataset=DATASET,
        fingerprint="any",
        holdouts=(),
        repeat_after=0,
        consent="Do you agree?",
        consent_version="1",
        secret="s",
        plan=("named3", "taps4"),
    )
    database = Database(server.database_url)
    StudyStore(database).put(study, 0, created=0.0)
    database.close()
    page.goto(f"{server.url}/?study=screens&participant=anna")
    page.get_by_role("button", name="I agree, begin").click()
    settled(page, 0)
    expect(page.get_by_role("button", name="Name a favourite")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-stopwatch", "0")
    page.locator(".naming [data-part=done]").click()
    settled(page, 1)
    expect(page.locator("html")).to_have_attribute("data-stopwatch", "1")
    page.keyboard.press("3")
    page.keyboard.press("1")
    assert pressed(page) == [0, 2]
    page.keyboard.press("Enter")
    settled(page, 2)
    page.locator(".tap").nth(1).click()
    done(page).click()
    expect(page.get_by_text("That was the last question")).to_be_visible()
    named, by_key, by_mouse = session_of(server, page).answers
    assert [named.question, by_key.question, by_mouse.question] == ["named", "taps", "taps"]
    assert by_key.choice.items == (by_key.items[0], by_key.items[2])
    for answer in (named, by_key, by_mouse):
        assert answer.response_ms is not None and 400 <= answer.response_ms < 60_000


def test_the_whole_default_session_by_touch(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(server.url)
    page.get_by_role("button", name="Start").tap()
    number(page, 1)
    settled(page, 0)
    page.locator(".naming [data-part=done]").tap()
    for step in range(1, 10):
        number(page, step + 1)
        settled(page, step)
        page.locator(".tap").nth(step % 9).tap()
        assert pressed(page) == [step % 9]
        done(page).tap()
    expect(page.get_by_text("Your list is ready")).to_be_visible()
    assert session_id(page) and len(session_of(server, page).answers) == 10
    tapped = [answer.choice.items for answer in session_of(server, page).answers[1:]]
    assert all(len(items) == 1 for items in tapped)
    context.close()
