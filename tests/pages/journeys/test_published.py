"""A new artifact under a running app: it is taken up, and nobody loses anything."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from servers import ROOT, Server
from walks import LEFT, WAIT, at_question, begin, session_id
from worlds import save_world

from benchmarks.app.visitor import Visitor
from models.artifacts import MANIFEST, load_artifact
from pages.components.app import assets

NEW = "The Newcomer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_world(tmp_path / "artifact")


def publish(folder: Path, database_url: str, data: Path) -> None:
    """As `python -m models.online` does, with a film that everybody took up since."""
    data.mkdir(exist_ok=True)
    catalogue = load_artifact(folder).catalogue
    lines = [f"{key},Film {n}" for n, key in enumerate(catalogue.keys)]
    (data / "items.csv").write_text("\n".join(["key,title", *lines, f"new:1,{NEW}"]) + "\n")
    (data / "interactions.csv").write_text("user,item\n")
    command = [
        *(sys.executable, "-m", "models.online", "--once", "--artifact", str(folder)),
        *("--database", database_url, "--data", str(data)),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # begins here
    with (data / "interactions.csv").open("a") as stream:
        stream.writelines(f"user-{n},new:1\nuser-{n},tiny:{n}\n" for n in range(40))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert load_artifact(folder).catalogue.titles[-1] == NEW


@pytest.mark.browser
@pytest.mark.slow
def test_somebody_who_answers_goes_on_and_meets_the_new_film(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Server(folder, url, tmp_path / "log")) as server:
        begin(page, server.url)
        for number in range(2, 5):
            page.locator(LEFT).click()
            at_question(page, number)
        name = session_id(page)
        expect(page.get_by_text(NEW)).to_have_count(0)
        publish(folder, url, tmp_path / "data")
        page.locator(LEFT).click()
        at_question(page, 5)
        assert session_id(page) == name
        page.reload()
        at_question(page, 5)
        page.get_by_role("link", name="Your picks").first.click()
        expect(page.locator(".pick").first).to_be_visible()
        control = page.get_by_role("slider", name="New to me")
        control.press("End")  # everybody has just taken it up, so it is not likely new
        expect(page.locator(".pick").get_by_text(NEW, exact=True).first).to_be_visible()
        page.get_by_role("link", name="Questions").first.click()
        at_question(page, 5)
        page.get_by_role("button", name="Undo").click()
        at_question(page, 4)
        assert server.process.poll() is None


@pytest.mark.slow
def test_many_at_once_while_artifacts_change(folder: Path, tmp_path: Path) -> None:
    """Nobody waits for a page that fails; item numbers of two artifacts are never mixed."""
    url = f"sqlite:///{tmp_path}/s.sqlite3"

    async def person(address: str) -> str:
        async with Visitor(address) as visitor:
            await visitor.open()
            await visitor.click("start_button")
            for _ in range(8):
                assert {"left", "right"} <= visitor.buttons
                await visitor.click("left")
                await asyncio.sleep(0.1)
            return visitor.query

    async def crowd(address: str) -> list[str]:
        return await asyncio.gather(*(person(address) for _ in range(10)))

    with (
        closing(Server(folder, url, tmp_path / "log")) as server,
        ThreadPoolExecutor(2) as threads,  # the main one may belong to Playwright
    ):
        changing = threads.submit(publish, folder, url, tmp_path / "data")
        queries = threads.submit(lambda: asyncio.run(crowd(server.url))).result()
        changing.result()
    assert len(set(queries)) == 10
    assert "failed" not in (tmp_path / "log").read_text()


def test_the_newest_is_served_and_a_damaged_one_is_not(open_app, monkeypatch, folder, caplog):
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(folder))
    assets._held.clear()
    old = assets.artifact()
    assert assets.artifact() is old
    save_world(folder, dataset="another")
    new = assets.artifact()
    assert new.basis.fingerprint != old.basis.fingerprint
    assert assets.questions(new) is not assets.questions(old)
    (folder / MANIFEST).write_text("{")
    assert assets.artifact() is new and "The old models stay" in caplog.text
    (folder / MANIFEST).unlink()
    assert assets.artifact() is new


def test_while_one_reads_the_others_go_on(monkeypatch, folder):
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(folder))
    assets._held.clear()
    old = assets.artifact()
    save_world(folder, dataset="another")
    with assets._reading:  # somebody is at it
        assert assets.artifact() is old
    assert assets.artifact() is not old
