"""A study in a real browser: planned, three participants, its files, and their exact replay."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import (
    LEFT,
    RIGHT,
    WAIT,
    as_researcher,
    at_question,
    at_rest,
    serious,
    session_id,
    stored,
)

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered
from elicitation.sessions.session import Session, apply, replay
from elicitation.sessions.store import EventStore
from elicitation.studies.export import sessions
from models.artifacts import load_artifact

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(page: Page) -> Page:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    return page


@pytest.fixture
def own_server(world: Path, tmp_path: Path):
    with closing(
        Server(world, f"sqlite:///{tmp_path}/sessions.sqlite3", tmp_path / "log")
    ) as server:
        yield server


def number(page: Page, label: str, value: int) -> None:
    field = page.get_by_role("spinbutton", name=label)
    field.fill(str(value))
    field.press("Tab")


def plan(page: Page, server: Server) -> str:
    """A study of six questions, two of them held out, the first repeated; its link's beginning."""
    as_researcher(page, server, "/studies")
    page.get_by_label("Name (only you see it)").fill("Which <b>rule</b>?")
    page.get_by_role("combobox", name="How questions are chosen").click()
    page.get_by_role("option", name="random").click()
    page.keyboard.press("Escape")
    number(page, "Questions", 5)
    number(page, "Repeat after", 4)
    page.get_by_label("Completion code").fill("C0DE-7")
    page.get_by_role("textbox", name="Completion link").fill(
        "https://example.org/done?id={participant}"
    )
    page.get_by_role("button", name="Create the study").click()
    expect(page.get_by_role("heading", name="Which <b>rule</b>?")).to_be_visible()
    link = page.locator("code", has_text="participant=").inner_text()
    assert parse_qs(urlsplit(link).query)["participant"] == ["YOUR-ID"]
    return link.removesuffix("YOUR-ID")


def take_part(page: Page, link: str, name: str) -> None:
    page.goto(link + name)
    expect(page.get_by_text("Taking part is voluntary")).to_be_visible()
    page.get_by_role("button", name="I agree, begin").click()
    at_question(page, 1)


def answer(page: Page, n: int, pause: int = 0) -> None:
    """Answer question ``n`` by mouse or key, after a look at it."""
    at_question(page, n)
    expect(page.locator("html")).to_have_attribute("data-stopwatch", str(n - 1))
    page.wait_for_timeout(pause)
    if n % 3 == 0:
        page.keyboard.press("ArrowRight")
    else:
        page.locator(LEFT if n % 2 else RIGHT).click()


def file_of(page: Page, name: str) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(begun.value.path()).read_bytes()


def test_a_study_from_its_plan_to_its_exact_replay(
    page: Page, browser: Browser, own_server: Server, world: Path
) -> None:
    link = plan(page, own_server)
    ids = {}
    for name in ("anna", "ben", "cleo"):
        with closing(browser.new_context()) as context:
            phone = context.new_page()
            phone.set_default_timeout(WAIT)
            take_part(phone, link, name)
            ids[name] = session_id(phone)
            for n in range(1, 4):
                answer(phone, n, pause=400)
            at_question(phone, 4)
            if name == "ben":  # who lost the connection, and comes again by the same link
                phone.goto(link + name)
                at_question(phone, 4)
                tab = context.new_page()
                tab.goto(link + name)
                at_question(tab, 4)
                assert session_id(tab) == session_id(phone) == ids[name]
                tab.close()
            if name == "cleo":
                phone.get_by_role("button", name="That’s enough").click()
                expect(phone.get_by_text("You have stopped early")).to_be_visible()
                expect(phone.get_by_text("C0DE-7")).to_have_count(0)
                cleo = context.storage_state()  # her browser, for later
                continue
            for n in range(4, 8):
                answer(phone, n)
            expect(phone.get_by_text("C0DE-7")).to_be_visible()
            way = phone.get_by_role("link", name="Finish and go back")
            assert way.get_attribute("href") == f"https://example.org/done?id={name}"
            assert not serious(phone)
            times = [e.response_ms for e in stored(own_server, phone) if isinstance(e, Answered)]
            assert len(times) == 7 and all(400 <= ms < 60_000 for ms in times[:3]), times
            assert all(ms is not None for ms in times)

    counts = page.locator(".counts dd")
    for place, n in enumerate((3, 3, 2)):
        expect(counts.nth(place)).to_have_text(str(n))
    expect(page.get_by_text("1 stopped early")).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator(".figures tbody tr")).to_have_count(3 + 3)  # policies, participants
    assert not serious(page)

    page.locator(".st-key-named label").click()  # else pseudonyms stand there
    page.wait_for_timeout(500)
    at_rest(page)
    told = {
        "csv": list(csv.DictReader(io.StringIO(file_of(page, "CSV").decode()))),
        "json": json.loads(file_of(page, "JSON"))["rows"],
        "parquet": pq.read_table(io.BytesIO(file_of(page, "PARQUET"))).to_pylist(),
    }
    explained = file_of(page, "Data dictionary").decode()
    assert all(f"\n{column}," in explained for column in told["csv"][0])
    artifact, database = load_artifact(world), Database(own_server.database_url)
    basis = artifact.basis
    for table in told.values():
        found = sessions(table)
        assert list(found) == ["anna", "ben", "cleo"]
        for name, events in found.items():
            session = replay(EventStore(database).read(ids[name]))
            again = Session(replay(events).started)
            for event in events[1:]:
                if isinstance(event, Answered):
                    asked = next_question(Belief(basis, again), artifact.familiarity)
                    assert tuple(basis.keys[i] for i in asked.items) == event.items
                again = apply(again, event)
            assert (
                again.answers == session.answers
                and again.holdout_answers == session.holdout_answers
            )
            here, there = Belief(basis, session).posterior, Belief(basis, again).posterior
            assert (here.mean == there.mean).all() and (here.cov == there.cov).all()
    database.close()

    page.get_by_role("button", name="Close the study").click()
    expect(page.get_by_text("This study is closed")).to_be_visible()
    with closing(browser.new_context()) as context:
        late = context.new_page()
        late.goto(link + "dora")
        expect(late.get_by_text("accepts no more participants")).to_be_visible(timeout=WAIT)
        late.goto(link + "cleo")  # whose place is not theirs
        expect(late.get_by_text("belongs to another browser")).to_be_visible(timeout=WAIT)
    with closing(browser.new_context(storage_state=cleo)) as context:
        late = context.new_page()
        late.goto(link + "cleo")  # who has begun can finish
        late.get_by_role("button", name="Keep going").click(timeout=WAIT)
        at_question(late, 4)
