"""Somebody's own folder, from the documented command to an app that speaks of books."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from servers import ROOT, Server
from walks import LEFT, WAIT, at_question, at_rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

N_PEOPLE, N_BOOKS = 60, 40
WORDS = {"item": "book", "items": "books", "use": "read", "unknown": "Haven't read"}


def write_folder(folder: Path) -> Path:
    """Readers of two tastes, and books for each."""
    rng = np.random.default_rng(3)
    folder.mkdir()
    books = [f"b{n},Book {n},{1900 + n},{'Crime' if n % 2 else 'Poetry'}" for n in range(N_BOOKS)]
    (folder / "items.csv").write_text("\n".join(["key,title,year,genres", *books]))
    ratings = [
        f"u{who},b{book},{5 if book % 2 == who % 2 else int(rng.integers(1, 4))}"
        for who in range(N_PEOPLE)
        for book in rng.permutation(N_BOOKS)[:25]
    ]
    (folder / "interactions.csv").write_text("\n".join(["user,item,rating", *ratings]))
    (folder / "words.json").write_text(json.dumps(WORDS))
    return folder


def test_a_folder_of_books_becomes_an_app_about_books(page: Page, tmp_path: Path) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    folder, artifact = write_folder(tmp_path / "library"), tmp_path / "fitted"
    command = [sys.executable, "-m", "models.train", str(folder), "--out", str(artifact)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    server = Server(artifact, f"sqlite:///{tmp_path}/s.sqlite3", tmp_path / "log")
    with closing(server):
        page.goto(server.url)
        expect(page.get_by_role("heading", level=1)).to_contain_text("books")
        page.get_by_role("button", name="Start").click()
        at_question(page, 1)
        expect(page.get_by_role("heading", level=1)).to_contain_text("like better")
        expect(page.get_by_role("button", name="Haven't read").first).to_be_visible()
        for number in range(1, 6):
            at_question(page, number)
            page.locator(LEFT).click()
        at_question(page, 6)
        page.get_by_role("link", name="All picks").first.click()
        expect(page.locator(".pick").first).to_be_visible()
        at_rest(page)
        assert "film" not in page.locator(".stMain").inner_text().lower()
