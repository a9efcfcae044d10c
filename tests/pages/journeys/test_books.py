"""Somebody's own folder, from the documented commands to an app that speaks of books."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from servers import ROOT, Server
from walks import WAIT, at_question, at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

N_PEOPLE, N_BOOKS = 60, 40
WORDS = {"item": "book", "items": "books", "use": "read", "unknown": "Haven't read"}


def write_folder(folder: Path) -> Path:
    """Readers of two tastes, and books for each: exports of Goodreads, one after the other."""
    rng = np.random.default_rng(3)
    folder.mkdir()
    head = (
        "Reader,Book Id,Title,Author,My Rating,Average Rating,Original Publication Year,"
        "Date Read,Bookshelves,Exclusive Shelf"
    )
    rows = [head]
    for who in range(N_PEOPLE):
        for place, book in enumerate(rng.permutation(N_BOOKS)[:30]):
            stars = 5 if book % 2 == who % 2 else int(rng.integers(1, 4))
            shelf = "to-read" if place >= 25 else "read"
            about = f'{900 + book},"Book {book}, A",Writer {book % 7}'
            kind = "Crime" if book % 2 else "Poetry"
            stars = 0 if shelf == "to-read" else stars
            rows.append(
                f"u{who},{about},{stars},3.97,{1900 + book},2024/01/{1 + place:02d},{kind},{shelf}"
            )
    (folder / "goodreads_library_export.csv").write_text("\n".join(rows))
    return folder


def run(*command: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", *command], check=True, cwd=ROOT, capture_output=True, text=True
    )
    return found.stdout


def test_exports_of_goodreads_become_an_app_about_books(page: Page, tmp_path: Path) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    folder, artifact = write_folder(tmp_path / "library"), tmp_path / "fitted"
    told = run("models.check", str(folder))
    assert "library: can be used" in told and "Goodreads" in told
    assert "a like is 4 or more" in told and "0 is read as not rated: 300 rows" in told
    assert f"{N_PEOPLE} people, {N_BOOKS} items, 1,500 ratings" in told
    run("models.train", str(folder), "--out", str(artifact))
    manifest = json.loads((artifact / "manifest.json").read_text())
    assert manifest["content"]["words"] == WORDS
    server = Server(artifact, f"sqlite:///{tmp_path}/s.sqlite3", tmp_path / "log")
    with closing(server):
        page.goto(server.url)
        expect(page.get_by_role("heading", level=1)).to_contain_text("books")
        expect(page.get_by_text(f"{N_BOOKS} books, up to 1939.")).to_be_visible()
        page.get_by_role("button", name="Compare pairs instead").click()
        at_question(page, 1)
        expect(page.get_by_role("heading", level=1)).to_contain_text("like to read")
        expect(page.get_by_role("button", name="Haven't read").first).to_be_visible()
        for number in range(1, 11):  # a reader of poetry, which has even numbers
            at_question(page, number)
            names = [
                page.locator(f".st-key-{side} button p").first.inner_text()
                for side in ("left", "right")
            ]
            odd = [int(name.removeprefix("A Book ")) % 2 for name in names]
            if odd[0] == odd[1]:
                said = "neither" if odd[0] else "both"
                page.locator(f".st-key-{said} button").click()
            else:
                page.locator(f".st-key-{('left', 'right')[odd[0]]} button").first.click()
        page.get_by_role("button", name="See your picks").click()
        expect(page.locator(".pick").first).to_be_visible()
        at_rest(page)
        assert page.locator(".pick .genres").all_inner_texts()[:5] == ["Poetry"] * 5
        page.locator(".pick .more").first.click()
        expect(page.get_by_role("dialog").locator(".facts .about")).to_contain_text("Writer")
        page.keyboard.press("Escape")
        assert "film" not in page.locator(".stMain").inner_text().lower()
        assert "Traceback" not in (tmp_path / "log").read_text()
