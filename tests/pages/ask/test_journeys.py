"""Screens of every kind in a real browser: by mouse, by keyboard, and by touch on a phone."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import WAIT, at_rest, serious, session_id, stored
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Started, Undone, pick
from elicitation.sessions.session import Session, replay
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


@pytest.fixture(scope="module")
def server(world_by_scores: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("screens")
    running = Server(world_by_scores, f"sqlite:///{folder}/s.sqlite3", folder / "log")
    with closing(running):
        yield running


def planted(server: Server, name: str, *plan: str) -> str:
    """A new session with this plan; its id."""
    database = Database(server.database_url)
    started = Started(name, 3, "a_optimal", 10, DATASET, "another fit", plan=plan)
    EventStore(database).append(name, 0, started, created=0.0)
    database.close()
    return name


def open_at(page: Page, server: Server, name: str, *plan: str) -> None:
    page.goto(f"{server.url}/?s={planted(server, name, *plan)}")
    settled(page, 0)


def settled(page: Page, step: int) -> None:
    """A screen of our own stands there for as long as nobody could have read it."""
    expect(page.locator("html")).to_have_attribute("data-screen", str(step))
    at_rest(page)


def session_of(server: Server, page: Page) -> Session:
    return replay(stored(server, page))


def number(page: Page, n: int) -> None:
    expect(page.get_by_text(f"Question {n} of 10", exact=True)).to_be_visible()
    at_rest(page)


def pressed(page: Page) -> list[int]:
    taps = page.locator(".tap")
    return [n for n in range(taps.count()) if taps.nth(n).get_attribute("aria-pressed") == "true"]


def last(server: Server, page: Page) -> Answered:
    return session_of(server, page).answers[-1]


def done(page: Page):
    return page.locator("[data-screen=done]")


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


def field(page: Page):
    return page.get_by_role("combobox")


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
