"""Coming into a group, leaving it, and taking a shared link back."""

from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore
from pages.components.picks.sharing import SHARE
from pages.components.rooms.groups import GROUP


def begun(open_app, browser: str) -> str:
    app = open_app(browser=browser)
    app.button(key="start_button").click().run()
    app.button(key="left").click().run()
    value = app.query_params["s"]
    return value if isinstance(value, str) else value[0]


def said(app) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def test_who_has_a_code_and_no_answers_comes_in_by_it(open_app, database_url):
    host = begun(open_app, "host")
    page = open_app("pages/together.py", browser="host", s=host)
    page.button(key="group_make").click().run()
    (code,) = LinkStore(Database(database_url)).codes(host, GROUP)
    guest = open_app("pages/together.py", browser="guest")
    guest.text_input(key="first_code").input("ZZZZZ")
    guest.button[0].click().run()
    assert "No group has this code" in said(guest)
    guest.text_input(key="first_code").input(f" {code[:2]}-{code[2:].lower()} ")
    guest.button[0].click().run()
    assert "start_button" in keys(guest) and code in said(guest)
    guest.button(key="start_button").click().run()
    (own,) = set(LinkStore(Database(database_url)).linked(code, GROUP)) - {host}
    guest = open_app(browser="guest", s=own)
    for _question in range(10):
        guest.button(key="left").click().run()
    assert "to_group" in keys(guest)


def test_one_may_leave_a_group(open_app, database_url):
    host = begun(open_app, "host")
    page = open_app("pages/together.py", browser="host", s=host)
    page.button(key="group_make").click().run()
    page.button(key="group_leave").click().run()
    assert "group_make" in keys(page)
    assert not LinkStore(Database(database_url)).codes(host, GROUP)


def test_a_link_that_is_withdrawn_shows_nothing(open_app, database_url):
    own = begun(open_app, "own")
    picks = open_app("pages/picks.py", browser="own", s=own)
    picks.button(key="share_make").click().run()
    (code,) = LinkStore(Database(database_url)).codes(own, SHARE)
    assert "pick" in said(open_app("pages/shared.py", browser="friend", p=code))
    picks.button(key="share_withdraw").click().run()
    assert "shows nothing" in said(open_app("pages/shared.py", browser="friend", p=code))
