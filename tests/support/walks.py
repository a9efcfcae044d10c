"""Steps that journeys in a browser have in common."""

import re
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from servers import Server

from elicitation.sessions.database import Database
from elicitation.sessions.store import EventStore

WAIT = 20_000  # milliseconds: the machine may be busy with other tests
LEFT, RIGHT = ".st-key-left button", ".st-key-right button"

# axe's rules about Streamlit's own frame, which an app cannot change
FRAME = {"aria-allowed-role"}


def at_question(page: Page, number: int) -> None:
    expect(page.get_by_text(re.compile(rf"^Question {number}\b"))).to_be_visible()
    expect(page.locator(LEFT)).to_be_visible()
    at_rest(page)
    settled(page)


def settled(page: Page) -> None:
    """The question has stood long enough to have been read: only then a press counts."""
    expect(page.locator("html")).to_have_attribute("data-settled", re.compile("."))


def at_rest(page: Page) -> None:
    """The page has arrived as a whole: elements come one by one."""
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")


def begin(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="Start").click()
    at_question(page, 1)
    expect(page.locator("html")).to_have_attribute("data-gestures", "on")


def as_researcher(page: Page, server: Server, path: str) -> None:
    """Open a page of researchers, let in as by the link that the server prints."""
    if not any(cookie["name"] == "tenfold_desk" for cookie in page.context.cookies()):
        page.goto(server.desk_link())
        page.wait_for_url("**/research")
    page.goto(f"{server.url}{path}")


def pair(page: Page) -> tuple[str, str]:
    return page.locator(LEFT).inner_text(), page.locator(RIGHT).inner_text()


def session_id(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["s"][0]


def stored(server: Server, page: Page):
    database = Database(server.database_url)
    store = EventStore(database)
    events = store.read(session_id(page))
    database.close()
    return events


def serious(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds serious or critical: page, rule and elements."""
    at_rest(page)
    page.wait_for_timeout(500)
    return [
        (
            urlsplit(page.url).path,
            violation["id"],
            [n["html"][:160] for n in violation["nodes"][:3]],
        )
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] not in FRAME
    ]
