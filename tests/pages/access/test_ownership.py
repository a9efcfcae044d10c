"""The address of a session is no key: only the browser that began it answers and deletes."""

import http.client
import re
import time

import pytest
from coroutines import run
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.database import Database
from elicitation.sessions.events import Started
from elicitation.sessions.store import EventStore
from elicitation.sessions.tries import TryStore
from pages.components.access.browser_cookie import NAME, BrowserCookie, key_of, new_key
from pages.components.access.limits import LIMITS_OF_ALL, Limit
from pages.components.access.moving import MOVE


def begun(open_app):
    app = open_app()
    app.button(key="start_button").click().run()
    app.button(key="left").click().run()
    return address(app)


def address(app) -> str:
    """The session that the address names."""
    value = app.query_params["s"]
    return value if isinstance(value, str) else value[0]


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def said(app) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))


def test_another_browser_sees_the_picks_and_cannot_answer(open_app, database_url):
    session = begun(open_app)
    store = EventStore(Database(database_url))
    before = store.read(session)
    assert {"left", "right", "undo"} <= keys(open_app(s=session)), (
        "a second tab is the same browser"
    )
    other = open_app(s=session, browser="another")
    assert not {"left", "right", "undo", "finish", "delete"} & keys(other)
    assert "another browser" in said(other)
    picks = open_app("pages/picks.py", s=session, browser="another")
    assert not picks.exception and "delete" not in keys(picks) and 'class="pick' in said(picks)
    for page in ("taste", "together", "uncertainty"):
        assert "another browser" in said(open_app(f"pages/{page}.py", s=session, browser="another"))
    other.button(key="start_button").click().run()
    assert address(other) != session
    assert store.read(session) == before


def test_what_began_before_there_were_owners_belongs_to_the_first_who_comes(open_app, database_url):
    mine = begun(open_app)
    store = EventStore(Database(database_url))
    (started, *_others) = store.read(mine)
    assert isinstance(started, Started)
    old = Started("old", 1, "a_optimal", 10, started.dataset, started.fingerprint)
    store.append("old", 0, old, created=0.0)
    assert "left" in keys(open_app(s="old", browser="first"))
    assert "left" not in keys(open_app(s="old", browser="second"))
    assert "left" in keys(open_app(s="old", browser="first"))


def test_one_goes_on_where_one_left_off(open_app):
    session = begun(open_app)
    back = open_app()
    back.button(key="continue_button").click().run()
    assert address(back) == session and "left" in keys(back)
    assert "continue_button" not in keys(open_app(browser="another"))
    anew = open_app()
    anew.button(key="start_button").click().run()
    assert address(anew) != session


def test_other_pages_find_the_session_of_their_browser(open_app):
    session = begun(open_app)
    for page in ("picks", "taste", "together"):
        found = open_app(f"pages/{page}.py")
        assert not found.exception and address(found) == session
    assert "to_questions" in keys(open_app("pages/picks.py", browser="another"))


def test_a_code_moves_a_session_once(open_app):
    session = begun(open_app)
    picks = open_app("pages/picks.py", s=session)
    picks.button(key="move_make").click().run()
    (code,) = [b.value for b in picks.code if re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", b.value)]
    for typed, works in (("AAAA-AAAA", False), (code.lower(), True)):
        phone = open_app(browser="phone")
        phone.text_input(key="moved_code").input(typed)
        phone.button(key="moved_go").click().run()
        assert ("left" in keys(phone)) == works, typed
    assert address(phone) == session
    again = open_app(browser="thief")
    again.text_input(key="moved_code").input(code)
    again.button(key="moved_go").click().run()
    assert "left" not in keys(again) and "leads nowhere" in said(again)


def test_codes_cannot_be_guessed_by_many(open_app, database_url):
    limit = Limit(TryStore(Database(database_url), MOVE))
    for guesser in range(LIMITS_OF_ALL[0][0]):
        assert limit.enter(f"address {guesser}", time.time())
    app = open_app()
    app.text_input(key="moved_code").input("AAAA-AAAA")
    app.button(key="moved_go").click().run()
    assert "Too many" in said(app)


@given(st.dictionaries(st.sampled_from([NAME, "other"]), st.text()))
def test_only_keys_that_we_make_count(cookies):
    found = key_of(cookies)
    assert not found or re.fullmatch(r"[A-Za-z0-9_-]{22}", found)


def sent(headers, path="/", scheme="http", pages=frozenset({""})) -> list[str]:
    """The cookies that a response to such a request sets."""
    started = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        started.append(message)

    scope = {"type": "http", "path": path, "scheme": scheme, "headers": headers}
    run(BrowserCookie(app, pages)(scope, None, send))
    return [value.decode() for name, value in started[0]["headers"] if name == b"set-cookie"]


def test_a_browser_gets_one_key_that_scripts_and_other_sites_cannot_use():
    (first,), (second,) = sent([]), sent([])
    assert first.split(";")[0] != second.split(";")[0]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(first.split("; "))
    assert "Secure" not in first and "Secure" in sent([], scheme="https")[0]
    assert "Secure" in sent([(b"x-forwarded-proto", b"https")])[0]
    kept = [(b"cookie", f"a=b; {NAME}={new_key()}".encode())]
    assert not sent(kept) and not sent([], path="/static/x.js")
    assert sent([(b"cookie", f"{NAME}=mine".encode())]) and sent([(b"cookie", b"\xff=;;=")])


@pytest.mark.slow
def test_a_real_server_hands_it_out_with_the_page(shared_server):
    connection = http.client.HTTPConnection("localhost", shared_server.port, timeout=20)
    connection.request("GET", "/picks")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert NAME in str(answer.headers.get_all("Set-Cookie"))
