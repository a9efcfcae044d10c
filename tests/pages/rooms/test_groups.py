"""Coming into a group, leaving it, and taking a shared link back."""

import re
import time
from contextlib import closing

from coroutines import run
from servers import Server
from tabs import Tab

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Marked
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from pages.components.app import assets
from pages.components.picks.sharing import SHARE
from pages.components.rooms.entrance import GROUP, LASTS_S, LIMITS, UNKNOWN


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


def group_of(open_app, database_url) -> tuple[str, str]:
    """A host with one answer, and the code of their group."""
    host = begun(open_app, "host")
    open_app("pages/together.py", browser="host", s=host).button(key="group_make").click().run()
    (code,) = LinkStore(Database(database_url)).codes(host, GROUP)
    return host, code


def test_what_single_members_think_is_shown_once_a_member_lets_one_in(open_app, database_url):
    """Whoever guessed or overheard a code saw every member's matches."""
    host, code = group_of(open_app, database_url)
    guest = begun(open_app, "guest")
    page = open_app("pages/together.py", browser="guest", s=guest)
    page.text_input(key="group_code").input(code)
    next(button for button in page.button if button.label == "Join").click().run()
    assert "pick" in said(page) and "--match" not in said(page)
    assert not [key for key in keys(page) if key and key.startswith("let_in")]
    inside = open_app("pages/together.py", browser="host", s=host)
    assert "--match" in said(inside)
    inside.button(key="let_in_1").click().run()
    assert "let_in_1" not in keys(inside)
    assert "--match" in said(open_app("pages/together.py", browser="guest", s=guest))


def test_codes_are_tried_only_so_often_also_by_address(world, tmp_path):
    """A guesser tried all of them as fast as the server answered."""

    async def guess(server: Server) -> tuple[str, str]:
        async with Tab(server) as tab:
            for n in range(LIMITS[0][0]):
                if n % 2:
                    await tab.look("", f"g=ZZZZ{n % 8 + 2}")
                else:
                    await tab.look("together")
                    await tab.press(tab.seen.buttons["Join"], first_code="ZZZZZ")
                    assert "No group has this code" in tab.seen.text
            await tab.look("together")
            typed = await tab.press(tab.seen.buttons["Join"], first_code="QRSTU")
            return typed.text, (await tab.look("", "g=QRSTU")).text

    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with (
        closing(Server(world, url, tmp_path / "log")) as server,
        closing(Database(url)) as database,
    ):
        LinkStore(database).link("QRSTU", GROUP, "somebody", time.time())
        typed, by_address = run(guess(server))
    assert "Too many wrong codes" in typed
    assert "QRSTU" not in by_address, "a right one opens nothing now"


def test_a_code_that_nobody_used_lately_takes_nobody(open_app, database_url):
    links = LinkStore(Database(database_url))
    links.link("QRSTU", GROUP, "somebody", time.time() - LASTS_S - 60.0)
    page = open_app("pages/together.py", browser="late")
    page.text_input(key="first_code").input("QRSTU")
    page.button[0].click().run()
    assert UNKNOWN in said(page)


def joined(open_app) -> tuple[str, str]:
    """Two people in one group, each in a browser of their own: "host" and "guest"."""
    host, guest = begun(open_app, "host"), begun(open_app, "guest")
    page = open_app("pages/together.py", browser="host", s=host)
    page.button(key="group_make").click().run()
    (code,) = re.findall(r'class="code">(\w{5})<', said(page))
    assert "alone here" in said(page) and "Tonight: " in said(page)
    page = open_app("pages/together.py", browser="guest", s=guest)
    page.text_input(key="group_code").input(code)
    next(button for button in page.button if button.label == "Join").click().run()
    return host, guest


def test_a_group_has_names_a_winner_and_questions_that_settle_it(open_app, database_url):
    host, guest = joined(open_app)
    page = open_app("pages/together.py", browser="guest", s=guest)
    page.text_input(key="group_name").input(" <b>Ada</b>\u202e ").run()
    assert "You" in said(page) and "Guest 1" in said(page)
    page = open_app("pages/together.py", browser="host", s=host)
    assert "&lt;b&gt;Ada&lt;/b&gt;" in said(page) and "<b>Ada" not in said(page)
    page.text_input(key="group_name").input("Otto").run()
    waiting = open_app("pages/together.py", browser="guest", s=guest)
    assert "Tonight: " in said(waiting)
    assert "Otto" not in said(waiting)  # before a member lets them in
    first = re.findall(r"Tonight: ([^<]+)<", said(page))
    page.button(key="settle_on").click().run()
    store = EventStore(Database(database_url))
    listed = set(re.findall(r'data-item="([^"]+)"', said(page)))
    page.button(key="right").click().run()
    answered = store.read(host)[-1]
    assert isinstance(answered, Answered) and not set(answered.items) & listed
    page.button(key="settle_off").click().run()
    assert "settle_on" in keys(page) and first


def test_what_one_has_seen_leaves_the_list_of_all(open_app, database_url):
    host, guest = joined(open_app)
    page = open_app("pages/together.py", browser="host", s=host)
    (first,) = re.findall(r'class="tonight".*?data-item="([^"]+)"', said(page))
    store, events = EventStore(Database(database_url)), None
    events = store.read(guest)
    step = replay(events).step
    store.append(guest, len(events), Marked(step, first, "seen"), 0.0)
    page.run()
    assert f'data-item="{first}"' not in said(page)
    for n, key in enumerate(assets.artifact().catalogue.keys):
        store.append(guest, len(events) + 1 + n, Marked(step + 1 + n, key, "seen"), 0.0)
    page.run()
    assert "nothing is left that is new to everybody" in said(page)
    assert "Tonight" not in said(page)
