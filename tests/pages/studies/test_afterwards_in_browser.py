"""A participant on a phone, by touch: from the platform's link through lists and statements."""

from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, serious
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.studies.questionnaires import RESQUE
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STUDY = Study(
    *("phone", "Which?", ("random",), 2, 2, DATASET, "f", (), 0, "Yes.", "1"),
    completion_url="https://recruits.example/done?who={participant}",
    secret="s",
    statements=RESQUE[:2],
    lists=("mult_vae", "ease"),
    parameter="PROLIFIC_PID",
)


def test_lists_statements_and_the_way_back(browser: Browser, shared_server: Server) -> None:
    expect.set_options(timeout=WAIT)
    with closing(Database(shared_server.database_url)) as database:
        StudyStore(database).put(STUDY, 0, 0.0)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{shared_server.url}/?study=phone&PROLIFIC_PID=5f3a")
    page.get_by_role("button", name="I agree, begin").tap()
    for number in (1, 2):
        at_question(page, number)
        page.locator(LEFT).tap()
    lists = page.locator(".arms section")
    expect(lists).to_have_count(2)
    assert "ease" not in page.locator(".stMain").inner_text()
    found = serious(page)
    page.locator(".st-key-compare_liked button").first.tap()
    page.get_by_text("List A", exact=True).last.tap()
    page.get_by_role("button", name="Go on").tap()
    for statement in STUDY.statements:
        expect(page.get_by_text(statement.text)).to_be_visible()
        page.locator(f".st-key-statement_{statement.key} button").nth(3).tap()
    found += serious(page)
    page.get_by_role("button", name="Go on").tap()
    back = page.get_by_role("link", name="Finish and go back")
    expect(back).to_have_attribute("href", "https://recruits.example/done?who=5f3a")
    at_rest(page)
    assert not found, "\n".join(map(str, found))
    context.close()
