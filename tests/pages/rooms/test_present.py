"""A presenter's evening in a real browser: signing in, a room and its rounds, nobody there."""

import re
import time
from contextlib import closing
from pathlib import Path

import pytest
from crowds import audience
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import WAIT, as_researcher, at_question, at_rest, serious

from elicitation.sessions.database import Database
from models.artifacts import load_artifact

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    return page


def open_room(page: Page, server: Server) -> str:
    """A new room on the wall; its code."""
    as_researcher(page, server, "/present")
    page.get_by_role("button", name="Open a room").click()
    expect(page.locator(".code")).to_be_visible()
    return page.locator(".code").inner_text()


def test_a_wrong_passphrase_is_refused_tries_are_limited_and_the_right_one_opens(
    page: Page, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_PASSPHRASE", PASSPHRASE)
    database = f"sqlite:///{tmp_path}/sessions.sqlite3"
    with closing(Server(world, database, tmp_path / "log")) as server:
        page.goto(f"{server.url}/present")
        field = page.get_by_label("Passphrase", exact=True)
        field.fill("guess")
        field.press("Enter")
        expect(page.get_by_text("That is not the passphrase")).to_be_visible()
        assert "guess" not in page.content()
        expect(page.get_by_role("button", name="Open a room")).to_have_count(0)
        field.fill(PASSPHRASE)
        field.press("Enter")
        expect(page.get_by_role("button", name="Open a room")).to_be_visible()
        assert PASSPHRASE not in page.content() and PASSPHRASE not in page.url
        page.get_by_role("button", name="Sign out").click()
        for _ in range(4):
            expect(field).to_have_value("")
            field.fill("guess")
            field.press("Enter")
            at_rest(page)
            page.wait_for_timeout(300)
        expect(page.get_by_text(re.compile(r"Try again in \d+ seconds"))).to_be_visible()
        expect(field).to_have_count(0)
        first = page.locator(".notice").inner_text()
        expect(page.locator(".notice")).not_to_have_text(first)  # it counts down by itself
        page.reload()  # a new tab has to wait as well
        expect(page.get_by_text(re.compile(r"Try again in \d+ seconds"))).to_be_visible()


def test_a_room_of_thirty_moves_on_the_wall_and_its_next_round_is_empty(
    page: Page, browser: Browser, shared_server: Server, world: Path
) -> None:
    code = open_room(page, shared_server)
    expect(page.get_by_text("Nobody has answered yet")).to_be_visible()
    artifact, database = load_artifact(world), Database(shared_server.database_url)
    evening = audience(artifact, database, f"{code}-1", 30, 4)
    next(evening)
    people = page.locator(".map .person")
    expect(people).to_have_count(30)  # by itself, within moments
    middle = people.first.bounding_box()
    page.evaluate(
        """() => {
        const map = document.querySelector('.map');
        map.querySelector('.person').mark = 'the same element';
        window.glided = 0;
        map.addEventListener('transitionrun', () => window.glided++);
        }"""
    )
    next(evening)
    expect(page.locator(".counts")).to_contain_text("30")
    give_up = time.monotonic() + WAIT / 1000.0
    while page.evaluate("window.glided") < 20:  # they glide rather than jump
        assert time.monotonic() < give_up
        page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('.map .person').mark") == "the same element"
    for _ in evening:
        pass
    expect(page.locator(".counts dd").nth(1)).to_have_text("120")
    expect(page.locator(".top li")).to_have_count(5)
    sides = page.locator(".split .side")
    expect(sides).to_have_count(2)
    page.wait_for_timeout(1500)
    assert people.first.bounding_box() != middle
    average = page.locator(".top .name").all_inner_texts()
    page.get_by_text("Somebody loves it", exact=True).click()
    expect(page.locator(".top .name").first).to_be_visible()
    at_rest(page)
    page.wait_for_timeout(1200)
    assert page.locator(".top .name").all_inner_texts() != average
    database.close()

    with closing(browser.new_context(viewport={"width": 390, "height": 844})) as context:
        guest = context.new_page()
        guest.set_default_timeout(WAIT)
        guest.goto(f"{shared_server.url}/?g={code}")
        expect(guest.get_by_text(f"the room {code}")).to_be_visible()
        guest.get_by_role("button", name="Start").click()
        at_question(guest, 1)
        expect(people).to_have_count(31)
        own = guest.url.split("s=")[1]
        assert own not in page.content()
        page.get_by_role("button", name="Next round").click()
        expect(page.get_by_role("heading", name="Round 1")).to_be_visible()  # it asks first
        page.get_by_role("button", name="Begin round 2").click()
        expect(page.get_by_role("heading", name="Round 2")).to_be_visible()
        expect(people).to_have_count(0)
        guest.locator(".st-key-left button").click()
        expect(guest.get_by_text("Round 2 has begun")).to_be_visible()
        guest.get_by_role("button", name="Join").click()
        expect(people).to_have_count(1)
        at_question(guest, 1)
        expect(guest.get_by_text("Round 2 has begun")).to_have_count(0)
    page.reload()  # the address remembers the room
    expect(page.get_by_role("heading", name="Round 2")).to_be_visible()
    expect(people).to_have_count(1)


def test_the_wall_fills_the_screen_in_words_that_the_back_row_reads(
    page: Page, shared_server: Server, world: Path
) -> None:
    code = open_room(page, shared_server)
    database = Database(shared_server.database_url)
    for _ in audience(load_artifact(world), database, f"{code}-1", 6, 3):
        pass
    database.close()
    expect(page.locator(".split")).to_be_visible()
    page.get_by_role("button", name="Full screen").click()
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    assert page.evaluate("document.fullscreenElement === document.documentElement")
    expect(page.locator(".stAppHeader")).to_be_hidden()
    small = page.evaluate(
        """least => [...document.querySelectorAll('.st-key-wall *')]
        .filter(own => own.checkVisibility()
          && !own.closest('.thumb, .sr, [data-testid=stIconMaterial]')
          && [...own.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .map(own => [parseFloat(getComputedStyle(own).fontSize), own.outerHTML.slice(0, 90)])
        .filter(([size]) => size < least)""",
        1080 / 50,  # a fiftieth of the height of the screen
    )
    assert not small
    page.get_by_role("button", name="Leave full screen").click()
    expect(page.locator(".stAppHeader")).to_be_visible()


def test_codes_keep_rooms_apart(page: Page, browser: Browser, shared_server: Server) -> None:
    code = open_room(page, shared_server)
    with closing(browser.new_context()) as context:
        other = context.new_page()
        other.set_default_timeout(WAIT)
        assert open_room(other, shared_server) != code
        guest = context.new_page()
        guest.goto(f"{shared_server.url}/?g={code}")
        guest.get_by_role("button", name="Start").click()
        expect(page.locator(".map .person")).to_have_count(1)
        other.wait_for_timeout(2000)
        expect(other.locator(".map .person")).to_have_count(0)
        other.get_by_role("button", name="Leave").click()
        field = other.get_by_label("Reopen a room")
        field.fill("AAAAA")
        other.get_by_role("button", name="Reopen").click()
        expect(other.get_by_text("No room has this code")).to_be_visible()
        field.fill(code.lower())
        other.get_by_role("button", name="Reopen").click()
        expect(other.locator(".map .person")).to_have_count(1)


def test_autoplay_runs_pauses_and_steps(page: Page, shared_server: Server) -> None:
    as_researcher(page, shared_server, "/present")
    page.get_by_role("button", name="Begin").click()
    says = page.locator(".says")
    expect(says).to_have_text(re.compile("is thinking"))
    page.get_by_text("fast", exact=True).click()
    expect(page.get_by_text("after 2 answers")).to_be_visible()  # by itself
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    at_rest(page)
    paused = says.inner_text()
    time.sleep(2.0)
    assert says.inner_text() == paused
    thinking = "is thinking" in paused
    page.keyboard.press("ArrowRight")  # as presenters' remote controls do
    expect(says).not_to_have_text(paused)
    assert ("is thinking" in says.inner_text()) != thinking
    if thinking:  # the answer is there, and the list and the belief move with it
        page.get_by_role("button", name="One step").click()
        expect(says).to_have_text(re.compile("is thinking"))
    expect(page.locator(".duel .poster")).to_have_count(2)
    expect(page.locator(".beliefs .axis")).to_have_count(4)
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_wall_and_stage(
    browser: Browser, shared_server: Server, world: Path, scheme: str
) -> None:
    with closing(browser.new_context(color_scheme=scheme, reduced_motion="reduce")) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        code = open_room(page, shared_server)
        database = Database(shared_server.database_url)
        for _ in audience(load_artifact(world), database, f"{code}-1", 6, 3):
            pass
        database.close()
        expect(page.locator(".split")).to_be_visible(timeout=WAIT)
        found = serious(page)
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("button", name="Pause").click()
        page.get_by_role("button", name="One step").click()
        expect(page.locator(".duel.answered")).to_be_visible()
        assert not (found := found + serious(page)), "\n".join(map(str, found))
