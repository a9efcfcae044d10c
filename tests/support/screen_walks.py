"""Steps that journeys through screens of every kind have in common."""

import re

from playwright.sync_api import Page, expect
from servers import Server
from walks import at_rest, stored
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Started
from elicitation.sessions.session import Session, replay
from elicitation.sessions.store import EventStore

PHONE = {"width": 390, "height": 844}


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
    expect(page.locator("html")).to_have_attribute("data-settled", re.compile("."))


def pressed(page: Page) -> list[int]:
    taps = page.locator(".tap")
    return [n for n in range(taps.count()) if taps.nth(n).get_attribute("aria-pressed") == "true"]


def last(server: Server, page: Page) -> Answered:
    return session_of(server, page).answers[-1]


def done(page: Page):
    return page.locator("[data-screen=done]")


def field(page: Page):
    return page.get_by_role("combobox")
