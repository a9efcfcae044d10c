"""Ratings brought along: from a zip as of Letterboxd to personal picks, with no question asked."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, serious, stored

from elicitation.sessions.events import Answered, Imported
from elicitation.sessions.session import replay
from models.artifacts import load_artifact

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DRAMA = 1  # of the world's four kinds: every fourth item


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


@pytest.fixture
def export(world: Path, tmp_path: Path) -> Path:
    """Somebody who loves dramas and dislikes what else they saw."""
    catalogue = load_artifact(world).catalogue
    rows = [
        f"2024-05-01,{catalogue.titles[n]},{catalogue.years[n] or ''},https://boxd.it/{n},"
        f"{5 if n % 4 == DRAMA else 1.5}"
        for n in range(8, 40)
    ]
    rows.append("2024-05-01,A Film Nobody Has,1999,https://boxd.it/x,5")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        head = "Date,Name,Year,Letterboxd URI"
        archive.writestr("ratings.csv", "\n".join([f"{head},Rating", *rows]))
        archive.writestr("watchlist.csv", f"{head}\n2024-05-01,Film B79,2009,https://boxd.it/w")
        archive.writestr("profile.csv", "Date Joined,Username\n2020-01-01,somebody\n")
    path = tmp_path / "letterboxd-somebody.zip"
    path.write_bytes(packed.getvalue())
    return path


def bring(page: Page, file: Path) -> Locator:
    page.locator(".st-key-bring button").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-bring_use button")).to_be_visible()
    return dialog


def test_a_letterboxd_zip_becomes_personal_picks_with_no_question_asked(
    page: Page, shared_server: Server, export: Path
) -> None:
    page.goto(shared_server.url)
    dialog = bring(page, export)
    expect(dialog.get_by_text("Letterboxd: 32 of 33 titles")).to_be_visible()
    expect(dialog.get_by_text("4 or more of 5 counts as a like: 8 liked, 24 not.")).to_be_visible()
    dialog.get_by_text("Not found: 1").click()
    expect(dialog.get_by_text("A Film Nobody Has (1999)")).to_be_visible()
    assert serious(page) == []
    page.locator(".st-key-bring_use button").click()
    expect(page.locator(".pick").first).to_be_visible()
    at_rest(page)
    genres = page.locator(".pick .genres").all_inner_texts()
    assert genres[:8] == ["Drama"] * 8, "the dramas that they have not seen come first"
    expect(page.get_by_text("What people with your ratings like").first).to_be_visible()
    events = stored(shared_server, page)
    assert not any(isinstance(event, Answered) for event in events)
    session = replay(events)
    assert len(session.history.liked) == 8 and len(session.history.disliked) == 24
    shown = page.locator(".pick .name b").all_inner_texts()
    brought = {f"Film {chr(65 + n % 26)}{n}" for n in range(8, 40)}
    assert not brought & set(shown)
    with page.expect_download() as download:
        page.get_by_role("button", name="Take home").click()
        page.get_by_role("button", name="JSON with ids").click()
    listed = json.loads(Path(download.value.path()).read_text())
    assert [item["title"] for item in listed["items"][:3]] == shown[:3]
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator(".st-key-bring_back button").click()
    expect(page.get_by_text("titles that you brought along.")).to_have_count(0)
    at_rest(page)
    assert page.locator(".pick .genres").all_inner_texts()[:8] != genres[:8]


def test_questions_go_on_from_a_history_and_an_undo_takes_it_back(
    page: Page, shared_server: Server, export: Path
) -> None:
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    page.get_by_role("link", name="All picks").first.click()
    bring(page, export)
    page.locator(".st-key-bring_use button").click()
    expect(page.get_by_text("Your list starts from 32 titles")).to_be_visible()
    page.get_by_role("link", name="Questions", exact=True).first.click()
    at_question(page, 2)
    brought = {f"Film {chr(65 + n % 26)}{n}" for n in range(8, 40)}
    for number in range(2, 6):
        at_question(page, number)
        shown = {page.locator(f"{side} p").inner_text() for side in (LEFT, ".st-key-right button")}
        assert not brought & shown
        page.locator(LEFT).click()
    for number in range(5, 1, -1):
        at_question(page, number + 1)
        page.locator(".st-key-undo button").click()
        at_question(page, number)
    page.locator(".st-key-undo button").click()
    at_rest(page)
    page.wait_for_timeout(500)
    session = replay(stored(shared_server, page))
    assert not session.imports and len(session.answers) == 1


def test_a_file_that_is_none_says_so_in_german(
    browser: Browser, shared_server: Server, export: Path, tmp_path: Path
) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(shared_server.url)
    page.get_by_role("button", name="Eigene Bewertungen mitbringen").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Datei auswählen")).to_be_visible()
    assert "Upload" not in dialog.inner_text()
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"PK\x03\x04 but no archive")
    dialog.locator("input[type=file]").set_input_files(wrong)
    expect(dialog.get_by_text("beschädigt")).to_be_visible()
    dialog.locator("input[type=file]").set_input_files(export)
    expect(dialog.get_by_text("Letterboxd: 32 von 33 Titeln")).to_be_visible()
    dialog.get_by_role("button", name="Diese Bewertungen verwenden").click()
    expect(page.get_by_text("Ihre Liste geht von 32 Titeln aus")).to_be_visible()
    events = stored(shared_server, page)
    assert [type(event) for event in events][1:] == [Imported]
    assert "Traceback" not in shared_server.log.read_text()
    context.close()
