"""A connection that goes and comes back while somebody answers."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from servers import Server
from walks import LEFT, RIGHT, WAIT, at_question, begin, pair, stored

from elicitation.sessions.events import Answered

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_cut_line_says_so_and_goes_on_where_it_was(page: Page, shared_server: Server) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket(re.compile("_stcore/stream"), through)
    begin(page, shared_server.url)
    for number in (1, 2, 3):
        at_question(page, number)
        page.locator(LEFT).click()
    at_question(page, 4)
    shown = pair(page)
    notice = page.locator(".offline")
    expect(notice).to_be_hidden()

    page.context.set_offline(True)
    lines[-1].close(code=4000)
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("No connection right now. Your answers are kept")
    assert pair(page) == shown

    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    at_question(page, 4)
    assert pair(page) == shown
    page.locator(RIGHT).click()
    at_question(page, 5)
    answers = [event for event in stored(shared_server, page) if isinstance(event, Answered)]
    assert [answer.step for answer in answers] == [0, 1, 2, 3]
    assert len(lines) > 1
